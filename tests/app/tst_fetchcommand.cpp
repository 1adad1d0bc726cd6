// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulator.h"
#include "tests/app/program.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestFetchCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void printsEventsByteForByteAndWhereToGoOn_data();
    void printsEventsByteForByteAndWhereToGoOn();
    void goesOnFromThePositionThatItGave();
    void printsTheAnswerOfBox();
    void tellsTheCurrentPosition_data();
    void tellsTheCurrentPosition();
    void explainsThatTheHistoryHasNoCurrentPosition();
    void readsTheHistoryFromADate();
    void startsOnlyTheHistoryAtADate();
    void printsTheWantedTypesOnly_data();
    void printsTheWantedTypesOnly();
    void printsNoMoreThanItsLimit();
    void endsWithACodeThatSaysWhatWasWrong_data();
    void endsWithACodeThatSaysWhatWasWrong();

private:
    ProgramResult fetch(const QStringList &more) const;

    Simulator m_box;
    Program m_boxwatch;
};

namespace {

QByteArrayList linesOf(const QByteArray &text)
{
    return text.isEmpty() ? QByteArrayList() : text.chopped(1).split('\n');
}

/// What stands behind `next position: ` on standard error.
QByteArray nextPosition(const ProgramResult &result)
{
    for (const QByteArray &line : result.errors.split('\n')) {
        if (line.startsWith("next position: "))
            return line.mid(15);
    }
    return {};
}

} // namespace

void TestFetchCommand::initTestCase()
{
    SimulatorOptions options;
    options.backlog = 3000;
    options.historyDelay = {};
    options.liveDelay = {};
    options.shortChunks = 0;
    QVERIFY2(m_box.start(options), qPrintable(m_box.errorString()));
    m_boxwatch.with(u"BOX_TOKEN"_s, m_box.token());
}

ProgramResult TestFetchCommand::fetch(const QStringList &more) const
{
    return m_boxwatch.run(
        QStringList{
            u"fetch"_s, u"--api-url"_s, m_box.apiUrl().toString(), u"--token-from"_s,
            u"env:BOX_TOKEN"_s}
        + more);
}

void TestFetchCommand::printsEventsByteForByteAndWhereToGoOn_data()
{
    QTest::addColumn<QString>("stream");
    for (const char *stream : {"admin_logs", "admin_logs_streaming", "user", "changes", "sync"})
        QTest::newRow(stream) << QString::fromLatin1(stream);
}

void TestFetchCommand::printsEventsByteForByteAndWhereToGoOn()
{
    QFETCH(const QString, stream);
    const QStringList arguments{u"--stream"_s, stream, u"--from"_s, u"earliest"_s};

    const ProgramResult lines = fetch(arguments);
    const ProgramResult json = fetch(arguments + QStringList{u"--format"_s, u"json"_s});

    QCOMPARE(lines.code, 0);
    QCOMPARE(json.code, 0);
    const QByteArrayList events = linesOf(lines.output);
    QCOMPARE(events.size(), 100);
    qsizetype from = 0;
    for (const QByteArray &event : events) {
        from = json.output.indexOf(event, from);
        QVERIFY2(from >= 0, event.constData());
        from += event.size();
    }
    const QByteArray next = nextPosition(lines);
    QVERIFY(!next.isEmpty());
    QVERIFY(json.output.contains(next));
    QCOMPARE(nextPosition(json), next);
}

void TestFetchCommand::goesOnFromThePositionThatItGave()
{
    const QStringList ten{u"--limit"_s, u"10"_s, u"--from"_s};
    const ProgramResult whole = fetch({u"--limit"_s, u"20"_s, u"--from"_s, u"earliest"_s});

    const ProgramResult first = fetch(ten + QStringList{u"earliest"_s});
    const ProgramResult second = fetch(ten + QStringList{QString::fromLatin1(nextPosition(first))});

    QCOMPARE(first.output + second.output, whole.output);
    QCOMPARE(nextPosition(second), nextPosition(whole));
}

void TestFetchCommand::printsTheAnswerOfBox()
{
    const ProgramResult result = fetch(
        {u"--from"_s, u"earliest"_s, u"--limit"_s, u"3"_s, u"--format"_s, u"json"_s});

    QCOMPARE(result.code, 0);
    const QJsonObject answer = QJsonDocument::fromJson(result.output).object();
    QCOMPARE(answer.value(u"entries"_s).toArray().size(), 3);
    QCOMPARE(answer.value(u"chunk_size"_s).toInt(), 3);
}

void TestFetchCommand::tellsTheCurrentPosition_data()
{
    QTest::addColumn<QString>("stream");
    for (const char *stream : {"admin_logs_streaming", "user", "all", "changes", "sync"})
        QTest::newRow(stream) << QString::fromLatin1(stream);
}

