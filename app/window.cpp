// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window.h"

#include "app/accountkeeping.h"
#include "app/accountprobe.h"
#include "app/cli/resume.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/cli/tokenreader.h"
#include "app/demo.h"
#include "ui/icons.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <cstdlib>
#include <functional>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::WindowProgram)
};

// Qt ends the process with a core dump's worth of words where there is none.
bool hasDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    const auto variables = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::ranges::any_of(
        variables, [](const char *name) { return !qEnvironmentVariableIsEmpty(name); });
#else
    return true;
#endif
}

void endWithoutDisplay(QtMsgType type, const QMessageLogContext & /*context*/, const QString &text)
{
    writeError(u"boxwatch: "_s + text);
    if (type == QtFatalMsg) {
        writeError(
            Words::tr("boxwatch: The display for the window cannot be opened. boxwatch capture, "
                      "export and info need none."));
        std::_Exit(exitStatus(ExitCode::Failure));
    }
}

UiServices services(AccountKeeping &accounts, DemoServer &demo, const Connection &connection)
{
    UiServices services;
    services.connection = connection;
    services.accounts = &accounts;
    services.checkAccount = AccountProbe::start;
    services.startDemo = [&demo] { return demo.next(); };
    return services;
}

/// Shows the window until it is closed. \p connection is where Box is; \p begin says what to show.
ExitCode show(
    int &argc, char **argv, const Connection &connection,
    const std::function<ExitCode(MainWindow &)> &begin)
{
    if (!hasDisplay()) {
        writeError(
            Words::tr("boxwatch: There is no display for the window. boxwatch capture, export "
                      "and info need none."));
        return ExitCode::Failure;
    }
    // A display that is named but cannot be reached ends in qFatal(), that is, in an abort.
    const QtMessageHandler usual = qInstallMessageHandler(endWithoutDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(usual);
    QApplication::setApplicationDisplayName(u"Boxwatch"_s);
    QGuiApplication::setDesktopFileName(u"org.boxwatch.Boxwatch"_s);
    Theme::instance().apply(application);

    AccountKeeping accounts;
    DemoServer demo;
    UiServices offered = services(accounts, demo, connection);
    MainWindow window(offered);
    QApplication::setWindowIcon(applicationIcon());
    const SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::endWanted, &window, &MainWindow::leave);

    const ExitCode code = begin(window);
    if (code != ExitCode::Success)
        return code;
    window.show();
    const int status = QApplication::exec();
    return status == 0 ? ExitCode::Success : ExitCode::Failure;
}

QString newSessionPath()
{
    const QDir folder(
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u"/Boxwatch"_s);
    folder.mkpath(u"."_s);
    return folder.filePath(
        QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH.mm.ss"_s) + u".boxwatch"_s);
}

/// Where to start, if the session was started before.
StreamSettings goingOn(const QString &path, StreamSettings settings)
{
    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    const auto summary = file ? (*file)->summary() : Result<SessionSummary>(file.error());
    if (summary && begunStream(*summary, settings.type))
        settings.start = StreamSettings::Start::Resume;
    return settings;
}

ExitCode beginWatching(MainWindow &window, const WatchOptions &options)
{
    const auto token = readToken(options.stream.token);
    if (!token) {
        writeError(u"boxwatch: "_s + terminalText(sentenceFor(token.error())));
        return ExitCode::SignIn;
    }
    for (const QString &note : options.stream.notes)
        writeError(u"boxwatch: "_s + terminalText(note));

    Connection connection = options.stream.connection;
    connection.token = *token;
    const QString path = options.file.isEmpty() ? newSessionPath() : options.file;
    window.startSession(path, goingOn(path, options.stream.settings), connection);
    return ExitCode::Success;
}

} // namespace

ExitCode runWindow(int &argc, char **argv, const WindowOptions &options)
{
    return show(argc, argv, {}, [&options](MainWindow &window) {
        for (const QString &file : options.files)
            window.openSession(file);
        if (options.demo)
            window.startDemo();
        else if (options.files.isEmpty())
            window.reopenLastSessions();
        return ExitCode::Success;
    });
}

ExitCode runWatch(int &argc, char **argv, const WatchOptions &options)
{
    return show(argc, argv, options.stream.connection, [&options](MainWindow &window) {
        return beginWatching(window, options);
    });
}

} // namespace boxwatch
