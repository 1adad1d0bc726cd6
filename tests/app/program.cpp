// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int patience = 120'000; // ms; a machine under load, with sanitizers

// Settings and recent files of whoever runs the tests stay as they are.
QString homeOfTests()
{
    static const QTemporaryDir home;
    return home.path();
}

} // namespace

Program::Program(const QString &name)
    : m_path(QStringLiteral(BOXWATCH_BIN_DIR "/") + name)
    , m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const QString &variable :
         {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s, u"DBUS_SESSION_BUS_ADDRESS"_s})
        m_environment.remove(variable);
    m_environment.insert(u"HOME"_s, homeOfTests());
    m_environment.insert(u"XDG_CONFIG_HOME"_s, homeOfTests());
    m_environment.insert(u"XDG_DATA_HOME"_s, homeOfTests());
}

Program &Program::with(const QString &variable, const QString &value)
{
    m_environment.insert(variable, value);
    return *this;
}

std::unique_ptr<QProcess> Program::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->start(m_path, arguments);
    process->waitForStarted(patience);
    return process;
}

ProgramResult Program::run(const QStringList &arguments, const QByteArray &input) const
{
    const auto process = start(arguments);
    process->write(input);
    process->closeWriteChannel();
    return finish(*process);
}

ProgramResult Program::finish(QProcess &process)
{
    ProgramResult result;
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(patience)) {
        process.kill();
        process.waitForFinished(patience);
    } else if (process.exitStatus() == QProcess::NormalExit) {
        result.code = process.exitCode();
    }
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}

bool Program::waitFor(QProcess &process, const QByteArray &text, QByteArray &errors)
{
    QElapsedTimer clock;
    clock.start();
    while (!errors.contains(text) && clock.elapsed() < patience / 2) {
        if (process.state() == QProcess::NotRunning && process.bytesAvailable() == 0)
            break;
        process.waitForReadyRead(100);
        errors += process.readAllStandardError();
    }
    return errors.contains(text);
}

} // namespace boxwatch
