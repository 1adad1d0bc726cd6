// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/enterprise.h"
#include "simulator/eventtypes.h"
#include "simulator/random.h"

#include <cstdint>

namespace boxwatch::sim {

/// What can be odd about an event. Box sends each of these, if seldom.
enum class Oddity : std::uint8_t {
    None,
    NoActor, ///< created_by is null
    ActorMissing, ///< created_by is not there
    ActorOfNulls, ///< created_by has an id and a login of null
    BoxSupport, ///< created_by is Box support
    NoAddress,
    UnknownAddress,
    UnknownType,
    NumericIds, ///< ids are numbers, beyond what a double can hold
    NoSource,
    FractionalTime,
    LongName,
    DeepDetails,
    EscapedText, ///< \uXXXX instead of UTF-8
    WebLink,
    NoDetails,
    NoId, ///< event_id is missing
    NoType, ///< event_type is missing
};

/// All that has been decided about one event before it is written.
struct Scene
{
    std::uint64_t index;
    const Enterprise &enterprise;
    const EventTypes::Type &type;
    Oddity oddity;
    Random random; ///< for what is left to decide
    std::int64_t time; ///< milliseconds since 1970 UTC
    int offset; ///< minutes
    const Enterprise::Person &actor;
    std::uint32_t folder;
    Enterprise::File file;
    bool throughLink = false; ///< by somebody who is not signed in
};

} // namespace boxwatch::sim
