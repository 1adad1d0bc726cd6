// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window.h"

#include "app/accountkeeping.h"
#include "app/accountprobe.h"
#include "app/cli/keptaccounts.h"
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
        services.connection.network.proxy, context,
        [&services, asked = services.connection.network.proxy](const Result<Secret> &password) {
            if (!password) {
                writeError(u"boxwatch: "_s + terminalText(sentenceFor(password.error())));
                return;
            }
            // A person may have named another one meanwhile, or typed the password.
            ProxySettings &proxy = services.connection.network.proxy;
            const bool isSame = proxy.user == asked.user && proxyText(proxy) == proxyText(asked);
            if (isSame && proxy.password.isEmpty())
                proxy.password = *password;
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

/// What the window is made of, for whoever says what it shows.
struct Offered
{
    MainWindow &window;
    AccountKeeping &accounts;
    NetworkPreferences &network;
    UiServices &services;
};

/// Shows the window until it is closed. \p begin says where Box is and what to show.
ExitCode show(int &argc, char **argv, const std::function<ExitCode(const Offered &)> &begin)
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
    QApplication::setWindowIcon(applicationIcon());
    const SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::endWanted, &window, &MainWindow::leave);

    const ExitCode code = begin({window, accounts, network, offered});
    if (code != ExitCode::Success)
        return code;
    window.show();
    const int status = QApplication::exec();
    finish(accounts.all());
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

/// What to capture; where the session stopped, if it was started before.
CaptureSettings goingOn(const QString &path, StreamOptions stream)
{
    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    const auto summary = file ? (*file)->summary() : Result<SessionSummary>(file.error());
    const std::vector<StreamSettings> streams = stream.capture().streams;
    const bool begun = summary && std::ranges::any_of(streams, [&](const StreamSettings &each) {
                           return begunStream(*summary, each.type).has_value();
                       });
    if (begun)
        stream.settings.start = StreamSettings::Start::Resume;
    return stream.capture();
}

/// The network of the command line; without a word about it there, as it was kept.
Result<NetworkSettings> networkOf(const StreamOptions &stream, const NetworkPreferences &kept)
{
    NetworkSettings network = stream.connection.network;
    std::optional<TokenOrigin> password = stream.proxyPassword;
    if (network == NetworkSettings()) {
        network = kept.read();
        if (network.proxy.isExplicit() && !network.proxy.user.isEmpty())
            password = TokenOrigin{.kind = TokenOrigin::Kind::Keychain, .name = {}};
    }
    if (const auto added = addProxyPassword(network, password); !added)
        return added.error();
    return network;
}

ExitCode cannotSignIn(const Error &error)
{
    writeError(u"boxwatch: "_s + terminalText(sentenceFor(error)));
    return ExitCode::SignIn;
}

ExitCode beginWatching(const Offered &offered, const WatchOptions &options)
{
    Connection connection = options.stream.connection;
    const auto network = networkOf(options.stream, offered.network);
    if (!network)
        return cannotSignIn(network.error());
    connection.network = *network;
    offered.services.connection = connection;
    Accounts &accounts = offered.accounts.all();
    if (const auto token = addToken(connection, options.stream.token, accounts); !token)
        return cannotSignIn(token.error());
    for (const QString &note : options.stream.notes)
        writeError(u"boxwatch: "_s + terminalText(note));

    QString account;
    if (options.stream.token.kind == TokenOrigin::Kind::Keychain) {
        if (const auto entry = accounts.find(options.stream.token.name))
            account = entry->account.id;
    }
    const QString path = options.file.isEmpty() ? newSessionPath() : options.file;
    offered.window.startSession(path, goingOn(path, options.stream), connection, account);
    return ExitCode::Success;
}

} // namespace

ExitCode runWindow(int &argc, char **argv, const WindowOptions &options)
{
    return show(argc, argv, [&options](const Offered &offered) {
        MainWindow &window = offered.window;
        useKeptNetwork(offered.services, offered.network, &window);
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
        argc, argv, [&options](const Offered &offered) { return beginWatching(offered, options); });
}

} // namespace boxwatch
