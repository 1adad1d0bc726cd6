// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/sessionworker.h"

#include "core/base/log.h"

#include <QFileInfo>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

// A view that changes 20 times a second looks live; more often only costs.
constexpr auto announceInterval = 50ms;

// How often to try again after the disk was full, or the file could not be written.
constexpr auto reopenInterval = 5s;

// How often the number of calls is written down; a crash forgets those of the last minute.
constexpr auto callInterval = 60s;

} // namespace

SessionWorker::SessionWorker(std::shared_ptr<EventTable> table) : m_table(std::move(table))
{
    m_announceTimer.setParent(this);
    m_announceTimer.setSingleShot(true);
    m_announceTimer.setInterval(announceInterval);
    connect(&m_announceTimer, &QTimer::timeout, this, &SessionWorker::announce);
    m_reopenTimer.setParent(this);
    m_reopenTimer.setSingleShot(true);
    m_reopenTimer.setInterval(reopenInterval);
    connect(&m_reopenTimer, &QTimer::timeout, this, &SessionWorker::reopen);
    m_callTimer.setParent(this);
    m_callTimer.setInterval(callInterval);
    connect(&m_callTimer, &QTimer::timeout, this, &SessionWorker::countCalls);
}

SessionWorker::~SessionWorker()
{
    // The recorder ends its transaction, but there is nobody left to tell.
    if (m_recorder)
        m_recorder->disconnect(this);
    countCalls();
}

void SessionWorker::create(const QString &path, bool mayExist)
{
    // An empty file is one that somebody made room with, as mktemp does.
    if (mayExist && QFileInfo(path).size() > 0)
        take(SessionFile::open(path, SessionFile::Mode::Write));
    else
        take(SessionFile::create(path));
}

void SessionWorker::open(const QString &path)
{
    auto file = SessionFile::open(path, SessionFile::Mode::Write);
    // Looking at a session needs no more than to read it.
    const bool readable = !file
        && (file.error().kind == Error::Kind::Busy || file.error().kind == Error::Kind::File);
    take(readable ? SessionFile::open(path, SessionFile::Mode::ReadOnly) : std::move(file));
}

void SessionWorker::take(Result<std::unique_ptr<SessionFile>> file)
{
    if (!file) {
        cannotOpen(file.error());
        return;
    }
    const Result<SessionSummary> summary = (*file)->summary();
    const Result<QByteArray> view = (*file)->view();
    if (!summary || !view) {
        cannotOpen(summary ? view.error() : summary.error());
        return;
    }
    m_file = std::move(*file);
    m_path = m_file->path();
    makeRecorder();
    m_loader = std::make_unique<SessionLoader>(*m_file, *m_table, summary->events);
    m_owner = summary->owner;
    m_counts = {
        .events = summary->events,
        .duplicates = summary->duplicates,
        .unreadable = summary->unreadable,
        .late = summary->late};
    if (const auto calls = m_file->calls(QDateTime::currentMSecsSinceEpoch()))
        m_calls = *calls;
    emit opened(*summary, *view, m_file->mode() == SessionFile::Mode::ReadOnly);
    loadSome();
}

void SessionWorker::cannotOpen(const Error &error)
{
    emit openFailed(error);
    refuseWaiting();
}

/// A stream that was to start once the session is there will not.
void SessionWorker::refuseWaiting()
{
    if (std::exchange(m_waiting, {}))
        emit stopped();
}

void SessionWorker::loadSome()
{
    const Result<bool> done = m_loader->readSome();
    if (!m_announceTimer.isActive())
        m_announceTimer.start();
    if (!done) {
        // What came before the damage stays on screen; nothing may be written behind it.
        m_loader.reset();
        m_damage = done.error();
        emit loadingChanged(1);
        storageFailed(done.error());
        refuseWaiting();
        return;
    }
    emit loadingChanged(*done ? 1 : m_loader->fraction());
    if (!*done) {
        QTimer::singleShot(0, this, &SessionWorker::loadSome);
        return;
    }
    m_loader.reset();
    announce();
    startWaiting();
}

