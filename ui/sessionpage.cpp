// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessionpage.h"

#include "core/export/exportjob.h"
#include "core/model/facetmodel.h"
#include "core/model/timelinemodel.h"
#include "ui/cellmenu.h"
#include "ui/chiprow.h"
#include "ui/emptystate.h"
#include "ui/eventsview.h"
#include "ui/exportdialog.h"
#include "ui/filterchips.h"
#include "ui/filtercontrol.h"
#include "ui/queryrow.h"
#include "ui/sessionfoot.h"
#include "ui/streamstarter.h"
#include "ui/timeline.h"

#include <QVBoxLayout>

#include <utility>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

SessionPage::SessionPage(UiServices &services, QWidget *parent)
    : QWidget(parent)
    , m_zone(QTimeZone::systemTimeZone())
    , m_session(new Session(this))
    , m_starter(new StreamStarter(*m_session, services, this))
    , m_events(new EventTableModel(this))
    , m_types(new EventTypeModel(this))
    , m_filters(new FilterControl(*m_events, *m_types, this))
    , m_facets(new FacetModel(this))
    , m_timelineModel(new TimelineModel(this))
    , m_timeline(new Timeline)
    , m_view(new EventsView)
    , m_cells(new CellMenu(*m_view, *m_events, *m_filters, this))
    , m_empty(new EmptyState(m_view))
    , m_foot(new SessionFoot)
{
    setMinimumWidth(u(448)); // with a dock on each side, 900 are enough for the window
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filters->row());
    layout->addWidget(m_filters->chips());
    layout->addWidget(m_timeline);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_foot);
    m_view->setEvents(m_events);
    m_view->setOverlay(m_empty);
    m_facets->setEvents(m_events);
    m_timelineModel->setEvents(m_events);
    m_timeline->setModel(m_timelineModel);
    m_timeline->foldFor(m_view);

    m_numbersDelay.setSingleShot(true);
    m_numbersDelay.setInterval(100ms);
    connect(&m_numbersDelay, &QTimer::timeout, this, &SessionPage::refreshNumbers);
    m_viewDelay.setSingleShot(true);
    m_viewDelay.setInterval(500ms);
    connect(&m_viewDelay, &QTimer::timeout, this, &SessionPage::saveView);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &SessionPage::statusMoved);

    connectSession();
    connectFilters();
    connectTable();
    if (services.accounts) {
        services.accounts->watchKeeping(
            this, [this](const QString &account, const std::optional<Error> &trouble) {
                if (account == m_starter->account())
                    tellKeeping(trouble);
            });
    }
    refreshEmptyState();
}

SessionPage::~SessionPage()
{
    saveView();
    // The rest goes bit by bit: nobody is to tell this page about it any more.
    m_events->disconnect(this);
    delete m_filters;
    // The models read the table of the session in threads of their own.
    m_timeline->setModel(nullptr);
    m_timelineModel->setEvents(nullptr);
    m_facets->setEvents(nullptr);
    m_events->setTable(nullptr);
    delete m_session;
}

