// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/segmentcodec.h"

#include "core/store/bytestream.h"
#include "core/store/segmentformat.h"

#include <zstd.h>

using namespace Qt::StringLiterals;

namespace boxwatch::segmentcodec {

namespace {

// 24 bytes an event; level 3 takes longer and gains nothing, level 9 half a byte.
constexpr int compressionLevel = 1;

/// Times mostly follow each other, so that the distances are smaller than the times.
std::vector<quint32> distances(std::span<const quint32> times)
{
    std::vector<quint32> distances;
    distances.reserve(times.size());
    quint32 last = 0;
    for (const quint32 time : times)
        distances.push_back(folded(time - std::exchange(last, time)));
    return distances;
}

class Packer
{
public:
    explicit Packer(const TableSnapshot &table) : m_table(table) { }

    std::string pack(std::size_t index)
    {
        const Segment &segment = m_table.segment(index);
        const Segment *before = index > 0 ? &m_table.segment(index - 1) : nullptr;
        std::vector<EventId> ids;
        ids.reserve(rows);
        for (std::size_t i = 0; i < rows; ++i)
            ids.push_back(segment.ids.at(i));

        m_out.put(formatVersion);
        m_out.put(before ? before->token : quint64{0});
        m_out.put(idSum(ids));
        const DictionarySizes from = before ? before->dictionaries : DictionarySizes();
        put(from);
        put(segment.dictionaries);
        putColumns(segment);
        putEntries(from, segment.dictionaries);
        return m_out.bytes();
    }

private:
    void put(const DictionarySizes &sizes)
    {
        for (const quint32 size :
             {sizes.types, sizes.texts, sizes.persons, sizes.items, sizes.folders})
            m_out.put(size);
    }

    void putColumns(const Segment &segment)
    {
        for (const CodeSpan &column : segment.codes)
            putCodes(column);
        putCodes(segment.readable);
        for (std::size_t i = 0; i < numberColumnCount; ++i)
            putNumbers(segment.numbers[i], isTime(i));
    }

    void putCodes(const CodeSpan &column)
    {
        column.visit([this](const auto &codes) {
            if constexpr (requires { codes.code; }) {
                m_out.put(quint8{0});
                m_out.put(codes.code);
            } else {
                m_out.put(static_cast<quint8>(sizeof(codes[0])));
                m_out.putPlanes(codes);
            }
        });
    }

    void putNumbers(const NumberSpan &column, bool areTimes)
    {
        column.visit([&](const auto &numbers) {
            if constexpr (requires { numbers.number; }) {
                m_out.put(quint8{0});
                m_out.put(numbers.number);
            } else if constexpr (requires { numbers.deltas; }) {
                m_out.put(static_cast<quint8>(sizeof(numbers.deltas[0])));
                m_out.put(numbers.base);
                if constexpr (sizeof(numbers.deltas[0]) == 4) {
                    if (areTimes) {
                        m_out.putPlanes<quint32>(distances(numbers.deltas));
                        return;
                    }
                }
                m_out.putPlanes(numbers.deltas);
            } else {
                m_out.put(quint8{8});
                m_out.put(qint64{0});
                m_out.putPlanes(numbers);
            }
        });
    }

    void putEntries(const DictionarySizes &from, const DictionarySizes &to)
    {
        putTexts(from.types, to.types, [this](quint32 code) { return m_table.typeName(code); });
        putTexts(from.texts, to.texts, [this](quint32 code) { return m_table.text(code); });
        putTriples(from.persons, to.persons, [this](quint32 code) { return m_table.person(code); });
        putTriples(from.items, to.items, [this](quint32 code) { return m_table.itemEntry(code); });
        putTriples(
            from.folders, to.folders, [this](quint32 code) { return m_table.folderEntry(code); });
    }

    template<typename TextOf>
    void putTexts(quint32 from, quint32 to, TextOf textOf)
    {
        std::vector<quint32> lengths;
        for (quint32 code = from; code < to; ++code)
            lengths.push_back(static_cast<quint32>(textOf(code).size()));
        m_out.putPlanes<quint32>(lengths);
        for (quint32 code = from; code < to; ++code)
            m_out.putText(textOf(code));
    }

    template<typename TripleOf>
    void putTriples(quint32 from, quint32 to, TripleOf tripleOf)
    {
        // Id and name of something new mostly follow each other, and the id of what came before.
        std::vector<quint32> first;
        std::vector<quint32> second;
        std::vector<quint32> third;
        quint32 last = 0;
        for (quint32 code = from; code < to; ++code) {
            const EventTable::Triple triple = tripleOf(code);
            first.push_back(triple.first);
            second.push_back(folded(triple.second - std::exchange(last, triple.second)));
            third.push_back(folded(triple.third - triple.second));
        }
        for (const auto &codes : {first, second, third})
            m_out.putPlanes<quint32>(codes);
    }

    const TableSnapshot &m_table;
    ByteWriter m_out;
};

} // namespace

quint64 idSum(std::span<const EventId> ids)
{
    quint64 sum = 0;
    for (const EventId &id : ids)
        sum = (sum << 1 | sum >> 63) + (id.isEmpty() ? 0 : id.hash());
    return sum;
}

Result<QByteArray> pack(const TableSnapshot &table, std::size_t index)
{
    const DictionarySizes before = index > 0 ? table.segment(index - 1).dictionaries
                                             : DictionarySizes();
    const bool few = areFewEnough(before, table.segment(index).dictionaries);
    const std::string plain = few ? Packer(table).pack(index) : std::string();
    if (!few || plain.size() > maximumSize)
        return damaged(u"The columns of %1 rows are too large to keep."_s.arg(rows));
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(
        ZSTD_createCCtx(), ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, compressionLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(plain.size())), Qt::Uninitialized);
    const std::size_t size = ZSTD_compress2(
        context.get(), packed.data(), static_cast<std::size_t>(packed.size()), plain.data(),
        plain.size());
    if (ZSTD_isError(size) != 0)
        return Error{
            .kind = Error::Kind::File, .message = QString::fromLatin1(ZSTD_getErrorName(size))};
    packed.truncate(static_cast<qsizetype>(size));
    return packed;
}

} // namespace boxwatch::segmentcodec
