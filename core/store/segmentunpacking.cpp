// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/bytestream.h"
#include "core/store/segmentcodec.h"
#include "core/store/segmentformat.h"
#include "core/store/segmentlayout.h"
#include "core/store/timerange.h"

#include <algorithm>
#include <limits>

#include <zstd.h>

using namespace Qt::StringLiterals;

namespace boxwatch::segmentcodec {

namespace {

using Triple = EventTable::Triple;

/// Reads what pack() wrote, or finds out that it did not.
class Unpacker
{
public:
    explicit Unpacker(std::string_view plain) : m_in(plain) { }

    bool unpack(quint64 token, UnpackedSegment &unpacked)
    {
        if (m_in.take<quint8>() != formatVersion || token == 0)
            return false;
        unpacked.before = m_in.take<quint64>();
        unpacked.idSum = m_in.take<quint64>();
        unpacked.sizesBefore = takeSizes();
        const DictionarySizes &from = unpacked.sizesBefore;
        m_sizes = takeSizes();
        const bool grow = from.types >= 1 && from.types <= m_sizes.types && from.texts >= 1
            && from.texts <= m_sizes.texts && from.persons >= 1 && from.persons <= m_sizes.persons
            && from.items >= 1 && from.items <= m_sizes.items && from.folders >= 1
            && from.folders <= m_sizes.folders;
        if (!grow || !m_in.isGood() || !areFewEnough(from, m_sizes))
            return false;

        auto segment = std::make_shared<Segment>();
        segment->token = token;
        segment->dictionaries = m_sizes;
        if (!takeColumns(*segment))
            return false;
        unpacked.segment = std::move(segment);
        return takeTexts(m_sizes.types - from.types, unpacked.types)
            && takeTexts(m_sizes.texts - from.texts, unpacked.texts)
            && takeTriples(m_sizes.persons - from.persons, unpacked.persons)
            && takeTriples(m_sizes.items - from.items, unpacked.items)
            && takeTriples(m_sizes.folders - from.folders, unpacked.folders) && m_in.isAtEnd();
    }

private:
    DictionarySizes takeSizes()
    {
        DictionarySizes sizes;
        for (quint32 *size :
             {&sizes.types, &sizes.texts, &sizes.persons, &sizes.items, &sizes.folders})
            *size = m_in.take<quint32>();
        return sizes;
    }

    /// How many different codes a column may have.
    quint32 limitOf(std::size_t column) const
    {
        if (column == codeColumnCount)
            return 2; // readable or not
        switch (static_cast<CodeColumn>(column)) {
        case CodeColumn::Type:
            return m_sizes.types;
        case CodeColumn::Actor:
        case CodeColumn::ActingFor:
        case CodeColumn::Target:
        case CodeColumn::Owner:
            return m_sizes.persons;
        case CodeColumn::Item:
            return m_sizes.items;
        case CodeColumn::Folder:
            return m_sizes.folders;
        default:
            return m_sizes.texts;
        }
    }

    bool takeColumns(Segment &segment)
    {
        // The layout and the cells alternate, so the cells wait until all of the layout is known.
        SegmentLayout layout;
        std::vector<std::string_view> cells;
        for (std::size_t i = 0; i < layout.codes.size(); ++i) {
            const auto width = m_in.take<quint8>();
            if (width != 0 && width != 1 && width != 2 && width != 4)
                return false;
            layout.codes[i].width = width;
            if (width == 0)
                layout.codes[i].constant = m_in.take<quint32>();
            if (layout.codes[i].constant >= limitOf(i))
                return false;
            cells.push_back(m_in.takeText(width * rows));
        }
        for (auto &[width, base] : layout.numbers) {
            width = m_in.take<quint8>();
            if (width != 0 && width != 1 && width != 2 && width != 4 && width != 8)
                return false;
            base = m_in.take<qint64>();
            // Base and difference are added without looking.
            constexpr qint64 range = std::numeric_limits<quint32>::max();
            if (width != 0 && base > std::numeric_limits<qint64>::max() - range)
                return false;
            cells.push_back(m_in.takeText(width * rows));
        }
        if (!m_in.isGood())
            return false;

        PackedColumns columns(layout);
        for (std::size_t i = 0; i < layout.codes.size(); ++i) {
            if (!fillCodes(columns, i, layout.codes[i].width, cells[i]))
                return false;
        }
        for (std::size_t i = 0; i < layout.numbers.size(); ++i)
            fillNumbers(columns, i, layout.numbers[i].width, cells[layout.codes.size() + i]);
        columns.giveTo(segment);
        return areInRange(segment);
    }

