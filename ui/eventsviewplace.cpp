// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/newrowspill.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace boxwatch {

EventsView::NewestAt EventsView::newestAt() const
{
    if (!m_events || m_events->sortColumn() < 0
        || m_events->liveRows() == EventTableModel::LiveRows::AtTheEnd)
        return NewestAt::Bottom;
    switch (m_events->sortColumn()) {
    case EventTableModel::TimeColumn:
    case EventTableModel::RecordedColumn:
    case EventTableModel::ReceivedColumn:
        return m_events->sortOrder() == Qt::AscendingOrder ? NewestAt::Bottom : NewestAt::Top;
    default:
        return NewestAt::Anywhere;
    }
}

void EventsView::setFollowing(bool following)
{
    m_followsAgain = false;
    if (following && !canFollow())
        return;
    if (following)
        scrollToNewest();
    if (following == m_following)
        return;
    m_following = following;
    m_rowsAtHold = m_events ? m_events->rowCount() : 0;
    setNewRows(0);
    emit followingChanged(following);
}

void EventsView::scrollToNewest()
{
    const QScopedValueRollback moving(m_moving, true);
    if (newestAt() == NewestAt::Top)
        scrollToTop();
    else
        scrollToBottom();
}

void EventsView::scrolled(int value)
{
    if (hasFocus())
        viewport()->update(); // see needsFocusFrame()
    if (m_moving)
        return;
    m_placePending = false;
    if (!m_following)
        return;
    const bool atNewest = newestAt() == NewestAt::Top ? value == 0
                                                      : value >= verticalScrollBar()->maximum();
    if (!atNewest)
        setFollowing(false);
}

void EventsView::rowsCame(int first, int last)
{
    if (m_following) {
        scrollToNewest();
        return;
    }
    // While a filter is under way these are not new events, but more of those that it lets through.
    if (!m_events->isFiltering()) {
        m_rowsAtHold += oldAmong(first, last);
        setNewRows(m_events->rowCount() - m_rowsAtHold);
    } else if (m_placePending) {
        restorePlace();
    }
}

/// How many of the rows that just came were in the file before. They come in order of arrival.
int EventsView::oldAmong(int first, int last) const
{
    const RowList shown = m_events->visibleRows();
    const auto came = shown.rows().subspan(
        static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1));
    return static_cast<int>(std::ranges::lower_bound(came, m_firstLive) - came.begin());
}

void EventsView::filterWasApplied()
{
    restoreCurrent();
    if (m_following)
        scrollToNewest();
    else if (m_placePending)
        restorePlace();
    m_placePending = false;
    m_rowsAtHold = m_events->rowCount();
    setNewRows(0);
}

void EventsView::setNewRows(qint64 count)
{
    if (count == m_newRows)
        return;
    m_newRows = count;
    // Where new rows stand anywhere, there is no place to go to.
    m_pill->setCount(canFollow() ? count : 0);
    placePill();
    emit newRowsChanged(count);
}

void EventsView::placePill()
{
    const bool up = newestAt() == NewestAt::Top;
    m_pill->setPointsUp(up);
    const QSize size = m_pill->sizeHint();
    m_pill->setGeometry(
        (viewport()->width() - size.width()) / 2,
        up ? u(4) : viewport()->height() - size.height() - u(4), size.width(), size.height());
    m_pill->raise();
}

// The event that the person is at stays at its height on screen; if it is not on screen, or gone after
// this, the topmost one that is left does.
void EventsView::rememberPlace()
{
    m_moving = true;
    const int rows = m_events->rowCount();
    // With no row on screen the place before still counts.
    if (rows == 0)
        return;
    m_anchors.clear();
    const int top = qMax(0, rowAt(0));
    const int height = qMax(1, verticalHeader()->defaultSectionSize());
    const int bottom = qMin(rows - 1, top + viewport()->height() / height);
    const int current = m_current ? m_events->modelRow(*m_current) : -1;
    if (current >= top && current <= bottom)
        m_anchors.push_back({*m_current, current - top});
    for (int row = top; row <= bottom; ++row)
        m_anchors.push_back({m_events->tableRow(row), row - top});
}

// QTableView forgets its selection after this signal; what it shows is put back once it has.
void EventsView::restoreAfterReset()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            restoreCurrent();
            if (m_following)
                scrollToNewest();
            else
                restorePlace();
            m_moving = false;
            m_placePending = m_events->isFiltering();
            m_rowsAtHold = m_events->rowCount();
            if (!m_following)
                setNewRows(0);
        },
        Qt::QueuedConnection);
}

void EventsView::restoreAfterSort()
{
    if (m_following)
        scrollToNewest();
    else
        restorePlace();
    m_moving = false;
}

void EventsView::restoreCurrent()
{
    if (!m_current)
        return;
    const int row = m_events->modelRow(*m_current);
    if (row < 0 || currentIndex().row() == row)
        return;
    const QSignalBlocker quiet(selectionModel());
    selectionModel()->setCurrentIndex(
        m_events->index(row, currentColumn()),
        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    viewport()->update();
}

void EventsView::restorePlace()
{
    const int rows = m_events->rowCount();
    if (m_anchors.empty() || rows == 0)
        return;
    const QScopedValueRollback moving(m_moving, true);
    executeDelayedItemsLayout();
    for (const Anchor &anchor : m_anchors) {
        const int row = m_events->modelRow(anchor.row);
        if (row >= 0) {
            verticalScrollBar()->setValue(qMax(0, row - anchor.offset));
            return;
        }
    }
    const Anchor &anchor = m_anchors.front();
    const int nearest = qMin(m_events->nearestModelRow(anchor.row), rows - 1);
    verticalScrollBar()->setValue(qMax(0, nearest - anchor.offset));
}

} // namespace boxwatch
