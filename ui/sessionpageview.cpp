// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"

#include <QFileInfo>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

EventsView::Sort sortOf(const SessionView &view)
{
    EventsView::Sort sort;
    for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
        if (!view.sortColumn.isEmpty() && EventTableModel::columnKey(column) == view.sortColumn)
            sort.column = column;
    }
    if (sort.column >= 0 && view.sortDescending)
        sort.order = Qt::DescendingOrder;
    if (view.newAtTheEnd)
        sort.liveRows = EventTableModel::LiveRows::AtTheEnd;
    return sort;
}

} // namespace

// Sorting and marks.
void SessionPage::connectTable()
{
    connect(m_view, &EventsView::sortSet, this, [this] {
        if (m_session->isOpen())
            m_viewDelay.start();
        emit followingChanged();
    });
    connect(
        m_view, &EventsView::marksWanted, this,
        [this](const std::vector<EventTable::Row> &rows, bool marked) {
            m_session->setMarked(rows, marked);
        });
    connect(m_view, &EventsView::tooManyToMark, this, [this] {
        emit note(tr("Only the first %1 selected events: one step marks no more")
                      .arg(EventsView::mostToMark));
    });
    connect(m_session, &Session::marksChanged, this, [this] {
        m_events->setMarks(m_session->marks());
        emit numbersChanged();
        emit currentEventChanged();
    });
}

bool SessionPage::hasCurrentEvent() const
{
    return m_view->currentEvent().has_value();
}

bool SessionPage::isCurrentMarked() const
{
    return m_view->selectionIsMarked();
}

void SessionPage::applyView()
{
    const SessionView view = SessionView::fromJson(m_session->view());
    m_view0 = view;
    m_starter->setPolls(pollsFrom(view, m_starter->watch()));
    m_view->setColumns(view.columns);
    m_events->setMarks(m_session->marks());
    m_view->setSort(sortOf(view));
    m_filters->restore({view.hiddenTypes, view.filter, view.picks, view.span});
    m_view->setFollowing(view.following);
    m_viewDelay.stop();
}

SessionView SessionPage::currentView() const
{
    SessionView view;
    const EventFilter filter = m_filters->filter();
    view.hiddenTypes = filter.hiddenTypes;
    view.filter = filter.text;
    view.picks = filter.picks;
    view.span = filter.span;
    view.columns = m_view->columns();
    view.following = m_view->isFollowing();
    const EventsView::Sort sort = m_view->sort();
    view.sortColumn = EventTableModel::columnKey(sort.column);
    view.sortDescending = sort.order == Qt::DescendingOrder;
    view.newAtTheEnd = sort.liveRows == EventTableModel::LiveRows::AtTheEnd;
    if (const auto polls = m_starter->polls())
        store(*polls, view, m_starter->watch());
    return view;
}

void SessionPage::saveView()
{
    m_viewDelay.stop();
    if (!m_session->isOpen() || m_session->isReadOnly())
        return;
    const SessionView view = currentView();
    if (view == m_view0)
        return;
    m_view0 = view;
    m_session->setView(view.toJson());
}

QString SessionPage::title() const
{
    return plainLine(m_session->name(), 120);
}

StateWords SessionPage::state() const
{
    if (!m_openTrouble.isEmpty())
        return {u"warn"_s, Ink::CriticalText, tr("Cannot be opened"), {}};
    if (m_loading < 1)
        return {
            u"open"_s, Ink::Accent, tr("Reading the session"),
            tr("%1 %").arg(static_cast<int>(m_loading * 100))};
    if (m_session->isOpen() && m_session->isReadOnly())
        return {
            u"file"_s, Ink::Text2, tr("Opened for reading"),
            tr("Another Boxwatch captures into it")};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (m_session->streams().size() > 1)
        return stateWords(m_session->streams(), now, m_zone);
    return stateWords(m_session->status(), now, m_zone);
}

StatusNumbers SessionPage::numbers() const
{
    const SessionCounts counts = m_session->counts();
    const StreamStatus status = m_session->status();
    StatusNumbers numbers;
    numbers.events = qMax(counts.events, m_events->totalRows());
    numbers.shown = m_events->rowCount();
    numbers.newRows = m_view->newRows();
    numbers.marked = static_cast<qint64>(m_events->marks().size());
    numbers.duplicates = counts.duplicates;
    numbers.unreadable = counts.unreadable;
    numbers.late = counts.late;
    numbers.callsToday = status.calls.today;
    numbers.callsMonth = status.calls.month;
    numbers.lag = m_session->isStreaming() && !m_session->isPaused() && status.live ? status.lag
                                                                                    : -1;
    return numbers;
}

RecentSession SessionPage::recent() const
{
    const SessionSummary summary = m_session->summary();
    RecentSession recent;
    recent.path = QFileInfo(m_session->path()).absoluteFilePath();
    recent.name = title();
    recent.owner = summary.owner.enterpriseName.isEmpty() ? summary.owner.name
                                                          : summary.owner.enterpriseName;
    recent.stream = streamsName(summary.streams);
    recent.events = m_session->counts().events;
    recent.lastEvent = qMax(summary.lastEvent, m_session->status().newestEvent);
    recent.readOnly = m_session->isReadOnly();
    return recent;
}

} // namespace boxwatch
