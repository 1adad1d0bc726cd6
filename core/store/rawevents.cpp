// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/rawevents.h"

namespace boxwatch {

Result<std::unique_ptr<RawEvents>> RawEvents::open(const QString &path)
{
    auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    if (!file)
        return file.error();
    return std::unique_ptr<RawEvents>(new RawEvents(std::move(*file)));
}

RawEvents::RawEvents(std::unique_ptr<SessionFile> file) : m_file(std::move(file))
{
}

Result<std::string_view> RawEvents::raw(const TableSnapshot &table, EventTable::Row row)
{
    const qint64 id = table.chunkId(row);
    if (m_chunk.id != id) {
        Result<StoredChunk> chunk = m_file->readChunk(id);
        if (!chunk)
            return chunk.error();
        m_chunk = std::move(*chunk);
    }
    const std::size_t place = row - table.firstRowOfChunk(row);
    if (place >= m_chunk.events.size())
        return Error{
            .kind = Error::Kind::DamagedFile,
            .message = QStringLiteral("Block %1 has fewer events than it had.").arg(id)};
    return m_chunk.events[place];
}

} // namespace boxwatch
