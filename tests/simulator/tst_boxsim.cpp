// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

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

    void refuses_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("an unknown option") << QStringList{u"--colour"_s} << 2;
        QTest::newRow("a stray word") << QStringList{u"hello"_s} << 2;
        QTest::newRow("a port that is none") << QStringList{u"--port"_s, u"70000"_s} << 2;
        QTest::newRow("a share above 1") << QStringList{u"--odd"_s, u"1.5"_s} << 2;
        QTest::newRow("a time that is none") << QStringList{u"--start-time"_s, u"noon"_s} << 2;
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
             {"--backlog", "--tls-cert-out", "/_sim/truth", "boxwatch-demo-token"})
            QVERIFY2(help.contains(word), word);
    }
};

QTEST_GUILESS_MAIN(TestBoxsim)
#include "tst_boxsim.moc"
