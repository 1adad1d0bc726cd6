// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

struct Boxsim
{
    explicit Boxsim(const QStringList &arguments)
    {
        process.start(QStringLiteral(BOXWATCH_BIN_DIR "/boxsim"), arguments);
        process.waitForStarted(patience);
    }

    ~Boxsim()
    {
        process.kill();
        process.waitForFinished(patience);
    }

    QJsonObject announcement()
    {
        while (!process.canReadLine() && process.waitForReadyRead(patience)) { }
        return QJsonDocument::fromJson(process.readLine()).object();
    }

    int exitCode()
    {
        process.waitForFinished(patience);
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    QProcess process;
};

/// All that GET \p target at \p server gives.
QByteArray answer(const QUrl &server, const QByteArray &target)
{
    QTcpSocket socket;
    socket.connectToHost(server.host(), static_cast<quint16>(server.port()));
    socket.waitForConnected(patience);
    socket.write("GET " + target + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    QByteArray bytes;
    while (socket.waitForReadyRead(patience))
        bytes += socket.readAll();
    return bytes + socket.readAll();
}

} // namespace

class TestBoxsim : public QObject
{
    Q_OBJECT

private slots:
    void announcesItselfAndServes()
    {
        Boxsim boxsim({u"--port"_s, u"0"_s, u"--seed"_s, u"4"_s, u"--backlog"_s, u"1234"_s});

        const QJsonObject line = boxsim.announcement();

        QCOMPARE(line["events"_L1].toInt(), 1234);
        QCOMPARE(line["pid"_L1].toInteger(), boxsim.process.processId());
        QCOMPARE(line["token"_L1].toString(), u"boxwatch-demo-token"_s);
        const QUrl url(line["url"_L1].toString());
        QCOMPARE(line["api_url"_L1].toString(), QString(url.toString() + u"/2.0"_s));
        QTcpSocket socket;
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        QVERIFY(socket.waitForConnected(patience));
    }

    void endsCleanlyOnASignal_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void endsCleanlyOnASignal()
    {
        QFETCH(int, signal);
        Boxsim boxsim({u"--backlog"_s, u"10"_s});
        QVERIFY(!boxsim.announcement().isEmpty());

        ::kill(static_cast<pid_t>(boxsim.process.processId()), signal);

        QCOMPARE(boxsim.exitCode(), 0);
        QCOMPARE(boxsim.process.readAllStandardError(), QByteArray());
    }

    void writesItsCertificate()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"ca.pem"_s);
        Boxsim boxsim({u"--backlog"_s, u"10"_s, u"--tls-cert-out"_s, file});

        QVERIFY(boxsim.announcement()["url"_L1].toString().startsWith(u"https://127.0.0.1:"));
        QFile pem(file);
        QVERIFY(pem.open(QIODevice::ReadOnly));
        const QByteArray content = pem.readAll();
        QVERIFY(content.startsWith("-----BEGIN CERTIFICATE-----"));
        QVERIFY(!content.contains("PRIVATE KEY"));
    }

    void playsAScenarioFromAFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"scenario.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"options\":{\"backlog\":77,\"seed\":9,\"gzip\":true,"
                   "\"redirect-uri\":[\"https://a.example/\",\"https://b.example/\"]},"
                   "\"timeline\":[{\"at\":0,\"events\":5}]}");
        file.close();
        Boxsim boxsim({u"--seed"_s, u"4"_s, u"--scenario"_s, path});

        const QJsonObject line = boxsim.announcement();

        QCOMPARE(line["events"_L1].toInt(), 77);
        QCOMPARE(line["seed"_L1].toInt(), 4);
        const QUrl url(line["url"_L1].toString());
        QTRY_VERIFY_WITH_TIMEOUT(answer(url, "/_sim/scenario").contains("\"done\":1"), patience);
        QVERIFY(answer(url, "/_sim/truth?stream_type=all&ids=0").contains("\"count\":82"));
    }

    void takesEveryOption()
    {
        Boxsim boxsim(QStringList{
            u"--straggler-share=0.02"_s,
            u"--straggler-delay=60"_s,
            u"--withheld-share=0.01"_s,
            u"--user-delay=1"_s,
            u"--early-polls"_s,
            u"--position-form=alternating"_s,
            u"--empty-position=zero"_s,
            u"--accept-now"_s,
            u"--refuse-large-limits"_s,
            u"--refuse-unknown-types"_s,
            u"--refuse-old-dates"_s,
            u"--refuse-stale-positions"_s,
            u"--poll-life=5"_s,
            u"--poll-numbers"_s,
            u"--poll-token=needed"_s,
            u"--too-many-polls=404"_s,
            u"--minimum-gap=0.5"_s,
            u"--max-idle-rate=5"_s,
            u"--refresh-grace=60"_s,
            u"--code-life=10"_s,
            u"--consent=grant"_s,
            u"--public-client"_s,
            u"--unauthorized-app"_s,
            u"--clock-offset=-600"_s,
            u"--backlog=3"_s});

        const QJsonObject line = boxsim.announcement();

        QCOMPARE(line["events"_L1].toInt(), 3);
        const qint64 behind = QDateTime::currentMSecsSinceEpoch()
            - line["start_time"_L1].toInteger();
        QVERIFY(behind > 590'000 && behind < 700'000);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("an unknown option") << QStringList{u"--colour"_s} << 2;
        QTest::newRow("a stray word") << QStringList{u"hello"_s} << 2;
        QTest::newRow("a port that is none") << QStringList{u"--port"_s, u"70000"_s} << 2;
        QTest::newRow("a share above 1") << QStringList{u"--odd"_s, u"1.5"_s} << 2;
        QTest::newRow("a time that is none") << QStringList{u"--start-time"_s, u"noon"_s} << 2;
        QTest::newRow("a word that is none") << QStringList{u"--position-form"_s, u"roman"_s} << 2;
        QTest::newRow("a scenario that is not there")
            << QStringList{u"--scenario"_s, u"/no/such/folder/x.json"_s} << 4;
        QTest::newRow("a file in no folder")
            << QStringList{u"--tls-cert-out"_s, u"/no/such/folder/x.pem"_s} << 4;
    }

    void refuses()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        Boxsim boxsim(arguments);

        QCOMPARE(boxsim.exitCode(), code);
        QVERIFY(boxsim.process.readAllStandardError().startsWith("boxsim: "));
        QCOMPARE(boxsim.process.readAllStandardOutput(), QByteArray());
    }

    void helps()
    {
        Boxsim boxsim({u"--help"_s});

        QCOMPARE(boxsim.exitCode(), 0);
        const QByteArray help = boxsim.process.readAllStandardOutput();
        for (const char *word :
             {"--backlog", "--tls-cert-out", "--scenario", "/_sim/truth", "boxwatch-demo-token"})
            QVERIFY2(help.contains(word), word);
    }
};

QTEST_GUILESS_MAIN(TestBoxsim)
#include "tst_boxsim.moc"
