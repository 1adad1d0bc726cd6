// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "ui/sessionview.h"

#include <QTableView>

#include <optional>
#include <vector>

class QMenu;

namespace boxwatch {

class MarkedScrollBar;
class NewRowsPill;

/// The table of events: follows the newest row or holds still, and keeps the selection on its event.
///
/// Nothing here grows with the number of rows. When the model is reset, sorted, or gets rows in between,
/// what the person looks at stays where it is on screen.
class EventsView : public QTableView
{
    Q_OBJECT

public:
    /// How the rows stand, for settings.
    struct Sort
    {
        int column = -1; ///< -1: order of arrival
        Qt::SortOrder order = Qt::AscendingOrder;
        EventTableModel::LiveRows liveRows = EventTableModel::LiveRows::WhereTheyBelong;

        friend bool operator==(const Sort &, const Sort &) = default;
    };

    /// The most events that one command marks.
    static constexpr qint64 mostToMark = 1'000;

    explicit EventsView(QWidget *parent = nullptr);

    void setEvents(EventTableModel *model);

    /// Rows of the table before \p first were there when the session was opened. None of them counts as
    /// new, whenever it comes.
    void setFirstLive(EventTable::Row first) { m_firstLive = first; }

    /// Shows \p columns, or the default ones if there are none.
    void setColumns(const QList<SessionView::Column> &columns);
    QList<SessionView::Column> columns() const;

    /// Puts \p overlay in place of the rows, for when there are none.
    void setOverlay(QWidget *overlay);

    Sort sort() const;
    void setSort(const Sort &sort);

    bool isFollowing() const { return m_following; }
    /// Has no effect where canFollow() says no.
    void setFollowing(bool following);

    /// Whether the newest row has a place that can be kept in sight: in order of arrival, sorted by a
    /// time, and where new rows stand at the end.
    bool canFollow() const { return newestAt() != NewestAt::Anywhere; }

    /// Rows that came since the table holds. 0 while it follows.
    qint64 newRows() const { return m_newRows; }

    /// The event that the person is at, even while a filter hides it.
    std::optional<EventTable::Row> currentEvent() const { return m_current; }

    void goFirst();
    void goLast();
    void goNext();
    void goPrevious();

    /// To the next or previous event with a mark, from the one at the end to the one at the other.
    void goNextMark();
    void goPreviousMark();

    /// Whether the event that the person is at is marked: markSelection() does the opposite.
    bool selectionIsMarked() const;

    /// Asks for marks on all that is selected, or for none; see marksWanted().
    void markSelection();

    /// Model rows that are selected, as first and last of each piece, in order.
    std::vector<std::pair<int, int>> selectedPieces() const;
    qint64 selectedCount() const;

    /// The selected rows with the columns on screen, tab separated, to the clipboard; at most 20,000.
    /// Returns how many there were.
    qint64 copySelection() const;

    /// One box for each column.
    void fillColumnsMenu(QMenu *menu);

    /// The order of the rows, and where new ones go.
    void fillSortMenu(QMenu *menu);

signals:
    void followingChanged(bool following);
    void newRowsChanged(qint64 count);
    void currentEventChanged();

    /// The columns were moved, resized, hidden or shown by the person.
    void columnsChanged();

    /// sort() tells something else. Whether it can follow may have changed, too.
    void sortSet();

    /// The person wants marks on these rows of the table, or none. At most mostToMark.
    void marksWanted(const std::vector<boxwatch::EventTable::Row> &rows, bool marked);

    /// More was selected than one command marks.
    void tooManyToMark();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

    /// Qt asks without an event for a row that is chosen by other means than this table's keys and mouse.
    QItemSelectionModel::SelectionFlags selectionCommand(
        const QModelIndex &index, const QEvent *event = nullptr) const override;

    /// Typing letters would search a million rows one by one.
    void keyboardSearch(const QString &) override { }

private:
    struct Anchor
    {
        EventTable::Row row; ///< of the table
        int offset; ///< rows below the first that is visible
    };

    enum class NewestAt { Bottom, Top, Anywhere };

    void makeHeaders();
    NewestAt newestAt() const;

    // What stays in place: eventsviewplace.cpp.
    void rowsCame(int first, int last);
    int oldAmong(int first, int last) const;
    void filterWasApplied();
    void rememberPlace();
    void restoreAfterReset();
    void restoreAfterSort();
    void restoreCurrent();
    void restorePlace();
    bool needsFocusFrame() const;
    void scrolled(int value);
    void setNewRows(qint64 count);
    void scrollToNewest();
    void placePill();

    // Columns and sorting: eventsviewcolumns.cpp.
    void fitColumns();
    void showColumn(int column, bool shown);
    void headerClicked(int column);
    void showSort();
    void followWhereItCan();
    void showHeaderMenu(const QPoint &place);
    void addSortChoices(QMenu *menu);
    QString columnTitle(int column) const;

    int currentColumn() const;
    void go(int modelRow);
    void goMark(bool forward);
    void wantMarks(const std::vector<EventTable::Row> &rows, bool marked);

    EventTableModel *m_events = nullptr;
    NewRowsPill *m_pill;
    MarkedScrollBar *m_scrollBar;
    bool m_following = true;
    bool m_followsAgain = false; ///< once the order allows it
    bool m_moving = false; ///< the scroll bar is moved by us
    bool m_fitting = false; ///< the columns are moved by us
    bool m_whatTakesRest = true;
    bool m_placePending =
        false; ///< what was on screen may come with the rows that are still to come
    QWidget *m_overlay = nullptr;
    qint64 m_newRows = 0;
    qint64 m_rowsAtHold = 0;
    EventTable::Row m_firstLive = 0;
    std::optional<EventTable::Row> m_current;
    int m_currentColumn = EventTableModel::TimeColumn; ///< also while no row is current
    std::vector<Anchor> m_anchors; ///< what was on screen, the most important first
    QPersistentModelIndex m_pressedMark;
};

} // namespace boxwatch
