// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/exportjob.h"

#include "core/base/background.h"
#include "core/export/csvwriter.h"
#include "core/export/exportcolumn.h"
#include "core/export/exportoutput.h"
#include "core/export/jsonlines.h"
#include "core/export/rawahead.h"
#include "core/store/rawevents.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Progress = std::function<bool(qint64 done, qint64 total)>;

constexpr std::size_t bufferSize = 1 << 20;
constexpr qint64 progressInterval = 50; // ms
constexpr qint64 rowsPerLook = 256; // at the clock, which costs more than a row does

Error error(Error::Kind kind, const QString &message)
{
    Error result;
    result.kind = kind;
    result.message = message;
    return result;
}

// One export, from its options to the finished file.
class Export
{
public:
    Export(const QString &sessionPath, const TableSnapshot &table, const ExportOptions &options)
        : m_sessionPath(sessionPath)
        , m_table(table)
        , m_options(options)
    {
    }

    Result<ExportSummary> run(const Progress &progress);

private:
    Result<void> checkOutput() const;
    Result<void> prepare();
    Result<std::vector<ExportColumn>> columns() const;
    Result<QHash<quint16, QByteArray>> streamNames() const;
    void chooseTypes();
    Result<void> writeRow(qint64 index);
    Result<std::string_view> rawOf(qint64 index);
    Result<void> writeRows(const Progress &progress);
    Result<void> flush();

    qint64 rowCount() const;
    EventTable::Row rowAt(qint64 index) const;

    const QString &m_sessionPath;
    const TableSnapshot &m_table;
    const ExportOptions &m_options;
    std::vector<bool> m_wanted; // by type code; empty: all
    std::unique_ptr<RawEvents> m_raw;
    std::unique_ptr<RawAhead> m_ahead; // if the rows do not stand in order of arrival
    std::unique_ptr<CsvWriter> m_csv;
    std::unique_ptr<ExportOutput> m_output;
    std::string m_buffer;
    ExportSummary m_summary;
};

Result<ExportSummary> Export::run(const Progress &progress)
{
    if (auto fine = checkOutput(); !fine)
        return fine.error();
    if (auto ready = prepare(); !ready)
        return ready.error();

    auto output = ExportOutput::open(m_options.output);
    if (!output)
        return output.error();
    m_output = std::move(*output);

    if (m_csv) {
        if (m_options.byteOrderMark)
            m_buffer += "\xEF\xBB\xBF";
        m_csv->appendHeader(m_buffer);
    }
    if (auto written = writeRows(progress); !written)
        return written.error();
    if (auto written = flush(); !written)
        return written.error();
    if (auto committed = m_output->commit(); !committed)
        return committed.error();

    m_summary.bytes = m_output->bytes();
    if (m_csv) {
        m_summary.guardedCells = m_csv->guardedCells();
        m_summary.repairedCells = m_csv->repairedCells();
    }
    return m_summary;
}

Result<void> Export::checkOutput() const
{
    if (m_options.output.isEmpty())
        return error(Error::Kind::Usage, ExportJob::tr("No file was named to export to."));

    const QString target = QFileInfo(m_options.output).canonicalFilePath();
    if (target.isEmpty())
        return {};
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s, u".lock"_s}) {
        if (QFileInfo(m_sessionPath + suffix).canonicalFilePath() == target)
            return error(
                Error::Kind::Usage,
                ExportJob::tr("An export cannot replace the session that it is made from."));
    }
    return {};
}

Result<void> Export::prepare()
{
    chooseTypes();
    bool needsRaw = m_options.format == ExportFormat::JsonLines;

    if (m_options.format == ExportFormat::Csv) {
        auto wanted = columns();
        if (!wanted)
            return wanted.error();
        auto streams = streamNames();
        if (!streams)
            return streams.error();
        m_csv = std::make_unique<CsvWriter>(
            m_table,
            CsvWriter::Options{
                .columns = std::move(*wanted),
                .streams = std::move(*streams),
                .guardFormulas = m_options.guardFormulas});
        needsRaw = m_csv->needsRaw();
    }

    if (needsRaw) {
        auto raw = RawEvents::open(m_sessionPath);
        if (!raw)
            return raw.error();
        m_raw = std::move(*raw);
        if (m_options.rows && !std::ranges::is_sorted(m_options.rows->rows()))
            m_ahead = std::make_unique<RawAhead>(*m_raw, m_table, *m_options.rows);
    }
    m_buffer.reserve(bufferSize + bufferSize / 8);
    return {};
}

Result<std::vector<ExportColumn>> Export::columns() const
{
    std::vector<ExportColumn> columns;
    for (const QByteArray &key :
         m_options.columns.isEmpty() ? defaultExportColumns() : m_options.columns) {
        const auto column = exportColumnFromKey(key);
        if (!column)
            return error(
                Error::Kind::Usage,
                ExportJob::tr("There is no column \"%1\".").arg(QString::fromUtf8(key)));
        columns.push_back(*column);
    }
    return columns;
}

