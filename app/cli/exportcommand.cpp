// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/exportcommand.h"

#include "app/cli/rowsearch.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qint64 quietTime = 1000; // ms; what is done by then needs no progress
constexpr qint64 jsonInterval = 1000;
constexpr qint64 lineInterval = 100;

class ExportRun
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::ExportRun)

public:
    explicit ExportRun(const ExportCommand &command) : m_command(command) { m_running.start(); }

    ExitCode run();

private:
    Result<ExportSummary> write();
    bool readQuery();
    bool progressed(const char *step, const QString &words, qint64 done, qint64 total);
    void tell(const QJsonObject &object);
    void report(const ExportSummary &summary);

    const ExportCommand &m_command;
    std::optional<Query> m_query;
    StatusLine m_line;
    QElapsedTimer m_running;
    qint64 m_lastReport = 0;
};

ExitCode ExportRun::run()
{
    if (!readQuery())
        return ExitCode::Usage;
    const auto summary = write();
    m_line.clear();
    if (summary) {
        report(*summary);
        return ExitCode::Success;
    }
    const QString sentence = sentenceFor(summary.error());
    if (m_command.progress == ProgressMode::Json)
        tell({{u"event"_s, u"stopped"_s}, {u"state"_s, u"failed"_s}, {u"message"_s, sentence}});
    else
        writeError(u"boxwatch: "_s + terminalText(sentence));
    return exitCodeFor(summary.error());
}

/// False if the query cannot be understood; then that was told.
bool ExportRun::readQuery()
{
    if (!m_command.query)
        return true;
    ParsedQuery parsed = Query::parse(*m_command.query);
    if (!parsed.error) {
        m_query = std::move(parsed.query);
        return true;
    }
    if (m_command.progress == ProgressMode::Json)
        tell(
            {{u"event"_s, u"stopped"_s},
             {u"state"_s, u"failed"_s},
             {u"message"_s, parsed.error->message}});
    else
        writeError(u"boxwatch: "_s + queryComplaint(*m_command.query, *parsed.error));
    return false;
}

Result<ExportSummary> ExportRun::write()
{
    const auto session = readSessionTable(m_command.file, [this](qint64 done, qint64 total) {
        return progressed("reading", tr("Reading"), done, total);
    });
    if (!session)
        return session.error();
    ExportOptions options = m_command.options;
    if (m_query) {
        const qint64 total = session->events.size();
        const auto tellProgress = [&](double done) {
            progressed(
                "searching", tr("Searching"), std::llround(done * static_cast<double>(total)),
                total);
        };
        auto found = searchRows(
            *m_query, m_command.file, *session, {}, SignalWatcher::endWantedFlag(), tellProgress);
        if (!found)
            return found.error();
        // An export that lacks events without saying so is worse than none.
        if (found->trouble)
            return *found->trouble;
        options.rows = RowList(std::move(found->rows));
    }
    return ExportJob::run(
        m_command.file, session->events, options, [this](qint64 done, qint64 total) {
            return progressed("writing", tr("Writing"), done, total);
        });
}

bool ExportRun::progressed(const char *step, const QString &words, qint64 done, qint64 total)
{
    const qint64 now = m_running.elapsed();
    const bool json = m_command.progress == ProgressMode::Json;
    if (now >= quietTime && now - m_lastReport >= (json ? jsonInterval : lineInterval)) {
        m_lastReport = now;
        if (json) {
            tell(
                {{u"event"_s, u"progress"_s},
                 {u"state"_s, QString::fromLatin1(step)},
                 {u"events"_s, done},
                 {u"total"_s, total}});
        } else if (m_command.progress == ProgressMode::Auto) {
            const QLocale locale;
            const double part = total > 0 ? static_cast<double>(done) / static_cast<double>(total)
                                          : 1;
            m_line.show(tr("%1 %2 %3 % · %4 of %5 events")
                            .arg(
                                words, progressBar(part), locale.toString(int(part * 100)),
                                locale.toString(done), locale.toString(total)));
        }
    }
    return !SignalWatcher::isEndWanted();
}

void ExportRun::tell(const QJsonObject &object)
{
    writeError(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void ExportRun::report(const ExportSummary &summary)
{
    if (m_command.progress == ProgressMode::None)
        return;
    if (m_command.progress == ProgressMode::Json) {
        tell(
            {{u"event"_s, u"stopped"_s},
             {u"state"_s, u"done"_s},
             {u"events"_s, summary.rows},
             {u"bytes"_s, summary.bytes},
             {u"guarded_cells"_s, summary.guardedCells},
             {u"repaired_cells"_s, summary.repairedCells},
             {u"joined_lines"_s, summary.joinedLines}});
        return;
    }
    const QLocale locale;
    writeError(tr("Events written: %1.").arg(locale.toString(summary.rows)));
    if (summary.guardedCells > 0)
        writeError(
            tr("Cells that a spreadsheet would run as a formula, now behind an apostrophe: %1.")
                .arg(locale.toString(summary.guardedCells)));
    if (summary.repairedCells > 0)
        writeError(tr("Cells with bytes that are not text, now U+FFFD: %1.")
                       .arg(locale.toString(summary.repairedCells)));
    if (summary.joinedLines > 0)
        writeError(tr("Events that Box sent over several lines, now without the line breaks: %1.")
                       .arg(locale.toString(summary.joinedLines)));
}

} // namespace

ExitCode runExport(const ExportCommand &command)
{
    const SignalWatcher watcher;
    return ExportRun(command).run();
}

} // namespace boxwatch
