// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/queryrivals.h"

#include "core/session/sessionloader.h"
#include "tests/bench/figure.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSortFilterProxyModel>
#include <QStandardPaths>
#include <QStorageInfo>
#include <QTableView>

#include <algorithm>
#include <cstddef>
#include <string_view>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int runs = 5;

/// Time, type, who, what and from where, as plainly as can be.
class PlainModel : public QAbstractTableModel
{
public:
    explicit PlainModel(const TableSnapshot &table) : m_table(table) { }

    int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_table.size());
    }
    int columnCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : 5; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        const auto row = static_cast<EventTable::Row>(index.row());
        const auto text = [](std::string_view utf8) {
            return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
        };
        switch (index.column()) {
        case 0:
            return m_table.createdAt(row);
        case 1:
            return text(m_table.typeName(m_table.type(row)));
        case 2:
            return text(m_table.text(m_table.person(m_table.actor(row)).second));
        case whatColumn:
            return text(m_table.text(m_table.itemEntry(m_table.item(row)).third));
        default:
            return text(m_table.text(m_table.address(row)));
        }
    }

    static constexpr int whatColumn = 3;

private:
    TableSnapshot m_table;
};

/// Nothing if there is no such program. What it says is in SampleLines::answers afterwards: some programs
/// do not do their work if they see that nobody wants to know, and grep stops at the first match then.
std::optional<double> programMs(
    const QString &name, const QStringList &arguments, const SampleLines &lines, int times = runs)
{
    const QString program = QStandardPaths::findExecutable(name);
    if (program.isEmpty())
        return {};
    return medianMs(times, [&] {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LC_ALL"_s, u"C"_s); // grep is several times faster in this one
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(lines.answers);
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(program, arguments);
        if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit
            || process.exitCode() != 0)
            qFatal("%s fails", qPrintable(program));
    });
}

qint64 countLines(const QString &path)
{
    constexpr qint64 blockSize = 1 << 20;

    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    qint64 lines = 0;
    for (QByteArray block = file.read(blockSize); !block.isEmpty(); block = file.read(blockSize))
        lines += block.count('\n');
    return lines;
}

/// That something was found, and all of it: who finds nothing is quick.
void expect(const char *what, qint64 found, qint64 expected)
{
    if (found == 0 || found != expected)
        qFatal("%s: %lld in place of %lld", what, qlonglong{found}, qlonglong{expected});
}

/// A file that is written from its start. Each trouble, as when the disk is full, ends the program.
class LineFile
{
public:
    explicit LineFile(const QString &path) : m_file(path)
    {
        check(m_file.open(QIODevice::WriteOnly));
    }

    void append(std::string_view line)
    {
        const auto size = static_cast<qint64>(line.size());
        check(m_file.write(line.data(), size) == size && m_file.putChar('\n'));
        ++m_lines;
    }

    /// When all lines are there.
    void close()
    {
        check(m_file.flush());
        m_file.close();
        expect(qPrintable(m_file.fileName()), countLines(m_file.fileName()), m_lines);
    }

private:
    void check(bool done) const
    {
        if (done)
            return;
        // That the disk is full, QFile does not always say.
        const qint64 free = QStorageInfo(QFileInfo(m_file.fileName()).path()).bytesAvailable();
        qFatal(
            "%s cannot be written: %s; %lld bytes are free there", qPrintable(m_file.fileName()),
            qPrintable(m_file.errorString()), qlonglong{free});
    }

    QFile m_file;
    qint64 m_lines = 0;
};

/// Whether jq 1.6 might refuse an event, and with it all that follow: it goes 256 levels deep, of which
/// an object takes two.
bool isTooDeepForJq(std::string_view event)
{
    constexpr std::ptrdiff_t mostLevels = 256;
    return std::ranges::count(event, '[') + 2 * std::ranges::count(event, '{') > mostLevels;
}

} // namespace

void loadSample(const SessionFile &file, EventTable &table)
{
    const auto summary = file.summary();
    if (!summary)
        qFatal("%s", qPrintable(summary.error().message));
    SessionLoader loader(file, table, summary->events);
    for (auto done = loader.readSome(); done && !*done; done = loader.readSome()) { }
    if (table.size() != summary->events)
        qFatal("the session has not all of its events");
}

SampleLines writeLines(const SessionFile &file, const QString &folder)
{
    const auto summary = file.summary();
    if (!summary)
        qFatal("%s", qPrintable(summary.error().message));
    SampleLines lines{
        .all = folder + u"/events.jsonl"_s,
        .forJq = folder + u"/tenth.jsonl"_s,
        .endForJq = static_cast<EventTable::Row>(summary->events / 10),
        .tooDeepForJq = {},
        .answers = folder + u"/answers"_s};
    LineFile all(lines.all);
    LineFile forJq(lines.forJq);
    EventTable::Row row = 0;
    auto chunk = file.nextChunk(0);
    for (; chunk && *chunk; chunk = file.nextChunk((*chunk)->id)) {
        for (const std::string_view event : (*chunk)->events) {
            all.append(event);
            if (row < lines.endForJq && isTooDeepForJq(event))
                lines.tooDeepForJq.push_back(row);
            else if (row < lines.endForJq)
                forJq.append(event);
            ++row;
        }
    }
    if (!chunk)
        qFatal("%s", qPrintable(chunk.error().message));
    expect("events", row, summary->events);
    all.close();
    forJq.close();
    return lines;
}

std::optional<double> grepMs(const SampleLines &lines, const QString &word, std::size_t expected)
{
    const auto ms = programMs(u"grep"_s, {u"-c"_s, u"-i"_s, u"-F"_s, word, lines.all}, lines);
    if (ms) {
        QFile answer(lines.answers);
        const bool isThere = answer.open(QIODevice::ReadOnly);
        expect(
            "grep", isThere ? answer.readAll().trimmed().toLongLong() : -1,
            static_cast<qint64>(expected));
    }
    return ms;
}

std::optional<double> lnavMs(const SampleLines &lines, const QString &word, std::size_t expected)
{
    // Without -n it needs a terminal; with it, it reads the whole file and prints what the filter lets pass.
    const auto ms = programMs(
        u"lnav"_s, {u"-n"_s, u"-c"_s, u":filter-in "_s + word, lines.all}, lines, 1);
    if (ms)
        expect("lnav", countLines(lines.answers), static_cast<qint64>(expected));
    return ms;
}

std::optional<double> jqMs(const SampleLines &lines, const QString &type, std::size_t expected)
{
    auto ms = programMs(
        u"jq"_s, {u"-c"_s, u"select(.event_type == \"%1\")"_s.arg(type), lines.forJq}, lines, 1);
    if (ms) {
        expect("jq", countLines(lines.answers), static_cast<qint64>(expected));
        *ms *= 10;
    }
    return ms;
}

double proxyMs(const TableSnapshot &table, const QString &word)
{
    PlainModel model(table);
    QSortFilterProxyModel proxy;
    proxy.setFilterKeyColumn(PlainModel::whatColumn);
    proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy.setSourceModel(&model);
    QTableView view;
    view.setModel(&proxy);
    view.resize(1200, 800);
    view.show();
    QCoreApplication::processEvents();
    bool isFiltered = false;
    return medianMs(runs, [&] {
        isFiltered = !isFiltered;
        proxy.setFilterFixedString(isFiltered ? word : QString());
        QCoreApplication::processEvents();
    });
}

} // namespace boxwatch
