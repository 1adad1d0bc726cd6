// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/queryrivals.h"

#include "core/session/sessionloader.h"
#include "tests/bench/figure.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSortFilterProxyModel>
#include <QStandardPaths>
#include <QTableView>

#include <array>

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

/// Nothing if there is no such program. One that finds nothing may end with 1.
std::optional<double> programMs(const QString &name, const QStringList &arguments, int times = runs)
{
    const QString program = QStandardPaths::findExecutable(name);
    if (program.isEmpty())
        return {};
    return medianMs(times, [&] {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LC_ALL"_s, u"C"_s); // grep is several times faster in this one
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(QProcess::nullDevice());
        process.start(program, arguments);
        if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit)
            qFatal("%s does not run", qPrintable(program));
    });
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

QStringList writeLines(const SessionFile &file, const QString &folder)
{
    QFile all(folder + u"/events.jsonl"_s);
    QFile tenth(folder + u"/tenth.jsonl"_s);
    if (!all.open(QIODevice::WriteOnly) || !tenth.open(QIODevice::WriteOnly))
        qFatal("the lines cannot be written");
    const auto summary = file.summary();
    qint64 written = 0;
    auto chunk = file.nextChunk(0);
    for (; chunk && *chunk; chunk = file.nextChunk((*chunk)->id)) {
        for (const std::string_view event : (*chunk)->events) {
            const bool isFirst = written++ < summary->events / 10;
            for (QFile *lines : {&all, &tenth}) {
                if (lines == &tenth && !isFirst)
                    continue;
                lines->write(event.data(), static_cast<qint64>(event.size()));
                lines->putChar('\n');
            }
        }
    }
    return {all.fileName(), tenth.fileName()};
}

std::optional<double> grepMs(const QStringList &lines, const QString &word)
{
    // With -c: into /dev/null it would stop at the first line that it finds.
    return programMs(u"grep"_s, {u"-c"_s, u"-i"_s, u"-F"_s, word, lines.at(0)});
}

std::optional<double> lnavMs(const QStringList &lines, const QString &word)
{
    return programMs(u"lnav"_s, {u"-n"_s, u"-c"_s, u":filter-in "_s + word, lines.at(0)}, 1);
}

std::optional<double> jqMs(const QStringList &lines)
{
    auto ms = programMs(
        u"jq"_s, {u"-c"_s, u"select(.event_type == \"PREVIEW\")"_s, lines.at(1)}, 1);
    if (ms)
        *ms *= 10;
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
