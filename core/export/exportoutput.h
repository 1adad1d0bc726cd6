// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QCoreApplication>
#include <QFileDevice>

#include <memory>
#include <string_view>

namespace boxwatch {

/// Where an export goes.
///
/// A file appears under its name in commit(), complete and on the disk; before that, and if commit()
/// is never called, whatever had the name stays untouched. Standard output ("-"), pipes and devices
/// have nothing to protect and are written to directly.
class ExportOutput
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::ExportOutput)

public:
    /// Errors: Kind::File.
    static Result<std::unique_ptr<ExportOutput>> open(const QString &path);

    ~ExportOutput();
    ExportOutput(const ExportOutput &) = delete;
    ExportOutput &operator=(const ExportOutput &) = delete;

    /// Errors: Kind::File, also for a full disk; Kind::Cancelled if the reader of a pipe went away.
    Result<void> write(std::string_view bytes);
    Result<void> commit();

    qint64 bytes() const { return m_bytes; }

private:
    ExportOutput(std::unique_ptr<QFileDevice> file, QString name);

    static Error cannotWrite(const QString &name, const QString &why);

    std::unique_ptr<QFileDevice> m_file;
    QString m_name; // for people
    qint64 m_bytes = 0;
};

} // namespace boxwatch
