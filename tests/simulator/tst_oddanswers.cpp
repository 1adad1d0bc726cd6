// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QSet>
#include <QTest>

#include <algorithm>

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

} // namespace

class TestOddAnswers : public QObject
{
    Q_OBJECT

private slots:
    void reshapesChunks()
    {
        Fixture f;
        const QList<QByteArray> right = idsOf(f.client.events("admin_logs").entries());
        const QByteArray next = f.client.events("admin_logs").next();

        QList<QByteArray> turned = idsOf(f.oddly("'kind':'chunk','how':'out_of_order'").entries());
        const auto twice = f.oddly("'kind':'chunk','how':'repeats_near'");
        const auto counted = f.oddly("'kind':'chunk','how':'wrong_chunk_size','difference':7");
        const auto shorter = f.oddly("'kind':'chunk','how':'short','count':3");
        const auto big = f.oddly("'kind':'chunk','how':'big','count':5000");
        const auto without = f.oddly("'kind':'chunk','how':'no_entries'");
        const auto null = f.oddly("'kind':'chunk','how':'null_entries'");

        std::reverse(turned.begin(), turned.end());
        QCOMPARE(turned, right);
        QCOMPARE(idsOf(twice.entries()), right + right);
        QCOMPARE(twice.next(), next);
        QCOMPARE(counted.json()["chunk_size"_L1].toInt(), 107);
        QCOMPARE(counted.entries().size(), 100);
        QCOMPARE(shorter.entries().size(), 3);
        QCOMPARE(big.entries().size(), 1200);
        QVERIFY(!without.json().contains("entries"_L1));
        QVERIFY(null.json()["entries"_L1].isNull());
    }

    void repeatsFarAway()
    {
        Fixture f;
        QByteArray position = "0";
        QList<QByteArray> seen;
        for (int i = 0; i < 6; ++i) {
            const auto answer = f.client.events(
                "admin_logs", "limit=100&stream_position=" + position);
            seen += idsOf(answer.entries());
            position = answer.next();
        }

        const auto far = f.oddly(
            "'kind':'chunk','how':'repeats_far','distance':600", "admin_logs",
            "limit=100&stream_position=" + position);

        QCOMPARE(idsOf(far.entries()).mid(100), seen.mid(0, 100));
    }

