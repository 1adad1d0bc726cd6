// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/app/program.h"
#include "tests/integration/boxsim.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestCapture : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void storesTheHistoryByteForByte();
    void storesEachEventOfTheLiveStreamOnce();
    void storesTheEventsOfAUser();
    void storesHistoryAndLiveTogether();
    void goesOnAfterBeingKilledTenTimes();
    void bringsExactlyWhatCameSince();
    void ridesOutTroubleOfTheServer();

private:
    QStringList captureArguments(const BoxSim &box, const QString &stream) const;
    Program program(const BoxSim &box) const;
    QByteArrayList stored() const;
    QDateTime lastWritten() const;
    QJsonObject info() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_session;
};

namespace {

QByteArrayList sorted(QByteArrayList lines)
{
    std::sort(lines.begin(), lines.end());
    return lines;
}

// As JSON, like the simulator tells them.
QByteArrayList idsOf(const QByteArrayList &raws)
{
    QByteArrayList ids;
    for (const QByteArray &raw : raws) {
        const QJsonValue id = QJsonDocument::fromJson(raw).object().value(u"event_id"_s);
        ids.append(id.isString() ? '"' + id.toString().toUtf8() + '"' : QByteArray("null"));
    }
    return ids;
}

QStringList simArguments(qint64 backlog, const QStringList &more = {})
{
    return QStringList{u"--seed"_s,          u"7"_s,
                       u"--backlog"_s,       QString::number(backlog),
                       u"--history-delay"_s, u"0"_s,
                       u"--live-delay"_s,    u"0"_s,
                       u"--start-time"_s,    u"2026-03-02T08:00:00Z"_s}
    + more;
}

} // namespace

void TestCapture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = m_folder->filePath(u"a.boxwatch"_s);
}

QStringList TestCapture::captureArguments(const BoxSim &box, const QString &stream) const
{
    return {u"capture"_s,   u"--to"_s,         m_session,
            u"--api-url"_s, box.apiUrl(),      u"--stream"_s,
            stream,         u"--token-from"_s, u"env:BOX_TOKEN"_s,
            u"--from"_s,    u"earliest"_s,     u"--poll-interval"_s,
            u"0"_s};
}

Program TestCapture::program(const BoxSim &box) const
{
    return Program().with(u"BOX_TOKEN"_s, box.token());
}

QByteArrayList TestCapture::stored() const
{
    const ProgramResult result = Program().run(
        {u"export"_s, m_session, u"--format"_s, u"jsonl"_s, u"--output"_s, u"-"_s});
    if (result.code != 0 || !result.output.endsWith('\n'))
        return {};
    return result.output.chopped(1).split('\n');
}

QJsonObject TestCapture::info() const
{
    const ProgramResult result = Program().run({u"info"_s, u"--json"_s, m_session});
    return result.code == 0 ? QJsonDocument::fromJson(result.output).object() : QJsonObject();
}

QDateTime TestCapture::lastWritten() const
{
    // What SQLite writes before it goes into the file itself.
    const QFileInfo log(m_session + u"-wal"_s);
    return log.exists() ? log.lastModified() : QDateTime::fromMSecsSinceEpoch(0);
}

