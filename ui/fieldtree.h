// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/eventfields.h"

#include <QTreeWidget>

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
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override;
    void drawBranches(
        QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    void showMenu(const QTreeWidgetItem *item, const QPoint &globalPlace);
};

} // namespace boxwatch
