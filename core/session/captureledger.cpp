// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/captureledger.h"

#include "core/session/capturerunner.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

namespace {

bool hasBegun(const StreamState &state)
{
    return !state.position.isEmpty() || state.startDate;
}

/// Where the settings leave it to the session, they are completed from it.
StreamSettings resolve(StreamSettings settings, const StreamState &saved)
{
    if (settings.start != StreamSettings::Start::Resume)
        return settings;
    if (!hasBegun(saved)) {
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

QDateTime coverageStart(const StreamSettings &settings, const QDateTime &now)
{
    const QDateTime oldest = now.addMSecs(-retention(settings.type).count());
    switch (settings.start) {
    case StreamSettings::Start::Earliest:
        return oldest;
    case StreamSettings::Start::Date:
        return std::max(settings.state.startDate.value_or(now), oldest);
    default:
        return now;
    }
}

/// What a stream is to start from, as a state to go on from; nothing for a start at this moment, which
/// only Box's clock can tell.
std::optional<StreamState> startState(const StreamSettings &settings)
{
    StreamState state = settings.state;
    switch (settings.start) {
    case StreamSettings::Start::Earliest:
        state.position = StreamPosition::earliest();
        return state;
    case StreamSettings::Start::Position:
    case StreamSettings::Start::Date:
        return state;
    default:
        return std::nullopt;
    }
}

QDateTime timeOf(qint64 ms)
{
    return ms == Event::noTime || ms == 0 ? QDateTime()
                                          : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

/// An event can claim to be from any time.
QDateTime notInTheFuture(const QDateTime &time)
{
    return time.isValid() ? std::min(time, QDateTime::currentDateTimeUtc()) : time;
}

} // namespace

Result<CaptureLedger> CaptureLedger::open(SessionFile &file, CaptureSettings settings)
{
    CaptureLedger ledger(std::move(settings));
    std::vector<bool> resumes;
    bool hasOtherTypes = false;
    for (StreamSettings &stream : ledger.m_settings.streams) {
        Result<StoredStream> stored = file.stream(stream.type);
        if (!stored)
            return stored.error();
        resumes.push_back(stream.start == StreamSettings::Start::Resume);
        stream = resolve(std::move(stream), stored->state);
        hasOtherTypes = hasOtherTypes
            || (hasBegun(stored->state) && stream.state.eventTypes != stored->state.eventTypes);
        ledger.m_streams.push_back(std::move(*stored));
    }
    ledger.alignHistory(resumes);
    if (hasOtherTypes) {
        if (auto kept = ledger.beginAnew(file, QDateTime::currentDateTimeUtc()); !kept)
            return kept.error();
    }
    return ledger;
}

/// A history that joins a live stream which has run for some time begins where that began.
void CaptureLedger::alignHistory(const std::vector<bool> &resumes)
{
    const StoredStream *live = find(StreamType::AdminLogsStreaming);
    for (std::size_t i = 0; i < resumes.size(); ++i) {
        StreamSettings &stream = m_settings.streams[i];
        const bool joins = resumes[i] && stream.type == StreamType::AdminLogs
            && stream.start == StreamSettings::Start::Now && live && live->coversFrom;
        if (joins) {
            stream.start = StreamSettings::Start::Date;
            stream.state.startDate = timeOf(*live->coversFrom);
        }
    }
}

Result<std::vector<StreamFeed::Past>> CaptureLedger::pasts(const SessionFile &file) const
{
    std::vector<StreamFeed::Past> pasts;
    for (const StoredStream &stream : m_streams) {
        const Result<qint64> newest = file.newestEvent(stream.id);
        if (!newest)
            return newest.error();
        pasts.push_back(
            {.newestStored = notInTheFuture(timeOf(*newest)),
             .lastAnswer = timeOf(stream.lastAnswer),
             .coversFrom = timeOf(stream.coversFrom.value_or(Event::noTime))});
    }
    return pasts;
}

std::size_t CaptureLedger::indexOf(int source) const
{
    if (source != CaptureRunner::fromLookBack)
        return static_cast<std::size_t>(source);
    const auto history = std::ranges::find(m_streams, StreamType::AdminLogs, &StoredStream::type);
    return static_cast<std::size_t>(history - m_streams.begin());
}

const StoredStream *CaptureLedger::find(StreamType type) const
{
    const auto found = std::ranges::find(m_streams, type, &StoredStream::type);
    return found == m_streams.end() ? nullptr : &*found;
}

const StoredStream &CaptureLedger::streamOf(int source) const
{
    return m_streams.at(indexOf(source));
}

std::optional<qint64> CaptureLedger::newCoverage(int source, const QDateTime &now) const
{
    if (source == CaptureRunner::fromLookBack || streamOf(source).coversFrom)
        return std::nullopt;
    return coverageStart(m_settings.streams.at(indexOf(source)), now).toMSecsSinceEpoch();
}

Result<void> CaptureLedger::keepStarts(SessionFile &file)
{
    if (m_startsKept)
        return {};
    for (std::size_t i = 0; i < m_streams.size(); ++i) {
        const std::optional<StreamState> start = startState(m_settings.streams[i]);
        if (!start || hasBegun(m_streams[i].state))
            continue;
        if (auto kept = file.setStart(m_streams[i].id, *start); !kept)
            return kept;
    }
    m_startsKept = true;
    return {};
}

Result<void> CaptureLedger::beginAnew(SessionFile &file, const QDateTime &now)
{
    const qint64 from = now.toMSecsSinceEpoch();
    for (StoredStream &stream : m_streams) {
        if (!stream.coversFrom)
            continue;
        if (auto kept = file.setCoversFrom(stream.id, from); !kept)
            return kept;
        stream.coversFrom = from;
    }
    return {};
}

LateSpan CaptureLedger::lateSpan(int source, qint64 liveCompleteUntil) const
{
    // It reads only what the history has passed already.
    if (source == CaptureRunner::fromLookBack)
        return LateSpan::everything();
    const StoredStream *live = find(StreamType::AdminLogsStreaming);
    if (!live || !live->coversFrom || streamOf(source).type != StreamType::AdminLogs)
        return {};
    return {.from = *live->coversFrom, .until = liveCompleteUntil};
}

void CaptureLedger::stored(int source, const StreamState &after, std::optional<qint64> coversFrom)
{
    if (source == CaptureRunner::fromLookBack)
        return;
    StoredStream &stream = m_streams.at(indexOf(source));
    stream.state = after;
    if (coversFrom)
        stream.coversFrom = coversFrom;
}

Result<bool> CaptureLedger::addGap(SessionFile &file, int source, const StreamGap &gap)
{
    StoredStream &stream = m_streams.at(indexOf(source));
    const Result<bool> added = file.addGap(stream.id, gap);
    if (!added || !gap.before.isValid())
        return added;
    const qint64 from = gap.before.toMSecsSinceEpoch();
    if (auto kept = file.setCoversFrom(stream.id, from); !kept)
        return kept.error();
    stream.coversFrom = from;
    return added;
}

} // namespace boxwatch
