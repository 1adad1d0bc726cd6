// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/event.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

#include <deque>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace boxwatch {

/// Finds the event ids of rows whose columns came from a SegmentLoader in the chunks, on all cores.
class IdLoader
{
public:
    /// Both outlive the loader. \p sums are those of the segments that want their ids, from the first on.
    IdLoader(const SessionFile &file, EventTable &table, std::vector<quint64> sums);

    /// Adds the ids of one segment. False if all have theirs. An error if a chunk cannot be read.
    Result<bool> addNext();

    /// The first segment whose ids are not those that it was stored with, if any: its columns are not
    /// those of its chunks.
    std::optional<std::size_t> wrongSegment() const { return m_wrongSegment; }

    double fraction() const;

private:
    enum class Care {
        Quick, ///< looks for what an id looks like, wherever it stands
        Exact, ///< reads each event as it was read when it arrived
    };

    /// Part of a chunk, compressed.
    struct Part
    {
        QByteArray data;
        std::size_t first = 0; ///< event in the chunk
        std::size_t count = 0;
    };

    /// Ids that fit an EventId, and the texts of those that do not.
    struct Found
    {
        std::vector<EventId> ids;
        std::vector<std::pair<std::size_t, std::string>> longIds; ///< by place in `ids`
    };

    Result<std::vector<Part>> partsOf(std::size_t segment) const;
    static Result<Found> find(const std::vector<Part> &parts, Care care);
    Result<std::vector<EventId>> packed(Result<Found> found);
    Result<void> readAhead();

    const SessionFile &m_file;
    EventTable &m_table;
    TableSnapshot m_rows; // when all segments were there
    std::vector<quint64> m_sums;
    std::size_t m_nextToRead = 0;
    std::size_t m_done = 0;
    std::optional<std::size_t> m_wrongSegment;
    std::deque<std::future<Result<Found>>> m_finding;
};

} // namespace boxwatch
