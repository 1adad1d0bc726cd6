// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

#include <memory>

namespace boxwatch {

/// How a program ended.
struct ProgramResult
{
    int code = -1; ///< -1 if it was killed or did not end in time
    QByteArray output;
    QByteArray errors;
};

/// Runs one of the programs that were built, as a shell would, in an environment without a display
/// and with settings of its own.
class Program
{
public:
    explicit Program(const QString &name = QStringLiteral("boxwatch"));

    Program &with(const QString &variable, const QString &value);

    /// Waits for the end, at most two minutes.
    ProgramResult run(const QStringList &arguments, const QByteArray &input = {}) const;

    std::unique_ptr<QProcess> start(const QStringList &arguments) const;

    /// Waits until a line of standard error holds \p text; false after a minute, or if it ended.
    static bool waitFor(QProcess &process, const QByteArray &text, QByteArray &errors);

    static ProgramResult finish(QProcess &process);

    QString path() const { return m_path; }

private:
    QString m_path;
    QProcessEnvironment m_environment;
};

} // namespace boxwatch
