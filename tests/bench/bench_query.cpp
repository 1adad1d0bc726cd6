// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Queries, sorting, facets and the histogram over a captured session. BOXWATCH_BENCH_EVENTS says how many
// events it has (1,000,000), BOXWATCH_BENCH_FOLDER where it may stay for the next time. Ten times as many
// are asked too where 6 GiB of memory are free, or BOXWATCH_BENCH_LARGE is 1, and not if that is 0.

#include "core/query/facets.h"
#include "core/query/histogram.h"
#include "core/query/queryrun.h"
#include "core/query/rowsorter.h"
#include "core/session/sessionloader.h"
#include "tests/bench/figure.h"
#include "tests/bench/queryrivals.h"
#include "tests/bench/samplesession.h"
#include "tests/bench/tablecopy.h"

#include <QApplication>
#include <QFile>
#include <QLocale>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Row = EventTable::Row;

constexpr int runs = 7;

struct Question
{
    const char *name;
    const char *query;
};

constexpr std::array questions{
    Question{"one field equality", "type:=PREVIEW"},
    Question{"one field equality, addresses", "ip:=198.51.100.77"},
    Question{"one range", "size:1mb..100mb"},
    Question{"one range, times", "after:2026-01-01 before:2026-06-01T12:34:56"},
    Question{"one substring, all columns", "forecast"},
    Question{"one substring, names of items", "item:forecast"},
    Question{"one substring that hardly ever occurs", "zzyzx"},
    Question{
        "three clauses with a regex", "type:download -ip:10.20. item:/q[1-4].*\\.(xlsx|pdf)$/"},
};

std::vector<Row> rowsOf(
    const QString &text, const TableSnapshot &table, const QueryContext &context = {})
{
    const ParsedQuery parsed = Query::parse(text);
    if (parsed.error)
        qFatal("%s", qPrintable(parsed.error->message));
    QueryRun run(parsed.query, {});
    std::vector<Row> rows;
    const bool done = run.run(table, 0, context, [&rows](QueryRun::Batch &&batch) {
        rows.insert(rows.end(), batch.rows.begin(), batch.rows.end());
        return true;
    });
    if (!done || run.trouble())
        qFatal("the query did not get to the end");
    return rows;
}

QString inWords(const char *name, const TableSnapshot &table)
{
    return u"%1, %2 events"_s.arg(
        QString::fromUtf8(name), QLocale::c().toString(qlonglong{table.size()}));
}

void ask(const TableSnapshot &table)
{
    for (const Question &question : questions) {
        const QString text = QString::fromUtf8(question.query);
        std::size_t found = 0;
        const double ms = medianMs(runs, [&] { found = rowsOf(text, table).size(); });
        Figure{
            .name = inWords(question.name, table) + u" (%1 found)"_s.arg(found),
            .value = ms,
            .unit = u"ms"_s}
            .print();
    }
}