    void givesEachSampleInPlaceOfAnEvent_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char *name, const char *type, const char *part) {
            QTest::newRow(name) << QByteArray(name) << QString::fromLatin1(type)
                                << QByteArray(part);
        };
        row("S1", "ITEM_UPLOAD", "\"path_collection\":{\"total_count\":2");
        row("S2", "COMMENT_CREATE", "Please check row 14.");
        row("S3", "LOCK_DESTROY", "\"source\":null");
        row("S4", "DOWNLOAD", "\"classification\":{\"name\":\"Internal\"}");
        row("S5", "PREVIEW", "2001:db8:40::7f");
        row("S6", "FAILED_LOGIN", "Unknown IP");
        row("S7", "COLLABORATION_INVITE", "\"user_email\":\"pat@partner.example\"");
        row("S8", "GROUP_ADD_USER", "\"action_by\":{");
        row("S9", "SHIELD_ALERT", "\"download_delta_size\":\"310 Mb\"");
        row("S10", "SHIELD_DOWNLOAD_BLOCKED", "\"service\":\"esign-connector\"");
        row("S11", "SHIELD_INFORMATION_BARRIER_ENABLED", "\"barrier_id\":700123");
        row("S12", "SIGN_DOCUMENT_ASSIGNED", "sign_request_short_id");
        row("S13", "USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE", "boxdevedition.com");
        row("S14", "HOLODECK_PROGRAM_STARTED", "9007199254740993");
    }

    void givesEachSampleInPlaceOfAnEvent()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QString, type);
        QFETCH(const QByteArray, part);
        Fixture f;
        const QByteArray stream = type.startsWith(u"ITEM") ? "all" : "admin_logs";
        const QList<QByteArray> truth = f.client.truth(stream);

        const auto odd = f.oddly("'kind':'content','how':'" + name + "'", stream);
        const auto again = f.client.events(stream, "limit=100");

        QCOMPARE(odd.entries().first()["event_type"_L1].toString(), type);
        QVERIFY(odd.body.contains(part));
        // It stays so, and what a client has to end up with does not change.
        QCOMPARE(again.body, odd.body);
        QCOMPARE(f.client.truth(stream), truth);
        QCOMPARE(setOf(idsOf(f.client.walk(stream, 500))), setOf(truth));
    }

    void makesEventsOdd_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char *how, const QByteArray &more, const QByteArray &part) {
            QTest::newRow(how) << "'how':'" + QByteArray(how) + "'" + more << part;
        };
        row("null_members", {}, "\"created_by\":null");
        row("missing_members", {}, "{\"event_id\":\"");
        row("odd_members", {}, "\"source\":[{");
        row("members", ",'members':{'ip_address':'::1','colour':3}", "\"colour\":3");
        row("unknown_type", {}, "HOLODECK_PROGRAM_STARTED");
        row("missing_type", {}, "\"event_id\"");
        row("missing_id", {}, "\"event_type\"");
        row("null_id", {}, "\"event_id\":null");
        row("empty_id", {}, "\"event_id\":\"\"");
        row("numeric_id", {}, "\"event_id\":9");
        row("numeric_ids", {}, "\"item_id\":9007199254740995");
        row("deep", ",'levels':600", QByteArray("{\"deep\":").repeated(600));
        row("deep", ",'levels':2000", QByteArray("{\"deep\":").repeated(2000));
        row("large", ",'bytes':1000000", QByteArray(1'000'000, 'x'));
        row("mixed_offsets", ",'entries':-1", "Z\"");
        row("awkward_text", {}, "\\ud800 lone");
    }

    void makesEventsOdd()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const QByteArray, part);
        Fixture f;

        const auto odd = f.oddly("'kind':'content'," + fault);

        QCOMPARE(odd.status, 200);
        QVERIFY(odd.body.contains(part));
        QCOMPARE(f.client.events("admin_logs").body, odd.body);
        QCOMPARE(f.client.truth("admin_logs").size(), 1200);
    }

    void knowsTheIdsOfOddEvents()
    {
        Fixture f;
        const QList<QByteArray> right = f.client.truth("admin_logs");

        f.oddly("'kind':'content','how':'missing_id'");
        f.oddly("'kind':'content','how':'numeric_id'");
        const QList<QByteArray> odd = f.client.truth("admin_logs");

        QCOMPARE(odd[0], QByteArray());
        QVERIFY(odd[1].startsWith('9') && odd[1] != right[1]);
        QCOMPARE(odd.mid(2), right.mid(2));
    }

    void letsOddEventsHappen()
    {
        Fixture f;
        QVERIFY(f.simulator.post(
            "/_sim/events?count=2", json("{'how':'S14','stream_type':'admin_logs'}")));
        QVERIFY(!f.simulator.post("/_sim/events?count=2", json("{'how':'S15'}")));
        f.simulator.advance(std::chrono::seconds(61));

        const QJsonArray all = f.client.walk("admin_logs", 500);

        QCOMPARE(all.size(), 1202);
        QCOMPARE(all.last()["event_type"_L1].toString(), u"HOLODECK_PROGRAM_STARTED"_s);
        QCOMPARE(idsOf(all), f.client.truth("admin_logs"));
    }

    void filtersOddEventsByWhatTheySay()
    {
        Fixture f;
        f.oddly("'kind':'content','how':'S9','entries':3");

        const QJsonArray alerts = f.client.walk("admin_logs", 500, "0", "event_type=SHIELD_ALERT");

        QVERIFY(alerts.size() >= 3);
        for (const QJsonValue &alert : alerts)
            QCOMPARE(alert["event_type"_L1].toString(), u"SHIELD_ALERT"_s);
    }
};

QTEST_GUILESS_MAIN(TestOddAnswers)
#include "tst_oddanswers.moc"
