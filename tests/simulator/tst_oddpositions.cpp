// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

SimulatorOptions small()
{
    SimulatorOptions options;
    options.seed = 5;
    options.backlog = 1200;
    options.shortChunks = 0;
    options.userRepeatRate = 0;
    options.oddShare = 0;
    return options;
}

struct Fixture : SimulatorFixture
{
    explicit Fixture(const SimulatorOptions &options = small()) : SimulatorFixture(options) { }

    /// The answer to the next call for events with \p fault, whose members these are.
    SimulatorClient::Answer oddly(
        const QByteArray &fault, const QByteArray &stream = "admin_logs",
        const QByteArray &query = "limit=100")
    {
        if (!simulator.addFault(json('{' + fault + '}')))
            return {};
        return client.events(stream, query);
    }
};

/// next_stream_position as it stands in the reply; empty if it is not there.
QByteArray rawNext(const SimulatorClient::Answer &answer)
{
    const QByteArray name = "\"next_stream_position\":";
    const qsizetype at = answer.body.indexOf(name);
    if (at < 0)
        return {};
    const qsizetype begin = at + name.size();
    return answer.body.mid(begin, answer.body.indexOf(",\"entries\"", begin) - begin);
}

} // namespace

class TestOddPositions : public QObject
{
    Q_OBJECT

private slots:
    void movesWhileThereIsNothing_data()
    {
        QTest::addColumn<QByteArray>("stream");
        for (const char *stream : {"all", "admin_logs", "admin_logs_streaming"})
            QTest::newRow(stream) << QByteArray(stream);
    }

    void movesWhileThereIsNothing()
    {
        QFETCH(const QByteArray, stream);
        Fixture f;
        QVERIFY(f.simulator.addFault(json("{'kind':'position','how':'moving','times':5}")));
        QSet<QByteArray> positions;
        QByteArray position = "0";
        for (int i = 0; i < 5; ++i) {
            const auto answer = f.client.events(stream, "stream_position=" + position);
            QCOMPARE(answer.entries().size(), 0);
            position = answer.next();
            positions.insert(position);
        }

        QCOMPARE(positions.size(), 5);
        QCOMPARE(setOf(idsOf(f.client.walk(stream, 500, position))), setOf(f.client.truth(stream)));
    }

    void staysStuckWhileThereIsMore()
    {
        Fixture f;
        const QByteArray second = f.client.events("admin_logs", "limit=100").next();

        const auto stuck = f.oddly(
            "'kind':'position','how':'stuck'", "admin_logs", "stream_position=" + second);

        QCOMPARE(stuck.entries().size(), 100);
        QCOMPARE(stuck.next(), second);
    }

    void goesBack()
    {
        Fixture f;
        const QByteArray first = f.client.events("admin_logs", "limit=100").next();
        const QByteArray second =
            f.client.events("admin_logs", "limit=100&stream_position=" + first).next();

        const auto back = f.oddly(
            "'kind':'position','how':'back','distance':100", "admin_logs",
            "limit=100&stream_position=" + second);

        QCOMPARE(back.entries().size(), 100);
        QCOMPARE(back.next(), first);
    }

    void runsInACircleOfTwo()
    {
        Fixture f;
        QVERIFY(f.simulator.addFault(json("{'kind':'position','how':'cycle','times':6}")));
        QList<QByteArray> positions;
        for (int i = 0; i < 6; ++i)
            positions.append(f.client.events("admin_logs_streaming").next());

        QCOMPARE(setOf(positions).size(), 2);
        QCOMPARE(positions[0], positions[2]);
        QVERIFY(positions[0] != positions[1]);
        QCOMPARE(
            f.client.events("admin_logs_streaming", "stream_position=" + positions[0]).status, 200);
    }

