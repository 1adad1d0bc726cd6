// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessionpage.h"

#include "core/export/exportjob.h"
#include "ui/chiprow.h"
#include "ui/emptystate.h"
#include "ui/eventsview.h"
#include "ui/exportdialog.h"
#include "ui/filterfield.h"
#include "ui/footbar.h"
#include "ui/plaintext.h"
#include "ui/streamstarter.h"

#include <QFileInfo>
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
    , m_trouble(new TroubleBar)
    , m_foot(new QVBoxLayout)
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
    m_foot->setSpacing(0);
    m_foot->addWidget(m_trouble);
    layout->addLayout(m_foot);
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
    connect(m_trouble, &TroubleBar::signIn, this, [this] { m_starter->signIn(); });

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
    const QString &path, const StreamSettings &settings, const Connection &connection)
{
    m_starter->choose(settings, connection);
    m_startAtOpen = true;
    m_session->create(path, true);
    m_events->setTable(&m_session->table());
    refreshEmptyState();
}

void SessionPage::startFirst(const StreamSettings &settings, const Connection &connection)
{
    m_starter->choose(settings, connection);
    m_starter->start();
}

void SessionPage::wasOpened()
{
    m_loading = 1;
    applyView();
    m_second.start();
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
    showTrouble();
    refreshEmptyState();
    emit stateChanged();
    if (!m_numbersDelay.isActive())
        m_numbersDelay.start();
}

void SessionPage::showTrouble()
{
    const StreamStatus status = m_session->status();
    if (!status.trouble) {
        m_trouble->hide();
        m_shownTrouble.reset();
        return;
    }
    const StateWords words = state();
    const QString next = status.state == EventStream::State::BackingOff ? words.detail + u'.'
                                                                        : QString();
    // Closed by the person, it stays closed until the trouble is another.
    if (!m_shownTrouble || m_shownTrouble->kind != status.trouble->kind)
        m_trouble->show(*status.trouble, next, status.state == EventStream::State::SignedOut);
    else
        m_trouble->setNext(next);
    m_shownTrouble = status.trouble;
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
        if (isEnterprise(status.type) && m_starter->interval().count() > 0)
            words += u' ' + tr("Asking every %1.").arg(timeSpan(m_starter->interval()));
        words += u' ' + tr("New events show up by themselves; nights and weekends can be quiet.");
        m_empty->showNothingYet(words);
    } else if (summary.streams.empty()) {
        m_empty->showNotConnected(m_starter->canStart());
    } else {
        m_empty->showStopped();
    }
}

void SessionPage::applyView()
{
    const SessionView view = SessionView::fromJson(m_session->view());
    m_view0 = view;
    m_starter->setInterval(std::chrono::seconds(view.pollSeconds));
    m_view->setColumns(view.columns);
    m_types->setHiddenTypes(view.hiddenTypes);
    m_filter->setText(view.filter);
    m_filterDelay.stop();
    const EventFilter filter{view.hiddenTypes, view.filter};
    m_previousFilter = filter;
    m_events->setFilter(filter);
    m_view->setFollowing(view.following);
    m_viewDelay.stop();
    refreshChips();
}

SessionView SessionPage::currentView() const
{
    SessionView view;
    view.hiddenTypes = m_types->hiddenTypes();
    view.filter = m_filter->text();
    view.columns = m_view->columns();
    view.following = m_view->isFollowing();
    view.pollSeconds = static_cast<int>(m_starter->interval().count());
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
    const auto bars = findChildren<ExportBar *>();
    return std::any_of(
        bars.begin(), bars.end(), [](const ExportBar *bar) { return bar->isRunning(); });
}

ExportDialog *SessionPage::exportEvents()
{
    const TableSnapshot table = m_events->snapshot();
    const ExportDialog::Counts counts{
        m_events->rowCount(), m_events->totalRows(), m_view->selectedCount()};
    std::optional<EventTable::Row> sample = m_view->currentEvent();
    if (!sample && m_events->rowCount() > 0)
        sample = m_events->tableRow(m_events->rowCount() - 1);
    auto *dialog = new ExportDialog(counts, table, sample, title(), this);
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
    auto *bar = new ExportBar(new ExportJob(m_session->path(), table, options), total, this);
    m_foot->addWidget(bar);
    connect(bar, &ExportBar::closed, bar, &QObject::deleteLater);
    connect(bar, &ExportBar::exportAgain, this, [this, bar] {
        bar->deleteLater();
        exportEvents();
    });
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
    return stateWords(m_session->status(), QDateTime::currentDateTimeUtc(), m_zone);
}

StatusNumbers SessionPage::numbers() const
{
    const SessionCounts counts = m_session->counts();
    const StreamStatus status = m_session->status();
    StatusNumbers numbers;
    numbers.events = qMax(counts.events, m_events->totalRows());
    numbers.shown = m_events->rowCount();
    numbers.newRows = m_view->newRows();
    numbers.duplicates = counts.duplicates;
    numbers.unreadable = counts.unreadable;
    numbers.requests = status.requests;
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
    if (!summary.streams.empty())
        recent.stream = QString::fromLatin1(streamTypeName(summary.streams.back().type));
    recent.events = m_session->counts().events;
    recent.lastEvent = qMax(summary.lastEvent, m_session->status().newestEvent);
    recent.readOnly = m_session->isReadOnly();
    return recent;
}

} // namespace boxwatch
