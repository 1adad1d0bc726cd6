// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/refusal.h"

#include "core/event/streamposition.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

RefusalCause causeOfRefusal(const Error &error, const EventsQuery &sent)
{
    const auto says = [&error](QLatin1StringView text) {
        return error.message.contains(text, Qt::CaseInsensitive);
    };
    const StreamPosition position(sent.position);
    const bool hasPosition = position.isUsable() && position != StreamPosition::now();
    const bool hasTypes = !sent.eventTypes.isEmpty();

    if (hasPosition && says("position"_L1))
        return RefusalCause::Position;
    if (hasTypes && (says("event_type"_L1) || says("event type"_L1)))
        return RefusalCause::EventTypes;
    if (sent.createdAfter && says("created_after"_L1)) {
        // "… is invalid since it is in the future", "… is beyond one year in the past, API only
        // supports time range starting from one year in the past from now"
        if (says("future"_L1))
            return RefusalCause::StartInFuture;
        if (says("past"_L1) || says("year"_L1))
            return RefusalCause::StartTooOld;
    }
    if (says("created_"_L1) || says("limit"_L1))
        return RefusalCause::Unknown;
    if (hasTypes)
        return RefusalCause::EventTypes;
    const bool hasDates = sent.createdAfter || sent.createdBefore;
    return hasPosition && !hasDates ? RefusalCause::Position : RefusalCause::Unknown;
}

} // namespace boxwatch