void SessionPage::connectSession()
{
    const auto numbersSoon = [this] {
        if (!m_numbersDelay.isActive())
            m_numbersDelay.start();
    };
    connect(m_session, &Session::opened, this, &SessionPage::wasOpened);
    connect(m_session, &Session::openFailed, this, &SessionPage::couldNotOpen);
    connect(m_session, &Session::loadingChanged, this, [this, numbersSoon](double fraction) {
        m_loading = fraction;
        numbersSoon();
        emit stateChanged();
    });
    connect(m_session, &Session::rowsAdded, m_events, [this] {
        m_events->update();
        // Who has which id is known once the session is read.
        if (m_loading >= 1 && !std::exchange(m_knowsNames, true))
            m_filters->refreshChips();
    });
    connect(m_session, &Session::countsChanged, this, numbersSoon);
    connect(m_session, &Session::statusChanged, this, &SessionPage::statusMoved);
    connect(m_session, &Session::failed, this, &SessionPage::statusMoved);
    connect(m_session, &Session::accountFound, this, &SessionPage::stateChanged);
    connect(m_session, &Session::rawEvent, this, &SessionPage::rawEvent);
    connect(m_session, &Session::streamStopped, this, &SessionPage::statusMoved);
    connect(m_session, &Session::gapNoticed, this, [this](const StreamGap &gap) {
        if (gap.mayMissEvents())
            m_foot->showNotice(gapSentence(gap, m_zone));
    });
    connect(m_session, &Session::noted, this, [this](const StreamNote &told) {
        m_foot->showNotice(sentenceFor(told));
    });
    connect(m_session, &Session::filterRefused, this, [this] {
        emit note(tr("Box does not filter by these types; they are sorted out here"));
    });
    connect(m_starter, &StreamStarter::wantsStream, this, &SessionPage::wantsStream);
    connect(m_starter, &StreamStarter::note, this, &SessionPage::note);
    connect(m_starter, &StreamStarter::started, this, [this] {
        m_viewDelay.start();
        statusMoved();
    });

    connect(m_events, &EventTableModel::filterApplied, this, &SessionPage::refreshNumbers);
    connect(m_events, &QAbstractItemModel::rowsInserted, this, numbersSoon);
    connect(
        m_events, &EventTableModel::typeCountsChanged, this,
        [this, numbersSoon](const QHash<QByteArray, qint64> &counts) {
            m_typeCounts = counts;
            m_typeCountsChanged = true;
            numbersSoon();
        });

    const auto viewSoon = [this] {
        if (m_session->isOpen())
            m_viewDelay.start();
    };
    connect(m_view, &EventsView::columnsChanged, this, viewSoon);
    connect(m_view, &EventsView::currentEventChanged, this, &SessionPage::currentEventChanged);
    connect(m_view, &EventsView::newRowsChanged, this, numbersSoon);
    connect(m_view, &EventsView::followingChanged, this, [this, viewSoon] {
        viewSoon();
        emit followingChanged();
    });
    connect(m_foot, &SessionFoot::signIn, this, [this] { m_starter->signIn(); });
    connect(m_foot, &SessionFoot::pollLess, this, [this] { m_starter->askPolls(); });
    connect(m_foot, &SessionFoot::exportAgain, this, &SessionPage::exportEvents);

    connect(m_empty, &EmptyState::connectToBox, m_starter, &StreamStarter::start);
    connect(m_empty, &EmptyState::start, m_starter, &StreamStarter::start);
    connect(m_empty, &EmptyState::openSession, this, &SessionPage::openSession);
    connect(m_empty, &EmptyState::tryDemo, this, &SessionPage::tryDemo);
    connect(m_empty, &EmptyState::closeSession, this, &SessionPage::closeRequested);
}

void SessionPage::connectFilters()
{
    connect(m_filters, &FilterControl::changed, this, &SessionPage::filterWasChanged);
    connect(m_filters, &FilterControl::left, m_view, [this] { m_view->setFocus(); });
    connect(m_events, &EventTableModel::filterProgress, m_filters->chips(), &ChipRow::setProgress);
    connect(m_events, &EventTableModel::filterTrouble, this, [this](const Error &error) {
        m_foot->showNotice(tr("The search may have missed events.") + u' ' + sentenceFor(error));
    });
    connect(m_timeline, &Timeline::spanChosen, m_filters, &FilterControl::setSpan);
    connect(m_cells, &CellMenu::note, this, &SessionPage::note);
    connect(m_empty, &EmptyState::showAll, m_filters, &FilterControl::clear);
    connect(m_empty, &EmptyState::filterChosen, m_filters, &FilterControl::apply);
    connect(m_empty, &EmptyState::undoFilter, m_filters, &FilterControl::goBack);
}

void SessionPage::open(const QString &path)
{
    m_loading = 0;
    m_session->open(path);
    m_events->setTable(&m_session->table(), m_session->path());
    refreshEmptyState();
}

void SessionPage::startNew(
    const QString &path, const CaptureSettings &settings, const Connection &connection,
    const QString &account)
{
    m_starter->choose(settings, connection, account);
    m_startAtOpen = true;
    m_session->create(path, true);
    m_events->setTable(&m_session->table(), m_session->path());
    refreshEmptyState();
}

void SessionPage::startFirst(
    const CaptureSettings &settings, const Connection &connection, const QString &account)
{
    m_starter->choose(settings, connection, account);
    m_starter->start();
}

void SessionPage::wasOpened()
{
    m_loading = 1;
    m_view->setFirstLive(static_cast<EventTable::Row>(m_session->counts().events));
    applyView();
    m_second.start();
    tellGaps();
    m_events->update();
    if (std::exchange(m_startAtOpen, false))
        m_starter->start();
    refreshNumbers();
    emit opened();
    emit stateChanged();
}

void SessionPage::couldNotOpen(const Error &error)
{
    m_openTrouble = sentenceFor(error);
    refreshEmptyState();
    emit stateChanged();
}

void SessionPage::statusMoved()
{
    QHash<int, StreamType> streams;
    for (const StoredStream &stream : m_session->summary().streams)
        streams.insert(stream.id, stream.type);
    m_events->setStreams(streams);
    m_foot->showTrouble(m_session->streams(), m_session->status(), state());
    refreshEmptyState();
    emit stateChanged();
    if (!m_numbersDelay.isActive())
        m_numbersDelay.start();
}

// A gap of an earlier run is told again: the events are still missing.
void SessionPage::tellGaps()
{
    const SessionSummary summary = m_session->summary();
    for (const StreamGap &gap : summary.gaps) {
        if (gap.mayMissEvents())
            m_foot->showNotice(gapSentence(gap, m_zone));
    }
}

