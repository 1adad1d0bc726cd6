// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"
#include "core/store/segment.h"
#include "core/store/tripledictionary.h"

#include <mutex>

namespace boxwatch {

/// What an EventTable and its snapshots share. Internal to core/store.
struct EventTable::Data
{
    using Segments = std::vector<std::shared_ptr<const Segment>>;

    class Appender;

    explicit Data(Keep whatToKeep);
    ~Data();

    const Keep keep;
    Dictionary types;
    Dictionary texts;
    TripleDictionary persons{texts};
    TripleDictionary items{texts};
    TripleDictionary folders{texts};
    StableVector<ChunkRange> chunks;

    // Only the writer.
    std::shared_ptr<const Segments> segments = std::make_shared<Segments>();
    std::size_t sealedSegments = 0; // the first ones
    std::vector<std::shared_ptr<GrowingSegment>> growing; // the others
    Row rows = 0;
    HashIndex ids; // rows by event id, published or not
    Row indexedRows = 0; // so many of them; the others once somebody asks

    std::unique_ptr<Appender> appender;

    // What readers are given, exchanged under the mutex.
    mutable std::mutex mutex;
    TableSnapshot published;

    EventId idOf(Row row) const
    {
        return (*segments)[row / rowsPerSegment]->ids.at(row % rowsPerSegment);
    }

    DictionarySizes dictionarySizes() const
    {
        return {
            .types = types.size(),
            .texts = texts.size(),
            .persons = persons.size(),
            .items = items.size(),
            .folders = folders.size()};
    }

    /// A segment with room for one more row. Snapshots keep the list that they have.
    GrowingSegment &segmentForNextRow();

    /// Puts a segment into the list in place of \p index, or at the end.
    void put(std::size_t index, std::shared_ptr<const Segment> segment);

    /// Packs the segments that are full and published.
    void seal();

    /// Brings the index of ids up to date.
    void indexIds();
    void indexId(const EventId &id, Row row);
    void forgetIndex();

    void append(std::span<const Event> events, std::span<const EventId> eventIds);

    void appendId(const EventId &id, GrowingSegment &segment);
};

} // namespace boxwatch