void TestFetchCommand::tellsTheCurrentPosition()
{
    QFETCH(const QString, stream);
    const QStringList arguments{u"--stream"_s, stream};

    const ProgramResult alone = fetch(arguments + QStringList{u"--position-only"_s});
    const ProgramResult beside = fetch(arguments);

    QCOMPARE(alone.code, 0);
    QVERIFY(alone.errors.isEmpty());
    const QByteArray position = alone.output.trimmed();
    QVERIFY(position.size() > 10);
    QVERIFY(beside.output.isEmpty()); // no event is newer than now
    QCOMPARE(nextPosition(beside), position);
}

void TestFetchCommand::explainsThatTheHistoryHasNoCurrentPosition()
{
    const ProgramResult result = fetch({u"--stream"_s, u"admin_logs"_s, u"--position-only"_s});

    QCOMPARE(result.code, 2);
    QVERIFY(result.errors.contains("has no current position"));
    QVERIFY(result.output.isEmpty());
}

void TestFetchCommand::readsTheHistoryFromADate()
{
    const ProgramResult oldest = fetch({u"--from"_s, u"earliest"_s, u"--limit"_s, u"1"_s});
    const QString yesterday = QDateTime::currentDateTimeUtc().addDays(-1).toString(Qt::ISODate);

    const ProgramResult result = fetch({u"--from"_s, yesterday, u"--position-only"_s});
    const ProgramResult events = fetch({u"--from"_s, yesterday, u"--limit"_s, u"1"_s});

    QCOMPARE(result.code, 0);
    QVERIFY(!result.output.trimmed().isEmpty());
    QVERIFY(events.output != oldest.output);
    QCOMPARE(linesOf(events.output).size(), 1);
}

void TestFetchCommand::startsOnlyTheHistoryAtADate()
{
    const ProgramResult result = fetch(
        {u"--stream"_s, u"admin_logs_streaming"_s, u"--from"_s, u"2026-03-02"_s});

    QCOMPARE(result.code, 2);
    QVERIFY(result.errors.contains("--stream admin_logs"));
}

void TestFetchCommand::printsTheWantedTypesOnly_data()
{
    QTest::addColumn<QString>("types");
    QTest::addColumn<bool>("chosenHere");
    QTest::newRow("by Box") << u"DOWNLOAD,UPLOAD"_s << false;
    QTest::newRow("here, where Box knows no such type")
        << u"DOWNLOAD,UPLOAD,NO_SUCH_TYPE"_s << true;
}

void TestFetchCommand::printsTheWantedTypesOnly()
{
    QFETCH(const QString, types);
    QFETCH(const bool, chosenHere);

    const ProgramResult result = fetch(
        {u"--from"_s, u"earliest"_s, u"--limit"_s, u"500"_s, u"--event-types"_s, types});

    QCOMPARE(result.code, 0);
    const QByteArrayList events = linesOf(result.output);
    QVERIFY(events.size() > 10);
    for (const QByteArray &event : events) {
        const QString type =
            QJsonDocument::fromJson(event).object().value(u"event_type"_s).toString();
        QVERIFY2(type == u"DOWNLOAD"_s || type == u"UPLOAD"_s, qPrintable(type));
    }
    QCOMPARE(result.errors.contains("It is asked for all event types"), chosenHere);
}

void TestFetchCommand::printsNoMoreThanItsLimit()
{
    for (const QString &limit : {u"0"_s, u"501"_s, u"many"_s})
        QCOMPARE(fetch({u"--from"_s, u"earliest"_s, u"--limit"_s, limit}).code, 2);

    const ProgramResult result = fetch({u"--from"_s, u"earliest"_s, u"--limit"_s, u"7"_s});

    QCOMPARE(linesOf(result.output).size(), 7);
}

void TestFetchCommand::endsWithACodeThatSaysWhatWasWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("a position that Box does not know")
        << QStringList{u"--from"_s, u"garbage"_s} << 2;
    QTest::newRow("two streams") << QStringList{u"--stream"_s, u"enterprise"_s} << 2;
    QTest::newRow("no token") << QStringList{u"--token-from"_s, u"env:NO_SUCH_VARIABLE"_s} << 3;
    QTest::newRow("a token that Box refuses")
        << QStringList{u"--token-from"_s, u"env:BAD_TOKEN"_s} << 3;
    QTest::newRow("nobody there") << QStringList{u"--api-url"_s, u"http://127.0.0.1:9/2.0"_s} << 5;
}

void TestFetchCommand::endsWithACodeThatSaysWhatWasWrong()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, code);
    QStringList all{u"fetch"_s};
    if (!arguments.contains(u"--api-url"_s))
        all << u"--api-url"_s << m_box.apiUrl().toString();
    if (!arguments.contains(u"--token-from"_s))
        all << u"--token-from"_s << u"env:BOX_TOKEN"_s;

    const ProgramResult result =
        Program(m_boxwatch).with(u"BAD_TOKEN"_s, u"wrong"_s).run(all + arguments);

    QCOMPARE(result.code, code);
    QVERIFY(result.output.isEmpty());
    QVERIFY(!result.errors.isEmpty());
}

QTEST_GUILESS_MAIN(TestFetchCommand)
#include "tst_fetchcommand.moc"