void SessionWorker::startWaiting()
{
    if (const auto request = std::exchange(m_waiting, {}))
        run(request->settings, request->connection);
}

void SessionWorker::start(const CaptureSettings &settings, const Connection &connection)
{
    m_pausedByPerson = false;
    if (!m_file && !m_path.isEmpty()) {
        if (const Result<void> again = openAgain(); !again) {
            refuse(again.error());
            return;
        }
    }
    m_waiting = Request{settings, connection};
    if (m_file && !m_loader)
        startWaiting();
}

void SessionWorker::refuse(const Error &error)
{
    emit failed(error);
    emit stopped();
}

void SessionWorker::run(const CaptureSettings &settings, const Connection &connection)
{
    // A stream that has ended may still be there, with a chunk that is being written.
    endRun();
    if (m_damage) {
        refuse(*m_damage);
        return;
    }
    if (m_file->mode() != SessionFile::Mode::Write) {
        refuse(
            {.kind = Error::Kind::Busy,
             .message = QStringLiteral("this session was opened for reading only")});
        return;
    }
    if (const Result<void> ready = prepare(settings, connection); !ready) {
        refuse(ready.error());
        return;
    }
    emit streamsChosen(m_ledger->streams());
    m_storageTrouble.reset();
    m_newestEvent = Event::noTime;
    m_lag = -1;
    connectRunner();
    m_callTimer.start();
    if (m_pausedByPerson)
        m_runner->pause();
    else
        m_runner->start();
}

Result<void> SessionWorker::prepare(const CaptureSettings &settings, const Connection &connection)
{
    Result<CaptureLedger> ledger = CaptureLedger::open(*m_file, settings);
    if (!ledger)
        return ledger.error();
    Result<std::vector<StreamFeed::Past>> pasts = ledger->pasts(*m_file);
    if (!pasts)
        return pasts.error();
    m_ledger = std::move(*ledger);
    m_runner = std::make_unique<CaptureRunner>(
        m_ledger->settings(), connection, m_owner, std::move(*pasts));
    return {};
}

void SessionWorker::connectRunner()
{
    CaptureRunner *runner = m_runner.get();
    connect(runner, &CaptureRunner::accountFound, this, &SessionWorker::keepOwner);
    connect(
        runner, &CaptureRunner::received, this,
        qOverload<int, const EventChunk &, const StreamState &>(&SessionWorker::take));
    connect(runner, &CaptureRunner::statusChanged, this, &SessionWorker::announceChange);
    connect(runner, &CaptureRunner::newStreamState, this, &SessionWorker::newStreamState);
    connect(runner, &CaptureRunner::gapNoticed, this, &SessionWorker::keepGap);
    connect(runner, &CaptureRunner::filterRefused, this, &SessionWorker::filterRefused);
    connect(runner, &CaptureRunner::noted, this, &SessionWorker::noted);
    connect(runner, &CaptureRunner::failed, this, &SessionWorker::failed);
    connect(runner, &CaptureRunner::caughtUp, this, &SessionWorker::caughtUp);
}

/// Leaves no stream, and what it brought last in the file.
void SessionWorker::endRun()
{
    countCalls();
    m_callTimer.stop();
    m_runner.reset();
    m_countedCalls = 0;
    withdrawWaiting(); // will be fetched again
    if (m_recorder)
        m_recorder->finish();
    m_deliveries.clear();
}

/// Takes out what waits behind the chunk that is being recorded.
std::deque<SessionWorker::Delivery> SessionWorker::withdrawWaiting()
{
    std::deque<Delivery> waiting;
    while (m_deliveries.size() > 1) {
        waiting.push_front(std::move(m_deliveries.back()));
        m_deliveries.pop_back();
    }
    return waiting;
}

void SessionWorker::setEventTypes(const QByteArrayList &types)
{
    if (m_runner)
        m_runner->setEventTypes(types);
}

