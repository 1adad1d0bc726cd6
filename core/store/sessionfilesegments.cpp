// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionfileimpl.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

// More marks than a person makes; a file that claims more is not worth the memory.
constexpr std::size_t maximumMarks = 10'000'000;

// The first version with these tables.
constexpr int withSegments = 3;

qint64 idOf(std::size_t segment)
{
    return static_cast<qint64>(segment) + 1;
}

} // namespace

Result<std::vector<StoredRange>> SessionFile::ranges(qint64 firstRow, int limit) const
{
    const std::lock_guard guard(m_impl->mutex);
    std::vector<StoredRange> ranges;
    if (m_impl->version < withSegments)
        return ranges;
    // All of it stands in the index `chunk_summary`.
    auto select = m_impl->database->prepare(
        "SELECT id, stream, received_at, late, first_row, events FROM chunk"
        " WHERE first_row >= coalesce((SELECT max(first_row) FROM chunk WHERE first_row <= ?1), 0)"
        " ORDER BY first_row LIMIT ?2");
    if (!select)
        return select.error();
    select->bind(1, firstRow).bind(2, limit);
    Result<bool> row = select->step();
    for (; row && *row; row = select->step()) {
        ranges.push_back(
            {.id = select->integer(0),
             .stream = static_cast<int>(select->integer(1)),
             .receivedAt = select->integer(2),
             .late = select->integer(3) != 0,
             .firstRow = select->integer(4),
             .events = select->integer(5)});
    }
    if (!row)
        return row.error();
    return ranges;
}

Result<QByteArray> SessionFile::chunkData(qint64 id) const
{
    const std::lock_guard guard(m_impl->mutex);
    auto select = m_impl->database->prepare("SELECT data FROM chunk WHERE id = ?");
    if (!select)
        return select.error();
    const Result<bool> row = select->bind(1, id).step();
    if (!row)
        return row.error();
    if (!*row)
        return Error{
            .kind = Error::Kind::DamagedFile, .message = u"Block %1 is missing."_s.arg(id)};
    return select->bytes(0);
}

Result<std::optional<StoredSegment>> SessionFile::segment(std::size_t index) const
{
    const std::lock_guard guard(m_impl->mutex);
    if (m_impl->version < withSegments)
        return std::optional<StoredSegment>();
    auto select = m_impl->database->prepare("SELECT token, data FROM segment WHERE id = ?");
    if (!select)
        return select.error();
    const Result<bool> row = select->bind(1, idOf(index)).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<StoredSegment>();
    return std::optional(
        StoredSegment{.token = static_cast<quint64>(select->integer(0)), .data = select->bytes(1)});
}

Result<std::vector<quint64>> SessionFile::segmentTokens() const
{
    const std::lock_guard guard(m_impl->mutex);
    std::vector<quint64> tokens;
    if (m_impl->version < withSegments)
        return tokens;
    auto select = m_impl->database->prepare(
        "SELECT id, token FROM segment WHERE id >= 1 ORDER BY id");
    if (!select)
        return select.error();
    Result<bool> row = select->step();
    for (; row && *row && select->integer(0) == idOf(tokens.size()); row = select->step())
        tokens.push_back(static_cast<quint64>(select->integer(1)));
    if (!row)
        return row.error();
    return tokens;
}

Result<void> SessionFile::storeSegment(std::size_t index, quint64 token, std::string_view data)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->write([&]() -> Result<void> {
        if (auto done = m_impl->forgetSegments(index); !done)
            return done;
        auto insert = m_impl->database->prepare("INSERT INTO segment VALUES(?, ?, ?)");
        if (!insert)
            return insert.error();
        insert->bind(1, idOf(index)).bind(2, static_cast<qint64>(token)).bind(3, data);
        return insert->run();
    });
}

Result<void> SessionFile::forgetSegments(std::size_t from)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->write([&] { return m_impl->forgetSegments(from); });
}

Result<void> SessionFile::Impl::forgetSegments(std::size_t from)
{
    // Also what has no place there, such as a negative id.
    auto remove = database->prepare("DELETE FROM segment WHERE id >= ? OR id < 1");
    if (!remove)
        return remove.error();
    return remove->bind(1, idOf(from)).run();
}

Result<RowSet> SessionFile::marks() const
{
    const std::lock_guard guard(m_impl->mutex);
    if (m_impl->version < withSegments)
        return RowSet();
    auto select = m_impl->database->prepare(
        "SELECT row FROM mark WHERE row BETWEEN 0 AND ? ORDER BY row LIMIT ?");
    if (!select)
        return select.error();
    select->bind(1, m_impl->rows - 1).bind(2, static_cast<qint64>(maximumMarks));
    std::vector<RowSet::Row> rows;
    Result<bool> row = select->step();
    for (; row && *row; row = select->step())
        rows.push_back(static_cast<RowSet::Row>(select->integer(0)));
    if (!row)
        return row.error();
    return RowSet(std::move(rows));
}

Result<void> SessionFile::setMark(EventTable::Row row, bool marked)
{
    return setMarks({&row, 1}, marked);
}

Result<void> SessionFile::setMarks(std::span<const EventTable::Row> rows, bool marked)
{
    const std::lock_guard guard(m_impl->mutex);
    auto change = m_impl->database->prepare(
        marked ? "INSERT INTO mark(row, marked_at) VALUES(?, ?) ON CONFLICT(row) DO NOTHING"
               : "DELETE FROM mark WHERE row = ?");
    if (!change)
        return change.error();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    return m_impl->write([&] {
        Result<void> done;
        for (std::size_t i = 0; done && i < rows.size(); ++i) {
            change->bind(1, rows[i]);
            if (marked)
                change->bind(2, now);
            done = change->run();
        }
        return done;
    });
}

} // namespace boxwatch
