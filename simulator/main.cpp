// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/boxsimcommandline.h"
#include "simulator/certificate.h"
#include "simulator/simulatorserver.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace {

constexpr int exitFile = 4;
constexpr int exitListen = 5;

void complain(const QString &sentence)
{
    std::fprintf(stderr, "boxsim: %s\n", qUtf8Printable(sentence));
}

#ifdef Q_OS_UNIX
int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(signalPipe[0], &byte, 1);
}

/// SIGINT and SIGTERM end the event loop. A handler may do next to nothing, so it only writes a byte.
void quitOnSignals(QCoreApplication &app)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0)
        return;
    auto *const notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}
#else
void quitOnSignals(QCoreApplication &)
{
}
#endif

/// Fills in the identity of the server; an exit code, or 0.
int prepareTls(boxwatch::SimulatorOptions &options, const QString &certificateFile)
{
    const auto identity = boxwatch::sim::makeIdentity();
    if (!identity) {
        complain(u"A certificate could not be made."_s);
        return exitListen;
    }
    options.certificate = identity->certificate;
    options.privateKey = identity->privateKey;
    if (certificateFile.isEmpty())
        return 0;
    QFile file(certificateFile);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || file.write(identity->certificate) != identity->certificate.size() || !file.flush()) {
        complain(certificateFile + u": "_s + file.errorString());
        return exitFile;
    }
    return 0;
}

void announce(boxwatch::sim::SimulatorServer &server, const boxwatch::SimulatorOptions &options)
{
    const QString base = QString::fromLatin1(server.base());
    const boxwatch::sim::Streams &streams = server.streams();
    const QJsonObject line{
        {u"url"_s, base},
        {u"api_url"_s, QString(base + u"/2.0"_s)},
        {u"token_url"_s, QString(base + u"/oauth2/token"_s)},
        {u"realtime_url"_s, QString(base + u"/subscribe"_s)},
        {u"token"_s,
         options.token.isEmpty() ? boxwatch::SimulatorOptions::defaultToken() : options.token},
        {u"user_id"_s, QString::fromStdString(streams.enterprise().me().id)},
        {u"enterprise_id"_s, QString::fromStdString(streams.enterprise().id())},
        {u"pid"_s, QCoreApplication::applicationPid()},
        {u"events"_s, static_cast<qint64>(options.backlog)},
        {u"seed"_s, static_cast<qint64>(options.seed)},
        {u"start_time"_s, qint64{server.clock().start()}},
    };
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"boxsim"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BOXWATCH_VERSION));

    auto line = boxwatch::sim::BoxsimCommandLine::parse(QCoreApplication::arguments());
    if (line.exitCode)
        return *line.exitCode;
    if (line.tls) {
        if (const int code = prepareTls(line.options, line.certificateFile); code != 0)
            return code;
    }
    boxwatch::sim::SimulatorServer server(line.options);
    if (!server.start()) {
        complain(server.errorString());
        return exitListen;
    }
    quitOnSignals(app);
    announce(server, line.options);
    return QCoreApplication::exec();
}
