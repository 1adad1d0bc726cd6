// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessionpage.h"

#include "core/export/exportjob.h"
#include "ui/chiprow.h"
#include "ui/emptystate.h"
#include "ui/eventsview.h"
#include "ui/exportdialog.h"
#include "ui/filterfield.h"
#include "ui/sessionfoot.h"
#include "ui/streamstarter.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

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
    , m_filter(new FilterField)
    , m_chips(new ChipRow)
    , m_view(new EventsView)
    , m_empty(new EmptyState(m_view))
    , m_foot(new SessionFoot)
{
    setMinimumWidth(u(480));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(u(8), u(8), u(8), u(8));
    filterRow->addWidget(m_filter);
    layout->addLayout(filterRow);
    layout->addWidget(m_chips);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_foot);
    m_view->setEvents(m_events);
    m_view->setOverlay(m_empty);

    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(150ms);
    connect(&m_filterDelay, &QTimer::timeout, this, &SessionPage::chooseFilter);
    m_numbersDelay.setSingleShot(true);
    m_numbersDelay.setInterval(100ms);
    connect(&m_numbersDelay, &QTimer::timeout, this, &SessionPage::refreshNumbers);
    m_viewDelay.setSingleShot(true);
    m_viewDelay.setInterval(500ms);
    connect(&m_viewDelay, &QTimer::timeout, this, &SessionPage::saveView);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &SessionPage::statusMoved);

    connectSession();
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
    // The model reads the table of the session in a thread of its own.
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
    connect(m_session, &Session::rowsAdded, m_events, [this] { m_events->update(); });
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

    connect(m_types, &EventTypeModel::hiddenTypesChanged, this, &SessionPage::chooseFilter);
    connect(m_events, &EventTableModel::filterApplied, this, &SessionPage::filterWasApplied);
    connect(m_events, &QAbstractItemModel::rowsInserted, this, numbersSoon);
    connect(
        m_events, &EventTableModel::typeCountsChanged, this,
        [this, numbersSoon](const QHash<QByteArray, qint64> &counts) {
            m_typeCounts = counts;
            m_typeCountsChanged = true;
            numbersSoon();
        });
    connect(m_filter, &QLineEdit::textChanged, this, [this] { m_filterDelay.start(); });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        chooseFilter();
        m_view->setFocus();
    });
    connect(m_chips, &ChipRow::filterChosen, this, &SessionPage::applyFilter);
    connect(m_chips, &ChipRow::clearAll, this, &SessionPage::clearFilters);

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
    connect(m_empty, &EmptyState::showAll, this, &SessionPage::clearFilters);
    connect(m_empty, &EmptyState::closeSession, this, &SessionPage::closeRequested);
    connect(m_empty, &EmptyState::filterChosen, this, &SessionPage::applyFilter);
    connect(m_empty, &EmptyState::undoFilter, this, [this] { applyFilter(m_previousFilter); });
}

void SessionPage::open(const QString &path)
{
    m_loading = 0;
    m_session->open(path);
    m_events->setTable(&m_session->table());
    refreshEmptyState();
}

void SessionPage::startNew(
    const QString &path, const CaptureSettings &settings, const Connection &connection,
    const QString &account)
{
    m_starter->choose(settings, connection, account);
    m_startAtOpen = true;
    m_session->create(path, true);
    m_events->setTable(&m_session->table());
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
    QHash<int, QString> streams;
    for (const StoredStream &stream : m_session->summary().streams)
        streams.insert(stream.id, QString::fromLatin1(streamTypeName(stream.type)));
    m_events->setStreamNames(streams);
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

void SessionPage::chooseFilter()
{
    m_filterDelay.stop();
    applyFilter({m_types->hiddenTypes(), m_filter->text()});
}

void SessionPage::applyFilter(const EventFilter &filter)
{
    const EventFilter before = m_events->filter();
    if (filter == before)
        return;
    m_previousFilter = before;
    m_types->setHiddenTypes(filter.hiddenTypes);
    if (m_filter->text() != filter.text)
        m_filter->setText(filter.text);
    m_filterDelay.stop();
    m_events->setFilter(filter);
    refreshChips();
    m_viewDelay.start();
    refreshNumbers();
}

void SessionPage::filterWasApplied()
{
    refreshChips();
    refreshNumbers();
}

void SessionPage::refreshChips()
{
    m_chips->setChips(filterChips(m_events->filter(), *m_types));
}

void SessionPage::refreshNumbers()
{
    m_numbersDelay.stop();
    if (std::exchange(m_typeCountsChanged, false))
        m_types->setCounts(m_typeCounts);
    m_chips->setCounts(m_events->rowCount(), numbers().events, m_events->isFiltering());
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
            total, filterChips(m_events->filter(), *m_types),
            m_previousFilter != m_events->filter());
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

void SessionPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void SessionPage::clearFilters()
{
    applyFilter({});
}

void SessionPage::showAllTypes()
{
    applyFilter({{}, m_filter->text()});
}

bool SessionPage::hasEvents() const
{
    return m_events->totalRows() > 0;
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
    emit stateChanged();
}

QLineEdit *SessionPage::filterField() const
{
    return m_filter;
}

} // namespace boxwatch
