// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/session.h"
#include "integration/storedids.h"
#include "simulator/simulator.h"

#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What is killed: a capture of the whole history, from where the session is, in a process of its own.
int captureToTheEnd(QCoreApplication &application)
{
    const QStringList arguments = QCoreApplication::arguments();
    const Connection connection{
        .network = {.apiUrl = QUrl(arguments.at(3))}, .token = Secret(arguments.at(4).toUtf8())};
    Session session;
    QObject::connect(&session, &Session::opened, &session, [&] {
        const bool isNew = session.summary().streams.empty();
        const StreamSettings start{
            .type = StreamType::AdminLogs,
            .start = isNew ? StreamSettings::Start::Earliest : StreamSettings::Start::Resume,
            .state = {},
            .pollingInterval = 0ms};
        if (arguments.at(5) == u"both"_s)
            session.start(liveAndHistory(start, 0ms), connection);
        else
            session.start(start, connection);
    });
    QObject::connect(&session, &Session::statusChanged, &session, [&] {
        if (session.status().state == EventStream::State::Ended)
            QCoreApplication::exit(0);
        if (session.status().state == EventStream::State::Failed)
            QCoreApplication::exit(1);
    });
    QObject::connect(&session, &Session::openFailed, &session, [] { QCoreApplication::exit(2); });
    session.create(arguments.at(2), true);
    return application.exec();
}

} // namespace

class CrashTest : public QObject
{
    Q_OBJECT

private slots:
    void killedAtAnyMomentItLosesNothingAndRepeatsNothing_data();
    void killedAtAnyMomentItLosesNothingAndRepeatsNothing();
};

void CrashTest::killedAtAnyMomentItLosesNothingAndRepeatsNothing_data()
{
    QTest::addColumn<QString>("streams");

    QTest::newRow("history") << u"history"_s;
    QTest::newRow("live and history") << u"both"_s;
}

void CrashTest::killedAtAnyMomentItLosesNothingAndRepeatsNothing()
{
    QFETCH(const QString, streams);
    SimulatorOptions options;
    options.backlog = 50'000;
    options.historyDelay = 0ms;
    options.liveDelay = 0ms;
    options.oddShare = 0;
    Simulator simulator;
    QVERIFY(simulator.start(options));
    // Slow enough to be killed on the way.
    QVERIFY(simulator.addFault(R"({"endpoint":"events","kind":"delay","delay_ms":10,"times":-1})"));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s.boxwatch"_s);
    const QStringList arguments{
        u"--capture"_s, path, simulator.apiUrl().toString(), simulator.token(), streams};

    QRandomGenerator random(19);
    for (int kill = 0; kill < 10; ++kill) {
        QProcess process;
        const auto before = simulator.requestCount("events");
        process.start(QCoreApplication::applicationFilePath(), arguments);
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(simulator.requestCount("events") > before + 1, 60'000);
        QTest::qWait(random.bounded(80));
        process.kill();
        process.waitForFinished();
    }
    QProcess last;
    last.start(QCoreApplication::applicationFilePath(), arguments);
    QVERIFY(last.waitForFinished(240'000));
    QCOMPARE(last.exitCode(), 0);

    Session session;
    session.open(path);
    QTRY_VERIFY(session.isOpen());
    QTRY_COMPARE_WITH_TIMEOUT(
        static_cast<qint64>(session.table().size()), session.counts().events, 60'000);
    QByteArrayList stored;
    const TableSnapshot rows = session.table().snapshot();
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        stored.append(rows.eventId(row));
    QByteArrayList there = test::idsFrom(simulator.read("/_sim/truth?stream_type=admin_logs"));
    std::ranges::sort(stored);
    std::ranges::sort(there);
    QCOMPARE(stored.size(), there.size());
    QVERIFY(stored == there);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc > 5 && qstrcmp(argv[1], "--capture") == 0)
        return captureToTheEnd(application);
    CrashTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crash.moc"