void SessionWorker::wake()
{
    if (m_runner)
        m_runner->wake();
}

/// Not with each call: that would be a transaction more for each chunk.
void SessionWorker::countCalls()
{
    const int calls = m_runner ? m_runner->calls() - m_countedCalls : 0;
    if (calls <= 0 || !m_file)
        return;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (const auto added = m_file->addCalls(now, calls); !added) {
        qCWarning(logStore) << "calls are not counted:" << added.error().message;
        return;
    }
    m_countedCalls += calls;
    if (const auto counted = m_file->calls(now))
        m_calls = *counted;
}

void SessionWorker::keepOwner(const SessionOwner &owner)
{
    if (m_owner.isEmpty()) {
        if (const auto kept = m_file->setOwner(owner); !kept)
            storageFailed(kept.error());
        m_owner = owner;
    }
    emit accountFound(owner);
}

void SessionWorker::keepGap(int source, const StreamGap &gap)
{
    if (!m_file || !gap.mayMissEvents())
        return;
    const Result<bool> kept = m_ledger->addGap(*m_file, source, gap);
    if (!kept)
        storageFailed(kept.error());
    else if (*kept)
        emit gapNoticed(gap);
}

void SessionWorker::makeRecorder()
{
    m_recorder = std::make_unique<ChunkRecorder>(*m_file, *m_table);
    connect(m_recorder.get(), &ChunkRecorder::recorded, this, &SessionWorker::recorded);
    connect(m_recorder.get(), &ChunkRecorder::failed, this, &SessionWorker::notRecorded);
}

void SessionWorker::take(int source, const EventChunk &chunk, const StreamState &after)
{
    if (!m_recorder) {
        m_runner->notStored(source); // the file is away, and will be tried again
        return;
    }
    m_deliveries.push_back({source, chunk, after});
    if (m_deliveries.size() == 1)
        recordNext();
}

void SessionWorker::recordNext()
{
    const Delivery &next = m_deliveries.front();
    if (const auto noted = m_ledger->cover(*m_file, next.source, m_runner->now()); !noted) {
        notRecorded(noted.error());
        return;
    }
    const StoredStream &stream = m_ledger->streamOf(next.source);
    const bool isLookBack = next.source == CaptureRunner::fromLookBack;
    m_recorder->record(
        stream, next.chunk, isLookBack ? stream.state : next.after,
        QDateTime::currentMSecsSinceEpoch(),
        m_ledger->lateSpan(next.source, m_runner->liveCompleteUntil()));
}

void SessionWorker::recorded(const Recorded &recorded)
{
    const Delivery done = std::move(m_deliveries.front());
    m_deliveries.pop_front();
    m_ledger->stored(done.source, done.after);
    m_counts.events += recorded.fresh;
    m_counts.duplicates += recorded.duplicates;
    m_counts.unreadable += recorded.unreadable;
    m_counts.late += recorded.late;
    m_lastAnswer = QDateTime::fromMSecsSinceEpoch(recorded.receivedAt, Qt::UTC);
    // Beside a live stream the history is late by nature.
    if (recorded.newestEvent != Event::noTime && done.source == 0) {
        m_newestEvent = qMax(m_newestEvent, recorded.newestEvent);
        m_lag = qMax<qint64>(0, recorded.receivedAt - recorded.newestEvent);
    }
    if (!m_announceTimer.isActive())
        m_announceTimer.start();
    // Before the stream goes on, which may hand the next one over at once.
    if (!m_deliveries.empty() && m_runner)
        recordNext();
    if (m_runner)
        m_runner->stored(done.source, recorded.fresh);
}

void SessionWorker::notRecorded(const Error &error)
{
    for (const Delivery &delivery : std::exchange(m_deliveries, {})) {
        if (m_runner)
            m_runner->notStored(delivery.source);
    }
    storageFailed(error);
}

