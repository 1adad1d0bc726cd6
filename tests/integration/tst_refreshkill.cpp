// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountstore.h"
#include "core/auth/keychainsecretstore.h"
#include "simulator/simulator.h"
#include "tests/app/keyringprogram.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a crash costs between the moment in which Box takes a refresh token and the moment in which
/// the keychain has the next one.
///
/// `boxwatch capture` renews its token again and again and is killed at random points, against a
/// server that takes each refresh token once. The keychain is a real one; see
/// tests/auth/with-keyring.sh.
class TestRefreshKill : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void losesASignInOnlyBetweenBoxAndTheKeychain_data();
    void losesASignInOnlyBetweenBoxAndTheKeychain();

private:
    struct Count
    {
        int kills = 0;
        int underWay = 0; ///< killed while a renewal had begun
        int between = 0; ///< Box had given a new pair that the keychain never got
        int lockedOut = 0; ///< of these: the next run had to sign in
    };

    Result<AccountStore::Kept> kept(const QString &account);
    QString account() const;
    bool isLive(const Secret &refreshToken) const;
    qint64 renewals() const;
    void letTheServerRead() const;
    std::unique_ptr<QProcess> capture(const QString &account) const;
    bool runsOn(const QString &account);
    void killOnce(const QString &account, QRandomGenerator &random, Count &count);

    Program m_boxwatch = keyringProgram();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Simulator> m_box;
};

void TestRefreshKill::initTestCase()
{
    QVERIFY2(
        qEnvironmentVariableIntValue("BOXWATCH_KEYRING_PID") > 0, "to be run by with-keyring.sh");
    // The same settings and keychain entries as the program has.
    QCoreApplication::setApplicationName(u"boxwatch"_s);
    QCoreApplication::setOrganizationName(u"Boxwatch"_s);
}