void sortRows(const TableSnapshot &table)
{
    std::vector<Row> rows(table.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    double slowest = 0;
    int slowestKey = 0;
    for (int key = 0; key < sortKeyCount; ++key) {
        const RowSorter sorter(static_cast<SortKey>(key), Qt::AscendingOrder);
        const double ms = medianMs(runs, [&] {
            if (sorter.sort(table, rows)->size() != rows.size())
                qFatal("rows were lost");
        });
        if (qEnvironmentVariableIsSet("BOXWATCH_BENCH_EACH")) {
            Figure{.name = u"sort by column %1"_s.arg(key), .value = ms, .unit = u"ms"_s}.print();
        }
        if (ms > slowest) {
            slowest = ms;
            slowestKey = key;
        }
    }
    Figure{
        .name = inWords("sort by the slowest column", table) + u" (column %1)"_s.arg(slowestKey),
        .value = slowest,
        .unit = u"ms"_s}
        .print();
}

void countValues(const TableSnapshot &table)
{
    std::vector<Row> rows(table.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    const double ms = medianMs(runs, [&] {
        FacetCounts facets;
        facets.add(table, rows);
        for (int facet = 0; facet < static_cast<int>(facetCount); ++facet) {
            if (facets.top(static_cast<Facet>(facet), 10, table).empty())
                qFatal("there are no values");
        }
        HistogramCounts counts;
        counts.add(table, rows);
        if (counts.histogram(200).bins.empty())
            qFatal("there is no histogram");
    });
    Figure{.name = inWords("facets and histogram", table), .value = ms, .unit = u"ms"_s}.print();
}

void askRaw(const QString &path, const TableSnapshot &table, const SampleLines &lines)
{
    const QueryContext context{.sessionPath = path};
    std::size_t found = 0;
    const double ms = medianMs(
        5, [&] { found = rowsOf(u"raw:forecast"_s, table, context).size(); });
    const auto grep = grepMs(lines, u"forecast"_s, found);
    Figure{
        .name = inWords("raw:", table),
        .value = ms,
        .unit = u"ms"_s,
        .rival = grep ? u"grep -i -F, the same events as JSON Lines"_s : QString(),
        .rivalValue = grep.value_or(0),
        .lessIsBetter = true}
        .print();
}

/// How many of the rows jq is to find.
std::size_t countForJq(std::span<const Row> rows, const SampleLines &lines)
{
    return static_cast<std::size_t>(std::ranges::count_if(rows, [&](Row row) {
        return row < lines.endForJq && !std::ranges::binary_search(lines.tooDeepForJq, row);
    }));
}

void askRivals(const QString &path, const TableSnapshot &table, const SampleLines &lines)
{
    const auto print = [&](const char *name, const QString &query, const QString &rival,
                           std::optional<double> theirs) {
        if (!theirs)
            return;
        Figure{
            .name = inWords(name, table),
            .value = medianMs(runs, [&] { rowsOf(query, table); }),
            .unit = u"ms"_s,
            .rival = rival,
            .rivalValue = *theirs,
            .lessIsBetter = true}
            .print();
    };
    // Lines have more texts than columns, so the others find the word more often.
    const QString word = u"forecast"_s;
    const std::size_t found = rowsOf(u"raw:"_s + word, table, {.sessionPath = path}).size();
    print("one substring", word, u"grep -i -F"_s, grepMs(lines, word, found));
    print("one substring", word, u"lnav, :filter-in"_s, lnavMs(lines, word, found));
    const QString equality = u"type:=PREVIEW"_s;
    print(
        "one field equality", equality, u"jq, select(.event_type == …)"_s,
        jqMs(lines, u"PREVIEW"_s, countForJq(rowsOf(equality, table), lines)));
}

void askProxy(const TableSnapshot &whole)
{
    EventTable table;
    copyRows(whole, 100'000, 1, table);
    const TableSnapshot rows = table.snapshot();
    const double ours = medianMs(runs, [&] { rowsOf(u"item:forecast"_s, rows); });
    Figure{
        .name = inWords("one substring", rows),
        .value = ours,
        .unit = u"ms"_s,
        .rival = u"QSortFilterProxyModel under a QTableView"_s,
        .rivalValue = proxyMs(rows, u"forecast"_s),
        .lessIsBetter = true}
        .print();
}

bool isLargeAsked()
{
    if (qEnvironmentVariableIsSet("BOXWATCH_BENCH_LARGE"))
        return qEnvironmentVariableIntValue("BOXWATCH_BENCH_LARGE") != 0;
    QFile memory(u"/proc/meminfo"_s);
    if (!memory.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray &line : memory.readAll().split('\n')) {
        if (line.startsWith("MemAvailable:"))
            return line.simplified().split(' ').at(1).toLongLong() > 6 * 1024 * 1024;
    }
    return false;
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication app(argc, argv);
    const QTemporaryDir temporary;
    const QString folder = qEnvironmentVariable("BOXWATCH_BENCH_FOLDER", temporary.path());
    const QString path = folder + u"/query.boxwatch"_s;
    captureSample(path, benchEvents());

    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    if (!file)
        qFatal("%s", qPrintable(file.error().message));
    EventTable table;
    loadSample(**file, table);
    const TableSnapshot rows = table.snapshot();

    ask(rows);
    sortRows(rows);
    countValues(rows);
    const SampleLines lines = writeLines(**file, folder);
    askRaw(path, rows, lines);
    askRivals(path, rows, lines);
    askProxy(rows);
    if (isLargeAsked()) {
        EventTable large;
        copyRows(rows, rows.size(), 10, large);
        ask(large.snapshot());
        countValues(large.snapshot());
    }
    return 0;
}
