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
}

SessionWorker::~SessionWorker()
{
    // The recorder ends its transaction, but there is nobody left to tell.
    if (m_recorder)
        m_recorder->disconnect(this);
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
    m_counts = {summary->events, summary->duplicates, summary->unreadable};
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

void SessionWorker::start(const StreamSettings &settings, const Connection &connection)
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

Result<StreamSettings> SessionWorker::resolve(StreamSettings settings)
{
    Result<StoredStream> stored = m_file->stream(settings.type);
    if (!stored)
        return stored.error();
    m_stream = *stored;
    if (settings.start != StreamSettings::Start::Resume)
        return settings;
    const StreamState &saved = m_stream.state;
    if (saved.position.isEmpty() && !saved.startDate) {
        settings.start = StreamSettings::Start::Now;
        return settings;
    }
    settings.state.position = saved.position;
    settings.state.startDate = saved.startDate;
    if (!settings.state.endDate)
        settings.state.endDate = saved.endDate;
    if (settings.state.eventTypes.isEmpty())
        settings.state.eventTypes = saved.eventTypes;
    return settings;
}

QDateTime SessionWorker::newestStored() const
{
    const Result<SessionSummary> summary = m_file->summary();
    if (!summary || summary->lastEvent == Event::noTime)
        return {};
    return QDateTime::fromMSecsSinceEpoch(summary->lastEvent, Qt::UTC);
}

void SessionWorker::run(const StreamSettings &settings, const Connection &connection)
{
    // A stream that has ended may still be there, with a chunk that is being written.
    m_runner.reset();
    m_recorder->finish();
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
    const Result<StreamSettings> resolved = resolve(settings);
    if (!resolved) {
        refuse(resolved.error());
        return;
    }
    emit streamChosen(m_stream);
    m_storageTrouble.reset();
    m_newestEvent = Event::noTime;
    m_lag = -1;
    m_runner = std::make_unique<StreamRunner>(*resolved, connection, m_owner, newestStored());
    connect(m_runner.get(), &StreamRunner::accountFound, this, &SessionWorker::keepOwner);
    connect(m_runner.get(), &StreamRunner::received, this, &SessionWorker::record);
    connect(m_runner.get(), &StreamRunner::statusChanged, this, &SessionWorker::announceChange);
    connect(m_runner.get(), &StreamRunner::newStreamState, this, &SessionWorker::newStreamState);
    connect(m_runner.get(), &StreamRunner::failed, this, &SessionWorker::failed);
    connect(m_runner.get(), &StreamRunner::caughtUp, this, &SessionWorker::caughtUp);
    if (m_pausedByPerson)
        m_runner->pause();
    else
        m_runner->start();
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

void SessionWorker::makeRecorder()
{
    m_recorder = std::make_unique<ChunkRecorder>(*m_file, *m_table);
    connect(m_recorder.get(), &ChunkRecorder::recorded, this, &SessionWorker::recorded);
    connect(m_recorder.get(), &ChunkRecorder::failed, this, [this](const Error &error) {
        if (m_runner)
            m_runner->notStored();
        storageFailed(error);
    });
}

void SessionWorker::record(const EventChunk &chunk, const StreamState &after)
{
    if (!m_recorder) {
        m_runner->notStored(); // the file is away, and will be tried again
        return;
    }
    m_recorder->record(m_stream, chunk, after, QDateTime::currentMSecsSinceEpoch());
}

void SessionWorker::recorded(const Recorded &recorded)
{
    m_counts.events += recorded.fresh;
    m_counts.duplicates += recorded.duplicates;
    m_counts.unreadable += recorded.unreadable;
    m_lastAnswer = QDateTime::fromMSecsSinceEpoch(recorded.receivedAt, Qt::UTC);
    if (recorded.newestEvent != Event::noTime) {
        m_newestEvent = qMax(m_newestEvent, recorded.newestEvent);
        m_lag = qMax<qint64>(0, recorded.receivedAt - recorded.newestEvent);
    }
    if (!m_announceTimer.isActive())
        m_announceTimer.start();
    if (m_runner)
        m_runner->stored(recorded.fresh);
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
    if (m_recorder)
        m_recorder->finish();
    m_recorder.reset();
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
    m_runner.reset();
    if (m_recorder)
        m_recorder->finish();
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
    StreamStatus status = m_runner ? m_runner->status() : StreamStatus{};
    status.lastAnswer = m_lastAnswer;
    status.newestEvent = m_newestEvent;
    status.lag = m_lag;
    if (m_storageTrouble)
        status.trouble = m_storageTrouble;
    emit statusChanged(status);
}

} // namespace boxwatch
