// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/querycommand.h"

#include "app/cli/rowsearch.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/cli/texttable.h"
#include "core/event/eventcatalogue.h"
#include "core/export/exportjob.h"
#include "core/model/displaytext.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qint64 quietTime = 1000; // ms; what is done by then needs no progress
constexpr qint64 lineInterval = 100;

/// One run of the command.
class QueryCommand
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::QueryCommand)

public:
    explicit QueryCommand(const QueryOptions &options) : m_options(options) { m_running.start(); }

    ExitCode run();

private:
    ExitCode tell(const Error &error);
    bool progressed(const QString &words, double done);
    Result<void> print(const std::vector<EventTable::Row> &rows) const;
    Result<void> exportRows(const std::vector<EventTable::Row> &rows) const;
    Result<void> printTable(const std::vector<EventTable::Row> &rows) const;
    QStringList cells(EventTable::Row row) const;
    QString text(EventTable::Code code) const;
    QString who(EventTable::Row row) const;
    QString what(EventTable::Row row) const;
    std::vector<EventTable::Row> firstOf(const std::vector<EventTable::Row> &rows) const;
    Result<void> tellTiming(double opening, const FoundRows &found) const;

    static QString timeText(qint64 time);
    static QString severityText(Severity severity);
    static Result<void> write(const QByteArray &bytes);

    const QueryOptions &m_options;
    SessionTable m_session;
    StatusLine m_line;
    QElapsedTimer m_running;
    qint64 m_lastReport = 0;
};

ExitCode QueryCommand::tell(const Error &error)
{
    m_line.clear();
    writeError(u"boxwatch: "_s + terminalText(sentenceFor(error)));
    return exitCodeFor(error);
}

ExitCode QueryCommand::run()
{
    const ParsedQuery parsed = Query::parse(m_options.query);
    if (parsed.error) {
        writeError(u"boxwatch: "_s + queryComplaint(m_options.query, *parsed.error));
        return ExitCode::Usage;
    }
    auto session = readSessionTable(m_options.file, [this](qint64 done, qint64 total) {
        return progressed(
            tr("Reading"), total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1);
    });
    const double opening = static_cast<double>(m_running.nsecsElapsed()) / 1e6;
    if (!session)
        return tell(session.error());
    m_session = std::move(*session);
    // How long the query takes, and how much it finds, does not depend on what is printed of it.
    const auto limit = m_options.timing ? std::nullopt : m_options.limit;
    const auto found = searchRows(
        parsed.query, m_options.file, m_session, limit, SignalWatcher::endWantedFlag(),
        [this](double done) { progressed(tr("Searching"), done); });
    if (!found)
        return tell(found.error());
    m_line.clear();
    const Result<void> printed = m_options.count
        ? write(QByteArray::number(static_cast<qint64>(found->rows.size())) + '\n')
        : print(firstOf(found->rows));
    if (!printed)
        return tell(printed.error());
    if (m_options.timing) {
        if (const auto told = tellTiming(opening, *found); !told)
            return tell(told.error());
    }
    return found->trouble ? tell(*found->trouble) : ExitCode::Success;
}

bool QueryCommand::progressed(const QString &words, double done)
{
    const qint64 now = m_running.elapsed();
    if (now >= quietTime && now - m_lastReport >= lineInterval) {
        m_lastReport = now;
        m_line.show(tr("%1 %2").arg(words, progressBar(done)));
    }
    return !SignalWatcher::isEndWanted();
}

/// As many as are to be printed.
std::vector<EventTable::Row> QueryCommand::firstOf(const std::vector<EventTable::Row> &rows) const
{
    const auto all = static_cast<qint64>(rows.size());
    const qint64 most = std::min(m_options.limit.value_or(all), all);
    return {rows.begin(), rows.begin() + most};
}

Result<void> QueryCommand::tellTiming(double opening, const FoundRows &found) const
{
    const QJsonObject timing{
        {u"open_ms"_s, opening},
        {u"query_ms"_s, found.milliseconds},
        {u"events"_s, qint64{m_session.events.size()}},
        {u"found"_s, static_cast<qint64>(found.rows.size())}};
    const QByteArray line = QJsonDocument(timing).toJson(QJsonDocument::Compact);
    // Where there is nothing else to read on standard output, this is what was asked for.
    if (m_options.limit == 0 && !m_options.count)
        return write(line + '\n');
    writeError(QString::fromUtf8(line));
    return {};
}

