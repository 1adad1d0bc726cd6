// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/columnspan.h"
#include "core/store/eventid.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace boxwatch {

/// How many entries each dictionary of a table has.
struct DictionarySizes
{
    quint32 types = 1;
    quint32 texts = 1;
    quint32 persons = 1;
    quint32 items = 1;
    quint32 folders = 1;

    friend bool operator==(const DictionarySizes &, const DictionarySizes &) = default;
};

/// The event ids of one segment: without the byte that says their form, if that is the same for nearly
/// all. The few of another form stand aside.
class IdColumn
{
public:
    /// Ids of different forms; a view.
    static IdColumn plain(const EventId *ids);

    /// A copy of them, as small as can be.
    static IdColumn packed(std::span<const EventId> ids);

    bool isThere() const { return m_ids || m_isWithoutIds; }
    EventId at(std::size_t row) const
    {
        if (m_width == sizeof(EventId))
            return static_cast<const EventId *>(m_ids)[row];
        if (!m_ids)
            return {};
        const quint8 *const cell = static_cast<const quint8 *>(m_ids) + row * m_width;
        // In the cell of an odd one all bits are set, as they may be in others too.
        if (m_odd && *cell == 0xff) {
            if (const EventId *odd = oddAt(row))
                return *odd;
        }
        return EventId::fromPayload(m_form, cell);
    }

    std::size_t bytes(std::size_t rows) const
    {
        return (m_ids ? rows * m_width : 0) + (m_odd ? m_odd->size() * sizeof(Odd) : 0);
    }

private:
    struct Odd
    {
        std::size_t row = 0;
        EventId id;
    };

    const EventId *oddAt(std::size_t row) const;

    const void *m_ids = nullptr;
    std::size_t m_width = 0;
    quint8 m_form = 0;
    bool m_isWithoutIds = false; // no event of the segment has one
    std::shared_ptr<const quint8[]> m_memory; // null for a view
    std::shared_ptr<const std::vector<Odd>>
        m_odd; // of another form, by row; null if there are none
};

/// The columns of up to EventTable::rowsPerSegment rows as readers find them. Internal to core/store.
///
/// A sealed one is full, packed and never changes. Of one that grows, readers know only the rows that
/// were published, and these never change either.
struct Segment
{
    std::array<CodeSpan, codeColumnCount> codes;
    std::array<NumberSpan, numberColumnCount> numbers;
    CodeSpan readable; ///< 0 or 1
    IdColumn ids;

    DictionarySizes dictionaries; ///< once it was sealed: these suffice for its codes
    quint64 token = 0; ///< a random number by which the session file knows it; 0 until it is sealed
    std::shared_ptr<const void> memory; ///< what the columns point into

    bool isSealed() const { return token != 0; }
};

/// The segment that rows are appended to, one cell after the other.
struct GrowingSegment : Segment
{
    /// \p withColumns false leaves nothing but the ids.
    explicit GrowingSegment(bool withColumns);

    std::array<quint32 *, codeColumnCount> codeCells{};
    std::array<qint64 *, 3> numberCells{}; ///< all but the risk
    quint8 *riskCells = nullptr; ///< 255 if not said
    quint8 *readableCells = nullptr;
    EventId *idCells = nullptr;
};

/// The same rows in as few bytes as they need. Only for a segment that is full.
std::shared_ptr<const Segment> sealed(
    const GrowingSegment &segment, const DictionarySizes &dictionaries);

} // namespace boxwatch