Result<AccountStore::Kept> TestRefreshKill::kept(const QString &account)
{
    KeychainSecretStore keychain(QCoreApplication::applicationName());
    QSettings settings;
    AccountStore store(keychain, settings);
    std::optional<Result<AccountStore::Kept>> read;
    store.read(account, [&](const Result<AccountStore::Kept> &answer) { read = answer; });
    if (!QTest::qWaitFor([&] { return read.has_value(); }, 30'000))
        return Error();
    return *read;
}

QString TestRefreshKill::account() const
{
    const auto listed = m_boxwatch.run({u"accounts"_s, u"list"_s, u"--json"_s});
    return QJsonDocument::fromJson(listed.output).array().first()[u"id"].toString();
}

bool TestRefreshKill::isLive(const Secret &refreshToken) const
{
    return QJsonDocument::fromJson(m_box->read("/_sim/auth"))
        .object()
        .value(u"live_refresh_tokens"_s)
        .toArray()
        .contains(QString::fromLatin1(refreshToken.reveal()));
}

qint64 TestRefreshKill::renewals() const
{
    return QJsonDocument::fromJson(m_box->read("/_sim/auth"))
        .object()
        .value(u"refreshes"_s)
        .toInteger();
}

/// What a program sent before it was killed may still lie in a socket: the server has read all of it once
/// it answers a connection that was made afterwards.
void TestRefreshKill::letTheServerRead() const
{
    QNetworkAccessManager network;
    QUrl url = m_box->apiUrl();
    url.setPath(u"/_sim/auth"_s);
    const std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(url)));
    QVERIFY(QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

std::unique_ptr<QProcess> TestRefreshKill::capture(const QString &account) const
{
    return m_boxwatch.start(
        {u"capture"_s, u"--to"_s, m_folder->filePath(u"a.boxwatch"_s), u"--stream"_s,
         u"admin_logs"_s, u"--poll-interval"_s, u"0.02"_s, u"--look-back"_s, u"0"_s,
         u"--progress"_s, u"json"_s, u"--api-url"_s, m_box->apiUrl().toString(), u"--token-from"_s,
         u"keychain:"_s + account});
}

/// Whether the next start gets along without a person.
bool TestRefreshKill::runsOn(const QString &account)
{
    m_box->post("/_sim/auth", "{\"expire\":\"access\"}");
    const auto process = capture(account);
    QByteArray said;
    const bool runs = Program::waitFor(*process, "Signed in as", said);
    process->terminate();
    Program::finish(*process);
    return runs;
}

void TestRefreshKill::killOnce(const QString &account, QRandomGenerator &random, Count &count)
{
    const auto before = kept(account);
    QVERIFY(before);
    const qint64 renewalsBefore = renewals();
    // Stretches the time in which Box has taken the token and its answer is not there yet.
    const QByteArray delay = QByteArray::number(random.bounded(0, 150));
    m_box->addFault("{\"clear\":true}");
    m_box->addFault(
        "{\"endpoint\":\"token\",\"kind\":\"delay\",\"delay_ms\":" + delay + ",\"times\":-1}");
    m_box->post("/_sim/auth", "{\"expire\":\"access\"}");

    const auto process = capture(account);
    // Half of the kills come right after Box has taken the token, half at any time.
    QElapsedTimer clock;
    clock.start();
    if (random.bounded(2) == 0) {
        while (renewals() == renewalsBefore && clock.elapsed() < 20'000)
            QTest::qWait(1);
        QTest::qWait(random.bounded(0, 200));
    } else {
        QTest::qWait(random.bounded(0, 1200));
    }
    process->kill();
    Program::finish(*process);
    letTheServerRead();
    ++count.kills;

    QSettings settings;
    KeychainSecretStore keychain(QCoreApplication::applicationName());
    const bool underWay = AccountStore(keychain, settings).isRenewing(account);
    count.underWay += underWay ? 1 : 0;
    const auto after = kept(account);
    QVERIFY2(after, after ? "" : qPrintable(after.error().message));
    const qint64 stored = after->generation - before->generation;
    const qint64 given = renewals() - renewalsBefore;
    // One pair at most is on its way, and the mark tells of it.
    QVERIFY2(
        given == stored || given == stored + 1,
        qPrintable(u"%1 pairs given, %2 kept"_s.arg(given).arg(stored)));
    if (given == stored) {
        QVERIFY(isLive(after->credentials.refreshToken));
        return;
    }
    QVERIFY(underWay);
    ++count.between;
    QVERIFY(!isLive(after->credentials.refreshToken));
}

void TestRefreshKill::losesASignInOnlyBetweenBoxAndTheKeychain_data()
{
    QTest::addColumn<int>("grace");
    QTest::newRow("each refresh token is good once") << 0;
    QTest::newRow("the used one gives the same pair again for a while") << 600;
}

void TestRefreshKill::losesASignInOnlyBetweenBoxAndTheKeychain()
{
    QFETCH(const int, grace);
    constexpr int kills = 50;
    m_folder = std::make_unique<QTemporaryDir>();
    SimulatorOptions options;
    options.seed = 7;
    options.backlog = 20;
    options.historyDelay = {};
    options.consent = SimulatorOptions::Consent::Grant;
    options.refreshGrace = std::chrono::seconds(grace);
    options.tokenLife = 2s;
    m_box = std::make_unique<Simulator>();
    QVERIFY2(m_box->start(options), qPrintable(m_box->errorString()));
    QVERIFY(signInWithBrowser(m_boxwatch, m_box->apiUrl()).contains("Signed in as"));
    const QString account = this->account();

    QRandomGenerator random(20'260'301);
    Count count;
    for (int i = 0; i < kills; ++i) {
        const int between = count.between;
        killOnce(account, random, count);
        if (QTest::currentTestFailed())
            return;
        if (count.between == between)
            continue;
        m_box->addFault("{\"clear\":true}");
        const bool runs = runsOn(account);
        QCOMPARE(runs, grace > 0);
        if (runs)
            continue;
        ++count.lockedOut;
        QVERIFY(signInWithBrowser(m_boxwatch, m_box->apiUrl()).contains("Signed in as"));
    }
    m_box->addFault("{\"clear\":true}");
    QVERIFY(runsOn(account));

    qInfo(
        "%d kills, %d during a renewal, %d between Box and the keychain, %d had to sign in again",
        count.kills, count.underWay, count.between, count.lockedOut);
    QVERIFY(count.underWay > 0);
    QCOMPARE(count.lockedOut, grace > 0 ? 0 : count.between);
    QCOMPARE(m_box->clientFaults(), QStringList());
    m_boxwatch.run(
        {u"accounts"_s, u"remove"_s, account, u"--api-url"_s, m_box->apiUrl().toString()});
}

QTEST_GUILESS_MAIN(TestRefreshKill)
#include "tst_refreshkill.moc"
