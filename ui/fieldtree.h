// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/eventfields.h"

#include <QPersistentModelIndex>
#include <QTreeWidget>

#include <optional>

namespace boxwatch {

/// The fields of one event by group. On the row that is hovered or current stand signs that filter for
/// its value, filter it out, and offer more; Enter, and Delete or Minus, do the same.
class FieldTree final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit FieldTree(QWidget *parent = nullptr);

    /// Keeps closed what the person closed.
    void setGroups(const QList<EventFieldGroup> &groups);

signals:
    void pick(const QString &clause); ///< with "-" in front: the events that do not have it
    void only(const QString &clause);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void drawBranches(
        QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    /// A sign in a row.
    struct Place
    {
        QPersistentModelIndex index;
        int sign = 0;

        friend bool operator==(const Place &, const Place &) = default;
    };

    std::optional<Place> signUnder(const QMouseEvent *event) const;
    void showMenu(const QTreeWidgetItem *item, const QPoint &globalPlace);

    std::optional<Place> m_pressed;
};

} // namespace boxwatch
