// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <vector>

namespace boxwatch::sim {

/// When each event happens: a function of its number, never decreasing.
///
/// The backlog follows the working hours of a worldwide enterprise, with bursts, from a table of a few
/// thousand slices. What comes after follows a schedule: so many a second, and batches put in by hand.
/// All times are milliseconds since 1970 UTC. Not safe for several threads.
class Timeline
{
public:
    struct Settings
    {
        std::uint64_t seed = 1;
        std::uint64_t backlog = 0;
        std::int64_t backlogBegin = 0;
        std::int64_t backlogEnd = 0;
        std::int64_t liveBegin = 0;
        double rate = 0; ///< events per second after liveBegin
    };

    explicit Timeline(const Settings &settings);

    std::int64_t timeOf(std::uint64_t index) const;

    /// How many events have happened at \p time, that moment included.
    std::uint64_t countUntil(std::int64_t time) const;

    /// When the first event after \p time is due, or INT64_MAX if none is.
    std::int64_t nextAfter(std::int64_t time) const;

    /// \p count further events happen at \p now, all at once. \p now never goes back.
    void insert(std::uint64_t count, std::int64_t now);

private:
    /// A stretch of events after the backlog.
    struct Stretch
    {
        std::uint64_t first;
        std::uint64_t count; ///< UINT64_MAX: without end
        std::int64_t begin;
        double rate; ///< 0: all at `begin`
    };

    std::int64_t backlogTime(std::uint64_t index) const;
    static std::int64_t timeIn(const Stretch &stretch, std::uint64_t nth);
    std::uint64_t countIn(const Stretch &stretch, std::int64_t time) const;

    Settings m_settings;
    std::int64_t m_sliceLength = 0; ///< milliseconds
    std::vector<std::uint64_t> m_firstInSlice; ///< one more than there are slices
    std::vector<Stretch> m_stretches; ///< the last one is without end
};

/// How much of the staff is at work at \p time in region \p region: working hours times share.
double activityOf(int region, std::int64_t time);

/// Minutes east of Greenwich in region \p region (0 to regionCount - 1) at \p time, with daylight
/// saving by the rules of the USA or the EU. Own rules, since a bare system has no time zone data.
int offsetOf(int region, std::int64_t time);

inline constexpr int regionCount = 10;

} // namespace boxwatch::sim
