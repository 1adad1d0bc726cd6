// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "ui/sessionview.h"

#include <QTableView>

#include <optional>

class QMenu;

namespace boxwatch {

class NewRowsPill;

/// The table of events: follows the newest row or holds still, and keeps the selection on its event.
///
/// Nothing here grows with the number of rows; a model reset keeps what the person looks at in place.
class EventsView : public QTableView
{
    Q_OBJECT

public:
    explicit EventsView(QWidget *parent = nullptr);

    void setEvents(EventTableModel *model);

    /// Shows \p columns, or the default ones if there are none.
    void setColumns(const QList<SessionView::Column> &columns);
    QList<SessionView::Column> columns() const;

    /// Puts \p overlay in place of the rows, for when there are none.
    void setOverlay(QWidget *overlay);

    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);

    /// Rows that came since the table holds. 0 while it follows.
    qint64 newRows() const { return m_newRows; }

    /// The event that the person is at, even while a filter hides it.
    std::optional<EventTable::Row> currentEvent() const { return m_current; }

    void goFirst();
    void goLast();
    void goNext();
    void goPrevious();

    /// Model rows that are selected, as first and last of each piece, in order.
    std::vector<std::pair<int, int>> selectedPieces() const;
    qint64 selectedCount() const;

    /// The selected rows with the columns on screen, tab separated, to the clipboard; at most 20,000.
    /// Returns how many there were.
    qint64 copySelection() const;

    /// One box for each column.
    void fillColumnsMenu(QMenu *menu);

signals:
    void followingChanged(bool following);
    void newRowsChanged(qint64 count);
    void currentEventChanged();

    /// The columns were moved, resized, hidden or shown by the person.
    void columnsChanged();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

    /// Typing letters would search a million rows one by one.
    void keyboardSearch(const QString &) override { }

private:
    struct Anchor
    {
        EventTable::Row row; ///< of the table
        int offset; ///< rows below the first that is visible
    };

    void rowsCame();
    void rememberPlace();
    void restorePlace();
    void scrolled(int value);
    void setNewRows(qint64 count);
    void scrollToNewest();
    void placePill();
    void fitColumns();
    void showHeaderMenu(const QPoint &place);
    void go(int modelRow);

    EventTableModel *m_events = nullptr;
    NewRowsPill *m_pill;
    bool m_following = true;
    bool m_moving = false; ///< the scroll bar is moved by us
    bool m_fitting = false; ///< the columns are moved by us
    bool m_whatTakesRest = true;
    QWidget *m_overlay = nullptr;
    qint64 m_newRows = 0;
    qint64 m_rowsAtHold = 0;
    std::optional<EventTable::Row> m_current;
    std::optional<Anchor> m_anchor;
};

} // namespace boxwatch