    void writesPositionsInEveryForm_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<QByteArray>("form");
        QTest::newRow("zero") << QByteArray("zero") << QByteArray("^\"0\"$");
        QTest::newRow("the number zero") << QByteArray("zero_number") << QByteArray("^0$");
        QTest::newRow("missing") << QByteArray("missing") << QByteArray("^$");
        QTest::newRow("null") << QByteArray("null") << QByteArray("^null$");
        QTest::newRow("empty") << QByteArray("empty") << QByteArray("^\"\"$");
        QTest::newRow("a number") << QByteArray("number") << QByteArray("^\\d{19}$");
        QTest::newRow("text") << QByteArray("text") << QByteArray("^\"\\d{19}\"$");
        QTest::newRow("compound") << QByteArray("compound")
                                  << QByteArray("^\"\\d{19};[0-9a-f-]{36}\"$");
        QTest::newRow("a double") << QByteArray("double") << QByteArray("^\\d\\.\\d+e\\+18$");
        QTest::newRow("true") << QByteArray("bool") << QByteArray("^true$");
        QTest::newRow("an object") << QByteArray("object") << QByteArray("^\\{.*\\}$");
    }

    void writesPositionsInEveryForm()
    {
        QFETCH(const QByteArray, how);
        QFETCH(const QByteArray, form);
        Fixture f;

        const auto answer = f.oddly("'kind':'position','how':'" + how + "'");

        const QRegularExpression expected(QString::fromLatin1(form));
        const QByteArray next = rawNext(answer);
        QVERIFY2(expected.match(QString::fromLatin1(next)).hasMatch(), next.constData());
        QCOMPARE(answer.entries().size(), 100);
    }

    void keepsOneFormOfPositionsWhenToldTo_data()
    {
        using Form = SimulatorOptions::PositionForm;
        QTest::addColumn<Form>("form");
        QTest::newRow("text") << Form::Text;
        QTest::newRow("numbers") << Form::Number;
        QTest::newRow("alternating") << Form::Alternating;
        QTest::newRow("compound") << Form::Compound;
    }

    void keepsOneFormOfPositionsWhenToldTo()
    {
        QFETCH(const SimulatorOptions::PositionForm, form);
        SimulatorOptions options = small();
        options.positionForm = form;
        Fixture f(options);

        for (const char *stream : {"all", "admin_logs"}) {
            QCOMPARE(setOf(idsOf(f.client.walk(stream, 300))), setOf(f.client.truth(stream)));
            const QByteArray one = rawNext(f.client.events(stream));
            const QByteArray two = rawNext(f.client.events(stream));
            const bool isAlternating = form == SimulatorOptions::PositionForm::Alternating;
            QCOMPARE(one.startsWith('"') != two.startsWith('"'), isAlternating);
            if (!isAlternating)
                QCOMPARE(one.startsWith('"'), form != SimulatorOptions::PositionForm::Number);
        }
    }

    void saysOddThingsWithAnEmptyChunkWhenToldTo_data()
    {
        using Empty = SimulatorOptions::EmptyPosition;
        QTest::addColumn<Empty>("empty");
        QTest::addColumn<QByteArray>("next");
        QTest::newRow("zero") << Empty::Zero << QByteArray("\"0\"");
        QTest::newRow("missing") << Empty::Missing << QByteArray();
        QTest::newRow("null") << Empty::Null << QByteArray("null");
        QTest::newRow("moving") << Empty::Moving << QByteArray("moving");
    }

    void saysOddThingsWithAnEmptyChunkWhenToldTo()
    {
        QFETCH(const SimulatorOptions::EmptyPosition, empty);
        QFETCH(const QByteArray, next);
        SimulatorOptions options = small();
        options.emptyPosition = empty;
        options.backlog = 0;
        Fixture f(options);

        const QByteArray one = rawNext(f.client.events("admin_logs"));
        const QByteArray two = rawNext(f.client.events("admin_logs"));

        if (next != "moving")
            QCOMPARE(one, next);
        QCOMPARE(one != two, next == "moving");
    }
};

QTEST_GUILESS_MAIN(TestOddPositions)
#include "tst_oddpositions.moc"
