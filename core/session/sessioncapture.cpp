// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/log.h"
#include "core/session/sessionworker.h"

#include <utility>

// What a SessionWorker does while it captures; sessionworker.cpp has what it does with the file.

namespace boxwatch {

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
    m_gaps.clear(); // of another capture; the streams will notice them again
    m_ledger = std::move(*ledger);
    m_runner = std::make_unique<CaptureRunner>(
        m_ledger->settings(), connection, m_owner, std::move(*pasts));
    return {};
}

void SessionWorker::connectRunner()
{
    CaptureRunner *runner = m_runner.get();
    connect(runner, &CaptureRunner::accountFound, this, &SessionWorker::keepOwner);
    connect(runner, &CaptureRunner::received, this, &SessionWorker::takeChunk);
    connect(runner, &CaptureRunner::fetchedAhead, this, [this](const EventChunk &chunk) {
        if (m_recorder)
            m_recorder->expect(chunk);
    });
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
    if (m_recorder) {
        m_recorder->finish();
        m_recorder->expectNothing();
    }
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
    if (m_waiting) {
        for (StreamSettings &stream : m_waiting->settings.streams)
            stream.state.eventTypes = types;
    }
    if (!m_runner)
        return;
    if (!m_runner->setEventTypes(types) || !m_file)
        return;
    // Events of types that were not asked for before have been passed by on purpose: none of them is late.
    if (const auto kept = m_ledger->beginAnew(*m_file, m_runner->now()); !kept)
        storageFailed(kept.error());
}

void SessionWorker::wake()
{
    if (m_runner)
        m_runner->wake();
}

/// Also answers without events count: a stream that is quiet for weeks has not been away.
void SessionWorker::keepAnswers()
{
    if (!m_runner || !m_file || !m_ledger)
        return;
    const std::vector<QDateTime> answers = m_runner->lastAnswers();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!answers[i].isValid())
            continue;
        const int stream = m_ledger->streams()[i].id;
        if (auto kept = m_file->setLastAnswer(stream, answers[i].toMSecsSinceEpoch()); !kept)
            qCWarning(logStore) << "the last answer is not kept:" << kept.error().message;
    }
}

/// Not with each call: that would be a transaction more for each chunk.
void SessionWorker::countCalls()
{
    const int calls = m_runner ? m_runner->calls() - m_countedCalls : 0;
    if (calls <= 0 || !m_file)
        return;
    keepAnswers();
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
    if (!gap.mayMissEvents())
        return;
    m_gaps.emplace_back(source, gap);
    keepGaps();
}

/// A stream tells of a gap once: what cannot be written now is written when the file is there again.
void SessionWorker::keepGaps()
{
    while (m_file && !m_gaps.empty()) {
        const auto &[source, gap] = m_gaps.front();
        const Result<bool> kept = m_ledger->addGap(*m_file, source, gap);
        if (!kept) {
            storageFailed(kept.error());
            return;
        }
        if (*kept)
            emit gapNoticed(gap);
        m_gaps.erase(m_gaps.begin());
    }
}

void SessionWorker::takeChunk(int source, const EventChunk &chunk, const StreamState &after)
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
    Delivery &next = m_deliveries.front();
    if (const auto kept = m_ledger->keepStarts(*m_file); !kept) {
        notRecorded(kept.error());
        return;
    }
    next.coversFrom = m_ledger->newCoverage(next.source, m_runner->now());
    const StoredStream &stream = m_ledger->streamOf(next.source);
    const bool isLookBack = next.source == CaptureRunner::fromLookBack;
    m_recorder->record(
        stream, next.chunk, isLookBack ? stream.state : next.after,
        QDateTime::currentMSecsSinceEpoch(),
        m_ledger->lateSpan(next.source, m_runner->liveCompleteUntil()), next.coversFrom);
}

void SessionWorker::recorded(const Recorded &recorded)
{
    const Delivery done = std::move(m_deliveries.front());
    m_deliveries.pop_front();
    m_ledger->stored(done.source, done.after, done.coversFrom);
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

} // namespace boxwatch
