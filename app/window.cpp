// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window.h"

#include "app/accountkeeping.h"
#include "app/accountprobe.h"
#include "app/cli/proxypassword.h"
#include "app/cli/resume.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/cli/tokenreader.h"
#include "app/demo.h"
#include "app/networkpreferences.h"
#include "ui/icons.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>

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

/// The network as it was kept, without the password of a proxy, which comes later into \p services.
void useKeptNetwork(UiServices &services, NetworkPreferences &network, QObject *context)
{
    services.connection.network = network.read();
    network.readPassword(
        services.connection.network.proxy, context, [&services](const Result<Secret> &password) {
            if (password)
                services.connection.network.proxy.password = *password;
        });
}

UiServices services(AccountKeeping &accounts, DemoServer &demo, NetworkPreferences &network)
{
    UiServices services;
    services.keepNetwork = [&network](
                               const NetworkSettings &settings, QObject *context,
                               std::function<void(const Result<void> &)> done) {
        network.keep(settings, context, std::move(done));
    };
    services.accounts = &accounts;
    services.checkAccount = AccountProbe::start;
    services.startDemo = [&demo] { return demo.next(); };
    return services;
}

/// Shows the window until it is closed. \p connection is where Box is, nothing if as it was kept; \p
/// begin says what to show.
ExitCode show(
    int &argc, char **argv, const std::optional<Connection> &connection,
    const std::function<ExitCode(MainWindow &, AccountKeeping &)> &begin)
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
    QSettings settings;
    NetworkPreferences network(accounts.secrets(), settings);
    UiServices offered = services(accounts, demo, network);
    MainWindow window(offered);
    if (connection)
        offered.connection = *connection;
    else
        useKeptNetwork(offered, network, &window);
    QApplication::setWindowIcon(applicationIcon());
    const SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::endWanted, &window, &MainWindow::leave);

    const ExitCode code = begin(window, accounts);
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

ExitCode beginWatching(MainWindow &window, AccountKeeping &accounts, const WatchOptions &options)
{
    Connection connection = options.stream.connection;
    const auto proxy = addProxyPassword(connection.network, options.stream.proxyPassword);
    const auto token = proxy ? addToken(connection, options.stream.token, accounts.all()) : proxy;
    if (!token) {
        writeError(u"boxwatch: "_s + terminalText(sentenceFor(token.error())));
        return ExitCode::SignIn;
    }
    for (const QString &note : options.stream.notes)
        writeError(u"boxwatch: "_s + terminalText(note));

    const QString path = options.file.isEmpty() ? newSessionPath() : options.file;
    window.startSession(path, goingOn(path, options.stream.settings), connection);
    return ExitCode::Success;
}

} // namespace

ExitCode runWindow(int &argc, char **argv, const WindowOptions &options)
{
    return show(argc, argv, std::nullopt, [&options](MainWindow &window, AccountKeeping &) {
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
    return show(
        argc, argv, options.stream.connection,
        [&options](MainWindow &window, AccountKeeping &accounts) {
            return beginWatching(window, accounts, options);
        });
}

} // namespace boxwatch
