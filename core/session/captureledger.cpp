// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/captureledger.h"

#include "core/session/capturerunner.h"

#include <algorithm>

namespace boxwatch {

namespace {

/// Where the settings leave it to the session, they are completed from it.
StreamSettings resolve(StreamSettings settings, const StreamState &saved)
{
    if (settings.start != StreamSettings::Start::Resume)
        return settings;
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

QDateTime timeOf(qint64 ms)
{
    return ms == Event::noTime || ms == 0 ? QDateTime()
                                          : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

} // namespace

Result<CaptureLedger> CaptureLedger::open(SessionFile &file, CaptureSettings settings)
{
    CaptureLedger ledger(std::move(settings));
    for (StreamSettings &stream : ledger.m_settings.streams) {
        Result<StoredStream> stored = file.stream(stream.type);
        if (!stored)
            return stored.error();
        stream = resolve(std::move(stream), stored->state);
        ledger.m_streams.push_back(std::move(*stored));
    }
    ledger.alignHistory();
    return ledger;
}

/// A history that joins a live stream which has run for some time begins where that began.
void CaptureLedger::alignHistory()
{
    const StoredStream *live = find(StreamType::AdminLogsStreaming);
    for (StreamSettings &stream : m_settings.streams) {
        const bool joins = stream.type == StreamType::AdminLogs
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
            {.newestStored = timeOf(*newest),
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

Result<void> CaptureLedger::cover(SessionFile &file, int source, const QDateTime &now)
{
    StoredStream &stream = m_streams.at(indexOf(source));
    if (stream.coversFrom || source == CaptureRunner::fromLookBack)
        return {};
    const qint64 from =
        coverageStart(m_settings.streams.at(indexOf(source)), now).toMSecsSinceEpoch();
    if (auto kept = file.setCoversFrom(stream.id, from); !kept)
        return kept;
    stream.coversFrom = from;
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

void CaptureLedger::stored(int source, const StreamState &after)
{
    if (source != CaptureRunner::fromLookBack)
        m_streams.at(indexOf(source)).state = after;
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