void TestCapture::storesTheHistoryByteForByte()
{
    const qint64 events = scaled(20'000);
    const BoxSim box(simArguments(events));
    QVERIFY(box.isRunning());

    const ProgramResult result = program(box).run(captureArguments(box, u"admin_logs"_s));

    QVERIFY2(result.code == 0, result.errors.constData());
    const QByteArrayList raws = stored();
    QCOMPARE(raws.size(), events);
    QCOMPARE(idsOf(raws), box.ids(u"admin_logs"_s));
    QVERIFY(raws == box.raws(events));
    const double perEvent = static_cast<double>(QFileInfo(m_session).size()) / double(events);
    QVERIFY2(perEvent <= 160, qPrintable(u"%1 bytes an event"_s.arg(perEvent)));
}

void TestCapture::storesEachEventOfTheLiveStreamOnce()
{
    const qint64 events = scaled(10'000);
    const BoxSim box(simArguments(
        events, {u"--repeat-rate"_s, u"0.2"_s, u"--reorder"_s, u"0.2"_s, u"--odd"_s, u"0"_s}));
    QVERIFY(box.isRunning());

    const ProgramResult result = program(box).run(captureArguments(box, u"admin_logs_streaming"_s));

    QVERIFY2(result.code == 0, result.errors.constData());
    QCOMPARE(sorted(idsOf(stored())), sorted(box.ids(u"admin_logs_streaming"_s)));
    QVERIFY(info().value(u"duplicates"_s).toInteger() > 0);
}

void TestCapture::storesTheEventsOfAUser()
{
    const BoxSim box(simArguments(scaled(5000), {u"--odd"_s, u"0"_s}));
    QVERIFY(box.isRunning());

    const ProgramResult result = program(box).run(captureArguments(box, u"user"_s));

    QVERIFY2(result.code == 0, result.errors.constData());
    const QByteArrayList ids = box.ids(u"all"_s);
    QVERIFY(!ids.isEmpty());
    QCOMPARE(sorted(idsOf(stored())), sorted(ids));
}

void TestCapture::storesHistoryAndLiveTogether()
{
    const qint64 events = scaled(5000);
    const BoxSim box(simArguments(events, {u"--odd"_s, u"0"_s}));
    QVERIFY(box.isRunning());

    const ProgramResult live = program(box).run(captureArguments(box, u"admin_logs_streaming"_s));
    const ProgramResult history = program(box).run(captureArguments(box, u"admin_logs"_s));

    QVERIFY2(live.code == 0, live.errors.constData());
    QVERIFY2(history.code == 0, history.errors.constData());
    QCOMPARE(sorted(idsOf(stored())), sorted(box.ids(u"admin_logs"_s)));
    const QJsonObject told = info();
    QCOMPARE(told.value(u"streams"_s).toArray().size(), 2);
    QVERIFY(told.value(u"duplicates"_s).toInteger() >= events);
}

void TestCapture::goesOnAfterBeingKilledTenTimes()
{
    const qint64 events = scaled(100'000);
    const BoxSim box(simArguments(events));
    QVERIFY(box.isRunning());
    QRandomGenerator random(20260302);
    QList<qint64> counts{0};

    for (int kill = 0; kill < 10; ++kill) {
        const QDateTime before = lastWritten();
        const auto process = program(box).start(captureArguments(box, u"admin_logs"_s));
        // Every other time it is at work already; else anything may be happening.
        if (kill % 2 == 0)
            QVERIFY(QTest::qWaitFor([&] { return lastWritten() > before; }, 60'000));
        QTest::qWait(random.bounded(150));
        process->kill();
        process->waitForFinished();
        counts.append(QFileInfo::exists(m_session) ? info().value(u"events"_s).toInteger(-1) : 0);
        // A position and its events stand together, so nothing ever goes back.
        QVERIFY2(
            counts.at(kill + 1) >= counts.at(kill),
            qPrintable(u"%1 events, then %2"_s.arg(counts.at(kill)).arg(counts.at(kill + 1))));
    }
    const ProgramResult result = program(box).run(captureArguments(box, u"admin_logs"_s));

    QVERIFY2(result.code == 0, result.errors.constData());
    const auto midway = std::count_if(
        counts.begin(), counts.end(), [events](qint64 n) { return n > 0 && n < events; });
    qInfo() << "events after each kill:" << counts;
    QVERIFY2(midway > 0, "no kill came while events were being stored");
    const QByteArrayList raws = stored();
    QCOMPARE(raws.size(), events);
    QVERIFY(raws == box.raws(events));
    QCOMPARE(info().value(u"duplicates"_s).toInteger(), 0);
}

void TestCapture::bringsExactlyWhatCameSince()
{
    const qint64 events = scaled(3000);
    const BoxSim box(simArguments(events));
    QVERIFY(box.isRunning());
    const QStringList arguments = captureArguments(box, u"admin_logs"_s);
    QCOMPARE(program(box).run(arguments).code, 0);

    for (int round = 1; round <= 3; ++round) {
        box.post(u"/_sim/events?count=123"_s);
        const ProgramResult result = program(box).run(arguments);

        QVERIFY2(result.code == 0, result.errors.constData());
        const QByteArrayList raws = stored();
        QCOMPARE(raws.size(), events + 123 * round);
        QCOMPARE(idsOf(raws), box.ids(u"admin_logs"_s));
    }
    QCOMPARE(info().value(u"duplicates"_s).toInteger(), 0);
}

void TestCapture::ridesOutTroubleOfTheServer()
{
    const qint64 events = scaled(10'000);
    const BoxSim box(simArguments(events));
    QVERIFY(box.isRunning());
    const QByteArrayList faults{
        "{'endpoint':'events','kind':'status','status':503,'skip':2,'times':1}",
        "{'endpoint':'events','kind':'truncate','skip':5,'times':1}",
        "{'endpoint':'events','kind':'reset','skip':7,'times':1}",
        "{'endpoint':'events','kind':'html','skip':9,'times':1}"};
    for (QByteArray fault : faults)
        box.post(u"/_sim/fault"_s, fault.replace('\'', '"'));

    const ProgramResult result = program(box).run(
        captureArguments(box, u"admin_logs"_s) + QStringList{u"--progress"_s, u"json"_s});

    QVERIFY2(result.code == 0, result.errors.constData());
    QVERIFY2(result.errors.contains("\"trouble\""), result.errors.constData());
    QVERIFY(result.errors.contains("\"recovered\""));
    QVERIFY(stored() == box.raws(events));
}

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
