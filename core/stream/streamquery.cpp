// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/streamquery.h"

#include "core/event/event.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

// Covers the difference of clocks and costs a few older events at most.
constexpr auto margin = 2min;
constexpr auto overlap = 5min;
// Box refuses what lies more than a year back.
constexpr auto oldest = 365 * 24h - 1h;

QDateTime before(const QDateTime &time, std::chrono::milliseconds span)
{
    return QDateTime::fromMSecsSinceEpoch((time.toMSecsSinceEpoch() - span.count()) / 1000 * 1000)
        .toUTC();
}

bool startsNow(const StreamSettings &settings)
{
    const StreamState &state = settings.state;
    switch (settings.start) {
    case StreamSettings::Start::Now:
        return true;
    case StreamSettings::Start::Position:
        return state.position.isEmpty() || state.position == StreamPosition::now();
    case StreamSettings::Start::Resume:
        return state.position.isEmpty()
            && !(settings.type == StreamType::AdminLogs && state.startDate);
    case StreamSettings::Start::Date:
        return settings.type == StreamType::AdminLogs && !state.startDate;
    case StreamSettings::Start::Earliest:
        break;
    }
    return false;
}

} // namespace

EventsQuery eventsQuery(StreamType type, const StreamState &state)
{
    EventsQuery query;
    query.streamType = streamTypeName(type);
    query.position = state.position.text();
    if (isEnterprise(type))
        query.eventTypes = state.eventTypes;
    if (type == StreamType::AdminLogs) {
        query.createdAfter = state.startDate;
        query.createdBefore = state.endDate;
    }
    return query;
}

bool startsByClock(const StreamSettings &settings)
{
    return settings.type == StreamType::AdminLogs && startsNow(settings);
}

StreamState firstState(const StreamSettings &settings, const QDateTime &serverNow)
{
    StreamState state = settings.state;
    if (startsNow(settings)) {
        const bool byDate = settings.type == StreamType::AdminLogs;
        state.position = byDate ? StreamPosition() : StreamPosition::now();
        state.startDate.reset();
        if (byDate)
            state.startDate = before(serverNow, margin);
    } else if (settings.start == StreamSettings::Start::Earliest) {
        state.position = StreamPosition::earliest();
        state.startDate.reset();
    } else if (settings.start == StreamSettings::Start::Date) {
        const bool byDate = settings.type == StreamType::AdminLogs;
        state.position = byDate ? StreamPosition() : StreamPosition::earliest();
    }
    return state;
}

StreamState restartedState(
    StreamType type, const StreamState &state, qint64 newest, const QDateTime &serverNow)
{
    StreamState restarted = state;
    restarted.position = StreamPosition::earliest();
    if (type != StreamType::AdminLogs)
        return restarted;
    if (newest != Event::noTime) {
        restarted.position = {};
        restarted.startDate = std::max(
            before(QDateTime::fromMSecsSinceEpoch(newest), overlap), before(serverNow, oldest));
    } else if (state.startDate) {
        restarted.position = {};
    }
    return restarted;
}

} // namespace boxwatch