Result<void> QueryCommand::write(const QByteArray &bytes)
{
    errno = 0;
    if (writeOutput(bytes))
        return {};
    const int reason = errno;
    if (reason == EPIPE)
        return Error{
            .kind = Error::Kind::Cancelled, .message = tr("Nobody reads the output any more.")};
    return Error{
        .kind = Error::Kind::File,
        .message = tr("Standard output cannot be written: %1").arg(qt_error_string(reason))};
}

Result<void> QueryCommand::print(const std::vector<EventTable::Row> &rows) const
{
    if (m_options.limit == 0)
        return {};
    return m_options.format == QueryOptions::Format::Table ? printTable(rows) : exportRows(rows);
}

Result<void> QueryCommand::exportRows(const std::vector<EventTable::Row> &rows) const
{
    ExportOptions options;
    options.format = m_options.format == QueryOptions::Format::Csv ? ExportFormat::Csv
                                                                   : ExportFormat::JsonLines;
    options.output = u"-"_s;
    options.rows = RowList(rows);
    const auto written = ExportJob::run(
        m_options.file, m_session.events, options,
        [](qint64, qint64) { return !SignalWatcher::isEndWanted(); });
    return written ? Result<void>() : written.error();
}

Result<void> QueryCommand::printTable(const std::vector<EventTable::Row> &rows) const
{
    if (rows.empty()) {
        writeError(tr("No event fits the query."));
        return {};
    }
    // Columns are as wide as the first lines need; a later one that needs more makes them wider from there on.
    constexpr std::size_t linesAtOnce = 1000;
    TextTable table({26, 8, 32, 28, 48, 39});
    table.add({tr("Time"), tr("Severity"), tr("Type"), tr("Who"), tr("What"), tr("Where from")});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table.add(cells(rows[i]));
        if (i % linesAtOnce != linesAtOnce - 1 && i != rows.size() - 1)
            continue;
        if (SignalWatcher::isEndWanted())
            return Error{.kind = Error::Kind::Cancelled};
        if (auto written = write(table.takeLines()); !written)
            return written;
    }
    return {};
}

QString QueryCommand::timeText(qint64 time)
{
    if (time == Event::noTime)
        return {};
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(time);
    const int minutes = local.offsetFromUtc() / 60;
    return local.toString(u"yyyy-MM-dd HH:mm:ss "_s)
        + u"%1%2:%3"_s.arg(QChar(minutes < 0 ? u'-' : u'+'))
              .arg(qAbs(minutes) / 60, 2, 10, QLatin1Char('0'))
              .arg(qAbs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

QString QueryCommand::severityText(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return tr("Info");
    case Severity::Notice:
        return tr("Notice");
    case Severity::Warning:
        return tr("Warning");
    case Severity::Critical:
        return tr("Critical");
    }
    return {};
}

QString QueryCommand::text(EventTable::Code code) const
{
    return displayText(m_session.events.text(code));
}

QString QueryCommand::who(EventTable::Row row) const
{
    const EventTable::Triple &actor = m_session.events.person(m_session.events.actor(row));
    for (const EventTable::Code code : {actor.second, actor.third}) {
        if (!m_session.events.text(code).empty())
            return text(code);
    }
    return text(actor.first);
}

QString QueryCommand::what(EventTable::Row row) const
{
    const EventTable::Triple &item = m_session.events.itemEntry(m_session.events.item(row));
    return m_session.events.text(item.third).empty() ? text(item.second) : text(item.third);
}

QStringList QueryCommand::cells(EventTable::Row row) const
{
    const TableSnapshot &events = m_session.events;
    const std::string_view name = events.typeName(events.type(row));
    const EventType type = EventCatalogue::instance().find(
        QByteArray(name.data(), static_cast<qsizetype>(name.size())));
    const QString label = events.isReadable(row) ? displayText(type.label.toStdString())
                                                 : tr("Unreadable event");
    return {
        timeText(events.createdAt(row)), severityText(type.severity), label, who(row), what(row),
        text(events.address(row))};
}

} // namespace

ExitCode runQuery(const QueryOptions &options)
{
    const SignalWatcher watcher;
    return QueryCommand(options).run();
}

} // namespace boxwatch
