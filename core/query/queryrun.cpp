// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryrun.h"

#include "core/query/compiledquery.h"
#include "core/query/parallel.h"
#include "core/query/rawreader.h"

#include <algorithm>
#include <memory>

namespace boxwatch {

namespace {

using Row = EventTable::Row;
using Code = EventTable::Code;

/// Rows of one segment that one thread tests at a time.
struct Stretch
{
    Row begin = 0;
    Row end = 0;
};

/// What was found there.
struct Finding
{
    std::vector<Row> rows;
    std::vector<quint32> typeCounts; // by type code
};

/// The rows from \p first to \p end, divided where segments end and so that none is longer than \p longest.
std::vector<Stretch> stretches(Row first, Row end, Row longest)
{
    std::vector<Stretch> all;
    while (first < end) {
        const Row next = std::min(end, (first / longest + 1) * longest);
        all.push_back({.begin = first, .end = next});
        first = next;
    }
    return all;
}

} // namespace

class QueryRun::Private
{
public:
    Private(const Query &query, QSet<QByteArray> hidden)
        : compiled(compileQuery(query.root()))
        , hiddenTypes(std::move(hidden))
    {
    }

    bool learn(const TableSnapshot &table, const std::atomic<bool> *cancelled);
    Finding find(
        const TableSnapshot &table, const Stretch &stretch, const QueryContext &context,
        RawReader &raw, const std::atomic<bool> *cancelled) const;
    void collect(const RowBlock &block, const RowMask &mask, Finding &finding) const;
    void count(const Finding &finding);

    CompiledQuery compiled;
    QSet<QByteArray> hiddenTypes;
    std::vector<quint8> isShown; // by type code
    std::vector<qint64> typeCounts; // by type code
    std::optional<Error> trouble;
};

bool QueryRun::Private::learn(const TableSnapshot &table, const std::atomic<bool> *cancelled)
{
    for (auto code = static_cast<Code>(isShown.size()); code < table.typeCount(); ++code) {
        const std::string_view name = table.typeName(code);
        const bool isHidden = hiddenTypes.contains(
            QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        isShown.push_back(isHidden ? 0 : 1);
    }
    typeCounts.resize(isShown.size());
    return !compiled.test || compiled.test->learn(table, cancelled);
}

Finding QueryRun::Private::find(
    const TableSnapshot &table, const Stretch &stretch, const QueryContext &context, RawReader &raw,
    const std::atomic<bool> *cancelled) const
{
    Finding finding;
    finding.typeCounts.resize(isShown.size());
    for (Row row = stretch.begin; row < stretch.end;) {
        if (cancelled && cancelled->load(std::memory_order_relaxed))
            break;
        const Row end = std::min(row + static_cast<Row>(RowBlock::maximumSize), stretch.end);
        const RowBlock block{
            .table = table,
            .context = context,
            .raw = raw,
            .cancelled = cancelled,
            .segment = row / EventTable::rowsPerSegment,
            .offset = row % EventTable::rowsPerSegment,
            .size = end - row};
        RowMask mask(block.size);
        if (compiled.test)
            compiled.test->keep(block, mask);
        collect(block, mask, finding);
        row = end;
    }
    return finding;
}

void QueryRun::Private::collect(const RowBlock &block, const RowMask &mask, Finding &finding) const
{
    std::array<Row, RowBlock::maximumSize> rows;
    std::size_t found = 0;
    const auto keep = [&](const auto &codeOf) {
        mask.forEachWord([&](std::size_t begin) {
            const std::size_t end = std::min(begin + 8, block.size);
            for (std::size_t row = begin; row < end; ++row) {
                // Rows that do not pass are written as well, and then written over: no branch to guess.
                const Code type = codeOf(row);
                const quint8 passes = mask[row];
                finding.typeCounts[type] += passes;
                rows[found] = block.first() + static_cast<Row>(row);
                found += static_cast<std::size_t>(passes & isShown[type]);
            }
        });
    };
    block.table.codes(CodeColumn::Type, block.segment).visit([&](const auto &codes) {
        if constexpr (std::is_same_v<std::decay_t<decltype(codes)>, ConstantCode>)
            keep([&](std::size_t) { return codes.code; });
        else
            keep([&](std::size_t row) -> Code { return codes[block.offset + row]; });
    });
    finding.rows.insert(
        finding.rows.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(found));
}

void QueryRun::Private::count(const Finding &finding)
{
    for (std::size_t code = 0; code < finding.typeCounts.size(); ++code)
        typeCounts[code] += finding.typeCounts[code];
}

QueryRun::QueryRun(const Query &query, QSet<QByteArray> hiddenTypes)
    : d(std::make_unique<Private>(query, std::move(hiddenTypes)))
{
}

QueryRun::~QueryRun() = default;

bool QueryRun::run(
    const TableSnapshot &table, Row first, const QueryContext &context, const Sink &sink,
    const std::atomic<bool> *cancelled)
{
    // Raw events take a thousand times as long, so a stretch of them is short.
    constexpr Row rawRowsPerStretch = 8'192;

    if ((cancelled && *cancelled) || !d->learn(table, cancelled))
        return false;
    const std::vector<Stretch> all = stretches(
        first, table.size(), d->compiled.readsRaw ? rawRowsPerStretch : EventTable::rowsPerSegment);
    std::vector<Finding> findings(all.size());
    std::vector<std::unique_ptr<RawReader>> readers(workerCount());
    for (auto &reader : readers)
        reader = std::make_unique<RawReader>(context.sessionPath);

    const auto work = [&](std::size_t part, std::size_t worker) {
        findings[part] = d->find(table, all[part], context, *readers[worker], cancelled);
    };
    const auto deliver = [&](std::size_t part) {
        d->count(findings[part]);
        const bool goOn = sink({.rows = std::move(findings[part].rows), .next = all[part].end});
        if (goOn && context.progress)
            context.progress(static_cast<double>(part + 1) / static_cast<double>(all.size()));
        return goOn;
    };
    const bool done = inOrder(all.size(), work, deliver, cancelled);
    for (const auto &reader : readers) {
        if (!d->trouble)
            d->trouble = reader->trouble();
    }
    return done;
}

const std::vector<qint64> &QueryRun::typeCounts() const
{
    return d->typeCounts;
}

bool QueryRun::readsRaw() const
{
    return d->compiled.readsRaw;
}

bool QueryRun::readsMarks() const
{
    return d->compiled.readsMarks;
}

bool QueryRun::readsIds() const
{
    return d->compiled.readsIds;
}

const std::optional<Error> &QueryRun::trouble() const
{
    return d->trouble;
}

} // namespace boxwatch