// Box takes each of these tokens once: the one before is of no use any more.
void SessionPage::tellKeeping(const std::optional<Error> &trouble)
{
    m_foot->showUnkept(
        trouble ? tr("The keychain did not take the renewed sign-in. Keep Boxwatch open until it "
                     "does, or you will have to sign in anew.")
                + u' ' + sentenceFor(*trouble)
                : QString());
}

void SessionPage::filterWasChanged()
{
    m_timeline->setSpan(m_filters->filter().span);
    m_viewDelay.start();
    refreshNumbers();
    emit filterChanged();
}

void SessionPage::refreshNumbers()
{
    m_numbersDelay.stop();
    if (std::exchange(m_typeCountsChanged, false))
        m_types->setCounts(m_typeCounts);
    m_filters->chips()->setCounts(m_events->rowCount(), numbers().events, m_events->isFiltering());
    refreshEmptyState();
    emit numbersChanged();
}

void SessionPage::refreshEmptyState()
{
    const bool empty = m_events->rowCount() == 0 && !m_events->isFiltering();
    m_empty->setVisible(empty);
    if (!empty)
        return;
    const qint64 total = m_events->totalRows();
    const SessionSummary summary = m_session->isOpen() ? m_session->summary() : SessionSummary();
    if (!m_openTrouble.isEmpty()) {
        m_empty->showTrouble(tr("This session cannot be opened"), m_openTrouble);
    } else if (!m_session->isOpen()) {
        m_empty->showLoading(m_loading);
    } else if (total > 0) {
        m_empty->showFilteredOut(
            total, filterChips(m_events->filter(), *m_types, m_zone, m_events->snapshot()),
            m_filters->canGoBack());
    } else if (m_session->isStreaming()) {
        const StreamStatus status = m_session->status();
        QString words = status.lastAnswer.isValid()
            ? tr("Asked Box at %1, no events.").arg(clockTime(status.lastAnswer, m_zone))
            : tr("Asking Box for the first time.");
        if (const auto polls = m_starter->polls(); polls && isEnterprise(status.type))
            words += u' '
                + tr("Asking every %1.")
                      .arg(timeSpan(hasLive(m_starter->watch()) ? polls->live : polls->history));
        words += u' ' + tr("New events show up by themselves; nights and weekends can be quiet.");
        m_empty->showNothingYet(words);
    } else if (summary.streams.empty()) {
        m_empty->showNotConnected(m_starter->canStart());
    } else {
        m_empty->showStopped();
    }
}

void SessionPage::setFollowing(bool following)
{
    m_view->setFollowing(following);
}

bool SessionPage::isFollowing() const
{
    return m_view->isFollowing();
}

void SessionPage::setTimelineShown(bool shown)
{
    m_timeline->setVisible(shown);
}

bool SessionPage::hasEvents() const
{
    return m_events->totalRows() > 0;
}

bool SessionPage::hasCurrentCell() const
{
    return m_view->currentIndex().isValid();
}

bool SessionPage::isExporting() const
{
    return m_foot->isExporting();
}

ExportDialog *SessionPage::exportEvents()
{
    const ExportDialog::Counts counts{
        m_events->rowCount(), m_events->totalRows(), m_view->selectedCount()};
    ExportDialog::Sample sample{m_events->snapshot(), m_view->currentEvent(), {}};
    if (!sample.row && m_events->rowCount() > 0)
        sample.row = m_events->tableRow(m_events->rowCount() - 1);
    for (const StoredStream &stream : m_session->summary().streams)
        sample.streams.insert(static_cast<quint16>(stream.id), streamTypeName(stream.type));
    auto *dialog = new ExportDialog(counts, sample, title(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { startExport(dialog); });
    dialog->open();
    return dialog;
}

void SessionPage::startExport(ExportDialog *dialog)
{
    ExportOptions options = dialog->options();
    const TableSnapshot table = m_events->snapshot();
    qint64 total = table.size();
    if (dialog->rows() == ExportDialog::Rows::Shown) {
        options.rows = m_events->visibleRows();
        total = static_cast<qint64>(options.rows->size());
    } else if (dialog->rows() == ExportDialog::Rows::Selected) {
        std::vector<EventTable::Row> rows;
        for (const auto &[first, last] : m_view->selectedPieces()) {
            for (int row = first; row <= last; ++row)
                rows.push_back(m_events->tableRow(row));
        }
        total = static_cast<qint64>(rows.size());
        options.rows = std::move(rows);
    }
    m_foot->addExport(new ExportJob(m_session->path(), table, options), total);
}

void SessionPage::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    m_events->setTimeZone(zone);
    m_timeline->setTimeZone(zone);
    m_filters->refreshChips();
    emit stateChanged();
}

QueryEdit *SessionPage::filterField() const
{
    return m_filters->field();
}

} // namespace boxwatch
