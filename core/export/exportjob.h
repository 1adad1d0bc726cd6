// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/query/rowlist.h"
#include "core/store/eventtable.h"

#include <QByteArrayList>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace boxwatch {

enum class ExportFormat {
    Csv, ///< RFC 4180, UTF-8
    JsonLines, ///< each event byte for byte as Box sent it, one per line
};

/// What to write, where and how.
struct ExportOptions
{
    ExportFormat format = ExportFormat::Csv;
    QString output; ///< a file, written whole or not at all; "-" is standard output
    QByteArrayList columns; ///< keys of exportColumns(), in order; empty: the default ones
    QByteArrayList types; ///< names of event types; empty: all
    std::optional<RowList> rows; ///< in this order; nothing: all rows
    bool guardFormulas = true; ///< an apostrophe before a cell that a spreadsheet would run
    bool byteOrderMark = false; ///< for Excel
};

struct ExportSummary
{
    qint64 rows = 0;
    qint64 bytes = 0;
    qint64 guardedCells = 0; ///< CSV: got an apostrophe
    qint64 repairedCells = 0; ///< CSV: had bytes that are not UTF-8
    qint64 joinedLines = 0; ///< JSON Lines: events that Box sent over several lines
};

/// The keys of all columns that a CSV can have, in their fixed order.
QByteArrayList exportColumns();
QByteArrayList defaultExportColumns(); ///< all but raw_json

/// Writes events of a session in a thread of its own, while capture goes on.
///
/// The file appears under its name only when it is complete: a failure, a cancel or a crash leaves
/// what was there before.
class ExportJob : public QObject
{
    Q_OBJECT

public:
    /// \p sessionPath is where the raw events are; \p table says which rows there are.
    ExportJob(
        QString sessionPath, TableSnapshot table, ExportOptions options, QObject *parent = nullptr);

    /// Cancels and waits for the thread.
    ~ExportJob() override;

    void start();
    void cancel();
    bool isRunning() const;
    QString output() const;

    /// The same without a thread, for the command line. \p progress gets rows done and rows in all,
    /// and returns false to cancel.
    static Result<ExportSummary> run(
        const QString &sessionPath, const TableSnapshot &table, const ExportOptions &options,
        const std::function<bool(qint64 done, qint64 total)> &progress);

signals:
    void progressed(qint64 done, qint64 total);
    void finished(const boxwatch::ExportSummary &summary);
    void failed(const boxwatch::Error &error); ///< Kind::Cancelled after cancel()

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::ExportSummary)
