// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QTimer>
#include <QTreeView>
#include <QWidget>

namespace boxwatch {

class SessionPage;
class TopValuesModel;

/// The list of TopValuesPanel: a click filters for a value, with Ctrl or Alt filters it out; so do Enter,
/// and Delete or Minus. The same again takes the pick away.
class TopValuesList : public QTreeView
{
    Q_OBJECT

public:
    explicit TopValuesList(QWidget *parent = nullptr);

    /// Whether the person may be about to click: rows should stay where they are.
    bool isPointedAt() const;

signals:
    void forWanted(const QModelIndex &index);
    void outWanted(const QModelIndex &index);

    /// The person chose a row that filters nothing: a field, or the one that shows more.
    void chosen(const QModelIndex &index);
    void left(); ///< the pointer is elsewhere now

protected:
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override { }
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override;

private:
    void act(const QModelIndex &index, bool out);

    QPersistentModelIndex m_pressed;
};

/// The most frequent values of the events that are shown, by field; a click on one filters.
class TopValuesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit TopValuesPanel(QWidget *parent = nullptr);

    /// Shows the values of another session, or none.
    void setPage(SessionPage *page);

    TopValuesList *list() const { return m_list; }

    QSize sizeHint() const override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();
    void filterChanged();
    void setActive(bool active);
    void toggle(const QModelIndex &index, bool out);
    void choose(const QModelIndex &index);
    void showMenu(const QPoint &place);
    void restoreOpen();
    void saveOpen();

    QPointer<SessionPage> m_page;
    TopValuesModel *m_model;
    TopValuesList *m_list;
    QTimer m_settle; ///< runs while the result of a new filter comes in
};

} // namespace boxwatch
