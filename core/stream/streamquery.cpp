// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/streamquery.h"

#include "core/event/event.h"
#include "core/stream/streamgap.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

// Covers the difference of clocks and costs a few older events at most.
constexpr auto margin = 2min;
constexpr auto overlap = 5min;
// Beyond this no server takes a URL.
constexpr qsizetype longestPosition = 2048;

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

QDateTime oldestKept(StreamType type, const QDateTime &serverNow)
{
    return before(serverNow, retention(type));
}

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

bool isPlace(const StreamPosition &next)
{
    const QByteArray &text = next.text();
    if (!next.isUsable() || text.size() > longestPosition || next == StreamPosition::now())
        return false;
    // 0.0, -0, 0e0
    const bool isZero = std::ranges::all_of(
        text, [](char c) { return QByteArrayView("+-0.eE").contains(c); });
    return !isZero && text != "true" && text != "false" && text[0] != '{' && text[0] != '[';
}

bool startsByClock(const StreamSettings &settings, const QDateTime &now)
{
    if (startsNow(settings))
        return settings.type == StreamType::AdminLogs;
    if (settings.start != StreamSettings::Start::Date || !settings.state.startDate)
        return false;
    return movedStart(settings, now) || *settings.state.startDate > now;
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
        if (byDate)
            state.startDate = possibleStart(*state.startDate, serverNow);
    }
    return state;
}

std::optional<QDateTime> movedStart(const StreamSettings &settings, const QDateTime &serverNow)
{
    const auto &wanted = settings.state.startDate;
    const QDateTime oldest = oldestKept(settings.type, serverNow);
    if (settings.start != StreamSettings::Start::Date || !wanted || *wanted >= oldest)
        return std::nullopt;
    return oldest;
}

QDateTime possibleStart(const QDateTime &startDate, const QDateTime &serverNow)
{
    if (startDate > serverNow)
        return before(serverNow, margin);
    return std::max(startDate, oldestKept(StreamType::AdminLogs, serverNow));
}

StreamState restartedState(
    StreamType type, const StreamState &state, qint64 newest, const QDateTime &serverNow)
{
    StreamState restarted = state;
    restarted.position = StreamPosition::earliest();
    if (type != StreamType::AdminLogs)
        return restarted;
    if (newest != Event::noTime) {
        // An event that claims to happen in the future would hide all until then.
        const qint64 known = std::min(newest, serverNow.toMSecsSinceEpoch());
        restarted.position = {};
        restarted.startDate = std::max(
            before(QDateTime::fromMSecsSinceEpoch(known), overlap), oldestKept(type, serverNow));
    } else if (state.startDate) {
        restarted.position = {};
    }
    return restarted;
}

} // namespace boxwatch