void SessionWorker::storageFailed(const Error &error)
{
    qCWarning(logStore) << "session file:" << error.message;
    const bool changed = !m_storageTrouble || m_storageTrouble->kind != error.kind;
    m_storageTrouble = error;
    if (changed)
        emit failed(error);
    announceStatus();
    if (m_runner && !m_damage)
        m_reopenTimer.start();
}

/// The file anew: after a failed write or sync the old connection cannot be trusted to know what is on
/// disk.
Result<void> SessionWorker::openAgain()
{
    const std::deque<Delivery> waiting = withdrawWaiting();
    if (m_recorder)
        m_recorder->finish();
    m_recorder.reset();
    m_deliveries.clear();
    for (const Delivery &delivery : waiting)
        m_runner->notStored(delivery.source);
    m_file.reset();
    auto file = SessionFile::open(m_path, SessionFile::Mode::Write);
    if (!file)
        return file.error();
    // A transaction that reported a failure may be on disk all the same.
    SessionLoader missed(**file, *m_table, 0);
    missed.skipTo(m_table->snapshot());
    for (Result<bool> done = missed.readSome(); !done || !*done; done = missed.readSome()) {
        if (!done)
            return done.error();
    }
    m_file = std::move(*file);
    makeRecorder();
    m_storageTrouble.reset();
    return {};
}

void SessionWorker::reopen()
{
    m_reopenTimer.stop();
    if (!m_runner || m_pausedByPerson)
        return;
    if (const Result<void> again = openAgain(); !again)
        storageFailed(again.error());
    else
        m_runner->resume();
}

void SessionWorker::pause()
{
    m_pausedByPerson = true;
    if (m_runner)
        m_runner->pause();
}

void SessionWorker::resume()
{
    m_pausedByPerson = false;
    if (!m_runner)
        return;
    if (m_storageTrouble || !m_file)
        reopen();
    else
        m_runner->resume();
}

void SessionWorker::stop()
{
    m_waiting.reset();
    m_reopenTimer.stop();
    endRun();
    announce();
    emit stopped();
}

void SessionWorker::readRaw(EventTable::Row row)
{
    if (!m_file)
        return;
    if (!m_raw) {
        auto raw = RawEvents::open(m_file->path());
        if (!raw) {
            emit failed(raw.error());
            return;
        }
        m_raw = std::move(*raw);
    }
    const TableSnapshot table = m_table->snapshot();
    if (row >= table.size())
        return;
    const Result<std::string_view> json = m_raw->raw(table, row);
    if (!json) {
        emit failed(json.error());
        return;
    }
    emit rawEvent(row, QByteArray(json->data(), static_cast<qsizetype>(json->size())));
}

void SessionWorker::setView(const QByteArray &view)
{
    if (!m_file || m_file->mode() != SessionFile::Mode::Write)
        return;
    if (const auto kept = m_file->setView(view); !kept)
        qCWarning(logStore) << "the view is not kept:" << kept.error().message;
}

void SessionWorker::announce()
{
    m_announceTimer.stop();
    emit rowsAdded(m_table->size());
    emit countsChanged(m_counts);
    announceStatus();
}

void SessionWorker::announceChange()
{
    // Whoever hears of a state has to find the rows and counts that led to it.
    if (m_announceTimer.isActive())
        announce();
    else
        announceStatus();
}

void SessionWorker::announceStatus()
{
    const std::vector<StreamStatus> streams = m_runner ? m_runner->statuses()
                                                       : std::vector<StreamStatus>();
    StreamStatus status = combined(streams);
    if (m_runner) {
        const int calls = m_runner->calls() - m_countedCalls;
        status.calls = {.today = m_calls.today + calls, .month = m_calls.month + calls};
    } else {
        status.calls = m_calls;
    }
    status.lastAnswer = m_lastAnswer;
    status.newestEvent = m_newestEvent;
    status.lag = m_lag;
    if (m_storageTrouble)
        status.trouble = m_storageTrouble;
    emit statusChanged(status, streams);
}

} // namespace boxwatch
