// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/export/exportjob.h"
#include "core/store/eventtable.h"

#include <QDialog>

class QAction;
class QButtonGroup;
class QCheckBox;
class QLabel;
class QListView;
class QPushButton;

namespace boxwatch {

class ExportColumns;

/// What to export, as which file, with which columns.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Rows { Shown, All, Selected };

    struct Counts
    {
        qint64 shown = 0;
        qint64 all = 0;
        qint64 selected = 0;
    };

    /// An event that shows what the columns hold.
    struct Sample
    {
        TableSnapshot table;
        std::optional<EventTable::Row> row;
        QHash<quint16, QByteArray> streams; ///< names by id in the session file
    };

    ExportDialog(
        const Counts &counts, const Sample &sample, const QString &suggestedName,
        QWidget *parent = nullptr);

    Rows rows() const;
    qint64 rowCount() const;

    /// Without the rows, which only the page knows. The output is what the person chose.
    ExportOptions options() const;

    /// Asks for the file; accepts once there is one.
    void chooseFile();

    /// Accepts with \p file, as if it had been chosen.
    void acceptFile(const QString &file);

private:
    QWidget *buildEvents();
    QWidget *buildFormat();
    QWidget *buildColumns();
    QWidget *buildSafety();
    QWidget *buildFoot();
    void refresh();

    Counts m_counts;
    QString m_suggested;
    QString m_file;
    ExportColumns *m_columns;
    QButtonGroup *m_rows;
    QAction *m_csv = nullptr;
    QAction *m_json = nullptr;
    QCheckBox *m_byteOrderMark = nullptr;
    QCheckBox *m_guard = nullptr;
    QListView *m_list = nullptr;
    QLabel *m_columnCount = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_summary = nullptr;
    QWidget *m_csvPart = nullptr;
    QPushButton *m_export = nullptr;
};

} // namespace boxwatch
