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
    m_loader->keepColumnsIn(*m_file);
    m_owner = summary->owner;
    m_counts = {
        .events = summary->events,
        .duplicates = summary->duplicates,
        .unreadable = summary->unreadable,
        .late = summary->late};
    if (const auto calls = m_file->calls(QDateTime::currentMSecsSinceEpoch()))
        m_calls = *calls;
    readMarks();
    emit marksRead(m_marks);
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

void SessionWorker::makeRecorder()
{
    m_recorder = std::make_unique<ChunkRecorder>(*m_file, *m_table);
    connect(m_recorder.get(), &ChunkRecorder::recorded, this, &SessionWorker::recorded);
    connect(m_recorder.get(), &ChunkRecorder::failed, this, &SessionWorker::notRecorded);
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
    return keepWhatIsMissing();
}

/// What could not be written while the file was away.
Result<void> SessionWorker::keepWhatIsMissing()
{
    const Result<SessionSummary> summary = m_file->summary();
    if (!summary)
        return summary.error();
    if (summary->owner.isEmpty() && !m_owner.isEmpty()) {
        if (auto kept = m_file->setOwner(m_owner); !kept)
            return kept;
    }
    keepGaps();
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

void SessionWorker::readMarks()
{
    const Result<RowSet> marks = m_file->marks();
    if (marks)
        m_marks = *marks;
    else
        qCWarning(logStore) << "the marks are not read:" << marks.error().message;
}

void SessionWorker::setMarked(const std::vector<EventTable::Row> &rows, bool marked)
{
    Result<void> kept = m_file ? m_file->setMarks(rows, marked)
                               : Result<void>(m_storageTrouble.value_or(Error{
                                   .kind = Error::Kind::File,
                                   .message = QStringLiteral("the session file is not there")}));
    if (kept)
        readMarks();
    else
        emit failed(kept.error());
    emit marksSet(m_marks);
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
    // Before it has caught up, the distance to the present says nothing about Box.
    status.lag = status.live ? m_lag : -1;
    if (m_storageTrouble)
        status.trouble = m_storageTrouble;
    emit statusChanged(status, streams);
}

} // namespace boxwatch
