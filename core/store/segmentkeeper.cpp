// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/segmentkeeper.h"

#include "core/base/log.h"
#include "core/store/segmentcodec.h"

namespace boxwatch {

SegmentKeeper::SegmentKeeper(SessionFile &file) : m_file(file)
{
}

bool SegmentKeeper::keepNext(const TableSnapshot &table)
{
    const std::size_t full = table.sealedCount();
    if (m_gaveUp || full <= m_kept.value_or(0) || table.segment(0).readable.size() == 0)
        return false; // nothing new, or a table without columns
    if (!m_kept) {
        if (const Result<void> known = compare(table); !known) {
            qCWarning(logStore) << "columns are not kept:" << known.error().message;
            m_gaveUp = true;
            return false;
        }
    }
    // Without its ids the sum of them would be wrong.
    if (*m_kept >= full || !table.segment(*m_kept).ids.isThere())
        return false;
    if (const Result<void> stored = store(table); !stored) {
        qCWarning(logStore) << "columns are not kept:" << stored.error().message;
        m_gaveUp = true;
        return false;
    }
    ++*m_kept;
    return true;
}

/// Another process may have written since: segments that are not the table's do not count.
Result<void> SegmentKeeper::compare(const TableSnapshot &table)
{
    const Result<std::vector<quint64>> tokens = m_file.segmentTokens();
    if (!tokens)
        return tokens.error();
    std::size_t kept = 0;
    while (kept < tokens->size() && kept < table.sealedCount()
           && (*tokens)[kept] == table.segment(kept).token)
        ++kept;
    m_kept = kept;
    return {};
}

Result<void> SegmentKeeper::store(const TableSnapshot &table)
{
    const Result<QByteArray> packed = segmentcodec::pack(table, *m_kept);
    if (!packed)
        return packed.error();
    return m_file.storeSegment(
        *m_kept, table.segment(*m_kept).token,
        {packed->constData(), static_cast<std::size_t>(packed->size())});
}

} // namespace boxwatch