    /// Times are subtracted from each other without looking, and a risk is shown in a narrow place.
    static bool areInRange(const Segment &segment)
    {
        bool good = true;
        for (std::size_t i = 0; i < numberColumnCount; ++i) {
            const NumberSpan &column = segment.numbers[i];
            if (isTime(i)) {
                for (std::size_t row = 0; row < rows; ++row)
                    good = good && (isTimeInRange(column[row]) || column[row] == Event::noTime);
            } else if (i == static_cast<std::size_t>(NumberColumn::Risk)) {
                for (std::size_t row = 0; row < rows; ++row)
                    good = good && column[row] >= -1 && column[row] <= 100;
            }
        }
        return good;
    }

    bool fillCodes(
        PackedColumns &columns, std::size_t column, quint8 width, std::string_view cells) const
    {
        const auto fill = [&]<typename Code>(Code *codes) {
            const std::span to(codes, rows);
            ByteReader(cells).takePlanes(to);
            quint32 largest = 0;
            for (const Code code : to)
                largest = std::max<quint32>(largest, code);
            return largest < limitOf(column);
        };
        switch (width) {
        case 1:
            return fill(columns.codes<quint8>(column));
        case 2:
            return fill(columns.codes<quint16>(column));
        case 4:
            return fill(columns.codes<quint32>(column));
        default:
            return true;
        }
    }

    static void fillNumbers(
        PackedColumns &columns, std::size_t column, quint8 width, std::string_view cells)
    {
        ByteReader in(cells);
        if (width == 1)
            in.takePlanes(std::span(columns.numbers<quint8>(column), rows));
        else if (width == 2)
            in.takePlanes(std::span(columns.numbers<quint16>(column), rows));
        else if (width == 8)
            in.takePlanes(std::span(columns.numbers<qint64>(column), rows));
        if (width != 4)
            return;
        const std::span deltas(columns.numbers<quint32>(column), rows);
        in.takePlanes(deltas);
        quint32 last = 0;
        for (quint32 &delta : deltas) {
            if (isTime(column))
                delta = last += unfolded(delta);
        }
    }

    bool takeTexts(std::size_t count, std::vector<std::string_view> &texts)
    {
        if (count > m_in.left() / sizeof(quint32))
            return false;
        std::vector<quint32> lengths(count);
        m_in.takePlanes(std::span(lengths));
        texts.reserve(count);
        for (const quint32 length : lengths) {
            texts.push_back(m_in.takeText(length));
            if (texts.back().empty()) // no entry is, and there are not so many bytes either
                return false;
        }
        return m_in.isGood();
    }

    bool takeTriples(std::size_t count, std::vector<Triple> &triples)
    {
        if (count > m_in.left() / sizeof(Triple))
            return false;
        std::vector<quint32> first(count);
        std::vector<quint32> second(count);
        std::vector<quint32> third(count);
        for (std::vector<quint32> *codes : {&first, &second, &third})
            m_in.takePlanes(std::span(*codes));
        triples.reserve(count);
        quint32 last = 0;
        for (std::size_t i = 0; i < count; ++i) {
            last += unfolded(second[i]);
            const Triple triple{
                .first = first[i], .second = last, .third = last + unfolded(third[i])};
            const quint32 largest = std::max({triple.first, triple.second, triple.third});
            if (largest == 0 || largest >= m_sizes.texts)
                return false;
            triples.push_back(triple);
        }
        return m_in.isGood();
    }

    ByteReader m_in;
    DictionarySizes m_sizes;
};

} // namespace

Result<UnpackedSegment> unpack(quint64 token, const QByteArray &data)
{
    const auto dataSize = static_cast<std::size_t>(data.size());
    const auto size = ZSTD_getFrameContentSize(data.constData(), dataSize);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > maximumSize)
        return damaged(u"A block of columns has no sensible size."_s);
    UnpackedSegment unpacked;
    unpacked.size = size;
    unpacked.packedSize = dataSize;
    unpacked.bytes = std::make_unique_for_overwrite<char[]>(size);
    const std::size_t got = ZSTD_decompress(unpacked.bytes.get(), size, data.constData(), dataSize);
    if (ZSTD_isError(got) != 0)
        return damaged(u"A block of columns cannot be decompressed: %1."_s.arg(
            QLatin1StringView(ZSTD_getErrorName(got))));
    if (!Unpacker({unpacked.bytes.get(), got}).unpack(token, unpacked))
        return damaged(u"A block of columns is not what it claims to be."_s);
    return unpacked;
}

} // namespace boxwatch::segmentcodec