Result<QHash<quint16, QByteArray>> Export::streamNames() const
{
    const auto file = SessionFile::open(m_sessionPath, SessionFile::Mode::ReadOnly);
    if (!file)
        return file.error();
    const auto summary = (*file)->summary();
    if (!summary)
        return summary.error();

    QHash<quint16, QByteArray> names;
    for (const StoredStream &stream : summary->streams)
        names.insert(static_cast<quint16>(stream.id), streamTypeName(stream.type));
    return names;
}

void Export::chooseTypes()
{
    if (m_options.types.isEmpty())
        return;
    m_wanted.resize(m_table.typeCount());
    for (TableSnapshot::Code code = 0; code < m_table.typeCount(); ++code) {
        const std::string_view name = m_table.typeName(code);
        m_wanted[code] = m_options.types.contains(
            QByteArray(name.data(), static_cast<qsizetype>(name.size())));
    }
}

qint64 Export::rowCount() const
{
    return m_options.rows ? static_cast<qint64>(m_options.rows->size()) : m_table.size();
}

EventTable::Row Export::rowAt(qint64 index) const
{
    return m_options.rows ? (*m_options.rows)[static_cast<std::size_t>(index)]
                          : static_cast<EventTable::Row>(index);
}

Result<void> Export::writeRows(const Progress &progress)
{
    const qint64 total = rowCount();
    QElapsedTimer sinceReport;
    sinceReport.start();

    for (qint64 index = 0; index < total; ++index) {
        if (index % rowsPerLook == 0 && (index == 0 || sinceReport.hasExpired(progressInterval))) {
            sinceReport.start();
            if (!progress(index, total))
                return error(Error::Kind::Cancelled, ExportJob::tr("The export was cancelled."));
        }
        const EventTable::Row row = rowAt(index);
        if (row >= m_table.size() || (!m_wanted.empty() && !m_wanted[m_table.type(row)]))
            continue;
        if (auto written = writeRow(index); !written)
            return written;
    }
    // The last chance: from here on the file gets its name.
    if (!progress(total, total))
        return error(Error::Kind::Cancelled, ExportJob::tr("The export was cancelled."));
    return {};
}

Result<std::string_view> Export::rawOf(qint64 index)
{
    if (!m_raw)
        return std::string_view();
    return m_ahead ? m_ahead->raw(static_cast<std::size_t>(index))
                   : m_raw->raw(m_table, rowAt(index));
}

Result<void> Export::writeRow(qint64 index)
{
    const Result<std::string_view> read = rawOf(index);
    if (!read)
        return read.error();
    const std::string_view raw = *read;
    if (m_csv)
        m_csv->appendRow(m_buffer, rowAt(index), raw);
    else if (appendJsonLine(m_buffer, raw))
        ++m_summary.joinedLines;
    ++m_summary.rows;
    return m_buffer.size() < bufferSize ? Result<void>() : flush();
}

Result<void> Export::flush()
{
    auto written = m_output->write(m_buffer);
    m_buffer.clear();
    return written;
}

} // namespace

class ExportJob::Private
{
public:
    QString sessionPath;
    TableSnapshot table;
    ExportOptions options;
    std::atomic<bool> cancelled = false;
    bool running = false;
    std::unique_ptr<QThread> thread;
};

QByteArrayList exportColumns()
{
    QByteArrayList keys;
    for (int column = 0; column < static_cast<int>(ExportColumn::Count); ++column) {
        const std::string_view key = exportColumnKey(static_cast<ExportColumn>(column));
        keys.append(QByteArray(key.data(), static_cast<qsizetype>(key.size())));
    }
    return keys;
}

QByteArrayList defaultExportColumns()
{
    QByteArrayList keys = exportColumns();
    keys.removeLast();
    return keys;
}

ExportJob::ExportJob(
    QString sessionPath, TableSnapshot table, ExportOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->sessionPath = std::move(sessionPath);
    d->table = std::move(table);
    d->options = std::move(options);
}

ExportJob::~ExportJob()
{
    d->cancelled = true;
    if (d->thread)
        d->thread->wait();
}

void ExportJob::start()
{
    if (d->thread)
        return;
    d->running = true;

    // What happens in the thread is told in the thread of this object, and not at all once it is gone.
    const auto tell = [this](auto what) {
        QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection);
    };
    d->thread.reset(QThread::create([this, tell] {
        workInBackground();
        const auto progress = [this, tell](qint64 done, qint64 total) {
            tell([this, done, total] { emit progressed(done, total); });
            return !d->cancelled;
        };
        const auto result = run(d->sessionPath, d->table, d->options, progress);
        tell([this, result] {
            d->running = false;
            if (result)
                emit finished(*result);
            else
                emit failed(result.error());
        });
    }));
    d->thread->setObjectName(u"export"_s);
    d->thread->start();
}

void ExportJob::cancel()
{
    d->cancelled = true;
}

bool ExportJob::isRunning() const
{
    return d->running;
}

QString ExportJob::output() const
{
    return d->options.output;
}

Result<ExportSummary> ExportJob::run(
    const QString &sessionPath, const TableSnapshot &table, const ExportOptions &options,
    const std::function<bool(qint64 done, qint64 total)> &progress)
{
    return Export(sessionPath, table, options).run(progress);
}

} // namespace boxwatch
