// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/teststore.h"
#include "core/auth/accounttokens.h"
#include "core/auth/jwtconfiguration.h"
#include "simulator/simulator.h"
#include "support/loopbackserver.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <latch>
#include <optional>
#include <tuple>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray tokenRoute = "POST /oauth2/token";

QByteArray pair(int number, int lifetime = 3930)
{
    const QByteArray n = QByteArray::number(number);
    return "{\"access_token\":\"a" + n + "\",\"refresh_token\":\"r" + n
        + "\",\"expires_in\":" + QByteArray::number(lifetime) + "}";
}

QByteArray refusal(const QByteArray &code, const QByteArray &description = {})
{
    return "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}";
}

RenewalTiming fastTiming()
{
    RenewalTiming timing;
    timing.firstPause = 50ms;
    timing.longestPause = 200ms;
    timing.lockPoll = 10ms;
    return timing;
}

/// One process: its own settings, keychain and tokens, of an account "7" that all processes share.
struct Process
{
    Process(const QString &folder, const TestStore::Entries &entries, const NetworkSettings &where)
        : secrets(entries)
        , settings(folder + u"/settings.ini"_s, QSettings::IniFormat)
        , store(secrets, settings)
        , network(where)
        , lockFile(folder + u"/7.lock"_s)
    {
    }

    bool load(RenewalTiming timing = fastTiming())
    {
        std::optional<Result<AccountStore::Kept>> read;
        store.read(u"7"_s, [&](const Result<AccountStore::Kept> &answer) { read = answer; });
        if (!QTest::qWaitFor([&] { return read.has_value(); }, 20'000) || !*read)
            return false;
        tokens = std::make_unique<AccountTokens>(
            u"7"_s, &store, lockFile, read->value(), network, timing);
        return true;
    }

    TestStore secrets;
    QSettings settings;
    AccountStore store;
    NetworkSettings network;
    QString lockFile;
    std::unique_ptr<AccountTokens> tokens;
};

struct Fixture
{
    explicit Fixture(int lifetime = -1)
    {
        network.apiUrl = box.url(u"/2.0"_s);
        network.tokenDeadline = 2s;
        Process first(folder.path(), entries, network);
        Account account;
        account.id = u"7"_s;
        Credentials credentials;
        credentials.method = SignInMethod::OAuth;
        credentials.tokenUrl = resolved(network).tokenUrl;
        credentials.client = {"id", Secret("s3cret")};
        credentials.accessToken = Secret("a1");
        credentials.refreshToken = Secret("r1");
        credentials.goodUntil = QDateTime::currentDateTimeUtc().addSecs(lifetime);
        std::optional<Result<void>> added;
        first.store.add(account, credentials, [&](const Result<void> &done) { added = done; });
        std::ignore = QTest::qWaitFor([&] { return added.has_value(); }, 20'000);
    }

    std::unique_ptr<Process> process()
    {
        auto process = std::make_unique<Process>(folder.path(), entries, network);
        return process->load() ? std::move(process) : nullptr;
    }

    QTemporaryDir folder;
    LoopbackServer box;
    TestStore::Entries entries = std::make_shared<QHash<QString, QByteArray>>();
    NetworkSettings network;
};

/// A user of the token in the main thread.
struct Asking
{
    explicit Asking(const AccountTokens &tokens) : source(tokens.factory()()) { ask(); }

    void ask()
    {
        answer.reset();
        source->withToken(&context, [this](const Result<Secret> &token) { answer = token; });
    }

    bool got(const char *token)
    {
        return QTest::qWaitFor([this] { return answer.has_value(); }, 20'000) && *answer
            && answer->value() == Secret(token);
    }

    std::optional<Error> error()
    {
        std::ignore = QTest::qWaitFor([this] { return answer.has_value(); }, 20'000);
        return answer && !*answer ? std::optional(answer->error()) : std::nullopt;
    }

    QObject context;
    std::unique_ptr<TokenSource> source;
    std::optional<Result<Secret>> answer;
};

Result<AccountStore::Kept> keptIn(AccountStore &store)
{
    std::optional<Result<AccountStore::Kept>> read;
    store.read(u"7"_s, [&](const Result<AccountStore::Kept> &answer) { read = answer; });
    std::ignore = QTest::qWaitFor([&] { return read.has_value(); }, 20'000);
    return read.value_or(Error());
}

} // namespace

class TestAccountTokens : public QObject
{
    Q_OBJECT

private slots:
    void givesTheTokenWithoutAskingBoxWhileItIsGood();
    void renewsThreeMinutesBeforeTheEnd();
    void renewsOnceForFiftyThatAreRefusedAtOnce();
    void renewsOnceForTwentyThreads();
    void renewsNothingForATokenThatIsNotTheCurrentOne();
    void putsTheNewPairIntoTheKeychainBeforeAnybodyGetsIt();
    void takesThePairThatAnotherProcessHasRenewed();
    void renewsOnceForTwoProcessesAtTheSameTime();
    void triesTheOldRefreshTokenAfterAnAnswerThatWasLost();
    void goesOnWithTheOldTokenWhileBoxIsOutOfReach();
    void waitsBetweenTwoTriesThatFail();
    void readsTheKeychainAgainBeforeItAsksThePerson();
    void makesNoCallsOnceTheRefreshTokenIsRefused();
    void stopsWhenAFreshTokenIsRefusedToo();
    void goesOnInMemoryIfTheKeychainDoesNotTakeThePair();
    void keepsTheRefreshTokenIfTheKeychainIsOutOfReach();
    void keepsTheOldPairUntilANewOneIsComplete_data();
    void keepsTheOldPairUntilANewOneIsComplete();
    void neverRenewsADeveloperToken();
    void takesOverANewSignIn();
    void answersThoseWhoWaitWhenTheAccountIsSignedOut();
    void outlivesItsSourcesAndTheyOutliveIt();
    void getsAnAppsTokenAgainBeforeItEnds();
    void correctsItsClockFromTheAnswerOfBox_data();
    void correctsItsClockFromTheAnswerOfBox();
    void usesANewAssertionEachTimeAndStopsAfterFive();
    void doesNotTryAgainWhatOnlyAnAdminCanMend();
    void doesNotTakeThePageOfAProxyForARefusal();
    void asksAProxyThatRefusesUsOnceOnly();
    void takesAnotherNetworkThatWasSetDuringARenewal();
    void givesOutNothingThatWasRefusedDuringARenewal();
    void saysThatAnotherProcessHasSignedOut();
    void waitsForTheKeychainBeforeItTakesARefusalForGood();
    void neverBreaksTheLockOfALiveProcess();
};

void TestAccountTokens::givesTheTokenWithoutAskingBoxWhileItIsGood()
{
    Fixture f(3600);
    const auto process = f.process();
    QVERIFY(process);

    Asking asking(*process->tokens);

    QVERIFY(asking.answer); // at once
    QVERIFY(asking.got("a1"));
    QCOMPARE(f.box.count(tokenRoute), 0);
}

void TestAccountTokens::renewsThreeMinutesBeforeTheEnd()
{
    QCOMPARE(RenewalTiming().margin, 180'000ms);
    Fixture f(600);
    f.box.json(pair(2));
    Process process(f.folder.path(), f.entries, f.network);
    RenewalTiming timing = fastTiming();
    timing.margin = 598s; // more than half of the life: then half of it
    QVERIFY(process.load(timing));
    QVERIFY(Asking(*process.tokens).got("a1"));
    QCOMPARE(f.box.count(tokenRoute), 0);

    Fixture shorter(4);
    shorter.box.json(pair(2));
    Process second(shorter.folder.path(), shorter.entries, shorter.network);
    timing.margin = 1s;
    QVERIFY(second.load(timing));
    QTest::qWait(2000);
    QVERIFY(Asking(*second.tokens).got("a1"));
    QTest::qWait(1300);
    QVERIFY(Asking(*second.tokens).got("a2"));
    QCOMPARE(shorter.box.count(tokenRoute), 1);
}

void TestAccountTokens::renewsOnceForFiftyThatAreRefusedAtOnce()
{
    Fixture f(3600);
    f.box.json(pair(2)).after(100ms);
    const auto process = f.process();
    std::vector<std::unique_ptr<Asking>> all;
    for (int i = 0; i < 50; ++i)
        all.push_back(std::make_unique<Asking>(*process->tokens));

    for (const auto &asking : all) {
        asking->source->reject(Secret("a1"));
        asking->ask();
    }

    for (const auto &asking : all)
        QVERIFY(asking->got("a2"));
    QCOMPARE(f.box.count(tokenRoute), 1);
}

void TestAccountTokens::renewsOnceForTwentyThreads()
{
    Fixture f(3600);
    f.box.json(pair(2)).after(50ms);
    const auto process = f.process();
    const TokenSourceFactory factory = process->tokens->factory();
    std::atomic_int good = 0;
    std::latch haveTheFirst(20);
    std::vector<std::unique_ptr<QThread>> threads;

    for (int i = 0; i < 20; ++i) {
        threads.emplace_back(QThread::create([&] {
            QEventLoop loop;
            QObject context;
            const auto source = factory();
            source->withToken(&context, [&](const Result<Secret> &first) {
                haveTheFirst.arrive_and_wait();
                source->reject(*first);
                source->withToken(&context, [&](const Result<Secret> &second) {
                    if (second && *second == Secret("a2"))
                        ++good;
                    loop.quit();
                });
            });
            loop.exec();
        }));
        threads.back()->start();
    }

    for (const auto &thread : threads)
        QTRY_VERIFY_WITH_TIMEOUT(thread->isFinished(), 20'000);
    QCOMPARE(good.load(), 20);
    QCOMPARE(f.box.count(tokenRoute), 1);
}

void TestAccountTokens::renewsNothingForATokenThatIsNotTheCurrentOne()
{
    Fixture f(3600);
    const auto process = f.process();
    Asking asking(*process->tokens);

    asking.source->reject(Secret("a0"));
    QTest::qWait(20);
    asking.ask();

    QVERIFY(asking.got("a1"));
    QCOMPARE(f.box.count(tokenRoute), 0);
}

void TestAccountTokens::putsTheNewPairIntoTheKeychainBeforeAnybodyGetsIt()
{
    Fixture f;
    f.box.json(pair(2));
    const auto process = f.process();
    process->secrets.delay = 150ms;
    std::optional<Secret> storedThen;

    Asking asking(*process->tokens);
    asking.source->withToken(&asking.context, [&](const Result<Secret> &) {
        for (const QByteArray &entry : std::as_const(*f.entries)) {
            if (entry.contains("r2") && entry.contains("a2"))
                storedThen = Secret("both");
        }
    });

    QVERIFY(asking.got("a2"));
    QTRY_VERIFY(storedThen);
    QVERIFY(!process->store.isRenewing(u"7"_s));
}

void TestAccountTokens::takesThePairThatAnotherProcessHasRenewed()
{
    Fixture f;
    f.box.json(pair(2));
    const auto one = f.process();
    const auto two = f.process();

    QVERIFY(Asking(*one->tokens).got("a2"));
    QVERIFY(Asking(*two->tokens).got("a2"));

    QCOMPARE(f.box.count(tokenRoute), 1);
}

void TestAccountTokens::renewsOnceForTwoProcessesAtTheSameTime()
{
    Fixture f;
    f.box.json(pair(2)).after(200ms);
    const auto one = f.process();
    const auto two = f.process();

    Asking first(*one->tokens);
    Asking second(*two->tokens);

    QVERIFY(first.got("a2"));
    QVERIFY(second.got("a2"));
    QCOMPARE(f.box.count(tokenRoute), 1);
    QCOMPARE(one->tokens->credentials().refreshToken, two->tokens->credentials().refreshToken);
}

void TestAccountTokens::triesTheOldRefreshTokenAfterAnAnswerThatWasLost()
{
    Fixture f;
    f.box.hangUp().json(pair(2)).json(pair(3));
    const auto process = f.process();
    Asking asking(*process->tokens);
    QVERIFY(asking.error());
    QVERIFY(asking.error()->isTransient());
    QVERIFY(process->store.isRenewing(u"7"_s));

    const auto afterCrash = f.process(); // which finds the mark, and the old pair
    QVERIFY(Asking(*afterCrash->tokens).got("a3"));

    // The pair that came then may be an old one, so it is renewed once more.
    QCOMPARE(f.box.count(tokenRoute), 3);
    QVERIFY(f.box.requests().at(1).body.contains("refresh_token=r1"));
    QVERIFY(f.box.requests().at(2).body.contains("refresh_token=r2"));
    QVERIFY(!afterCrash->store.isRenewing(u"7"_s));
}

void TestAccountTokens::goesOnWithTheOldTokenWhileBoxIsOutOfReach()
{
    Fixture f(4);
    f.box.status(503).forEver();
    const auto process = f.process();
    QTest::qWait(2200);

    QVERIFY(Asking(*process->tokens).got("a1"));
    QTRY_VERIFY(f.box.count(tokenRoute) >= 1);
    QTest::qWait(2200);

    const auto error = Asking(*process->tokens).error();
    QVERIFY(error);
    QCOMPARE(error->kind, Error::Kind::Server);
}

void TestAccountTokens::waitsBetweenTwoTriesThatFail()
{
    Fixture f;
    f.box.status(503, {}, {{"Retry-After", "60"}}).forEver();
    const auto process = f.process();
    Asking asking(*process->tokens);
    QVERIFY(asking.error());

    for (int i = 0; i < 30; ++i) {
        asking.ask();
        QCOMPARE(asking.error()->kind, Error::Kind::Server);
    }

    QCOMPARE(f.box.count(tokenRoute), 1);
}

void TestAccountTokens::readsTheKeychainAgainBeforeItAsksThePerson()
{
    Fixture f;
    f.box.status(400, refusal("invalid_grant", "Refresh token has expired")).after(200ms);
    const auto process = f.process();
    Asking asking(*process->tokens);
    QTRY_COMPARE(f.box.count(tokenRoute), 1);

    // A program that does not know the lock has been faster.
    Process other(f.folder.path(), f.entries, f.network);
    Credentials newer = keptIn(other.store)->credentials;
    newer.take({Secret("a9"), Secret("r9"), 3600s});
    std::optional<Result<void>> written;
    other.store.write(u"7"_s, newer, [&](const Result<void> &done) { written = done; });

    QVERIFY(asking.got("a9"));
    QVERIFY(written && *written);
}

void TestAccountTokens::makesNoCallsOnceTheRefreshTokenIsRefused()
{
    Fixture f;
    f.box.status(400, refusal("invalid_grant", "Refresh token has expired")).forEver();
    const auto process = f.process();

    for (int i = 0; i < 20; ++i) {
        Asking asking(*process->tokens);
        const auto error = asking.error();
        QVERIFY(error);
        QCOMPARE(error->kind, Error::Kind::Unauthorized);
        QCOMPARE(error->code, u"invalid_grant"_s);
        QVERIFY(!sentenceFor(*error).isEmpty());
        QTest::qWait(20);
    }

    QCOMPARE(f.box.count(tokenRoute), 1);
    QVERIFY(keptIn(process->store)); // nothing is thrown away
}

void TestAccountTokens::stopsWhenAFreshTokenIsRefusedToo()
{
    Fixture f(3600);
    f.box.json(pair(2)).json(pair(3));
    const auto process = f.process();
    Asking asking(*process->tokens);
    QVERIFY(asking.got("a1"));
    asking.source->reject(Secret("a1"));
    asking.ask();
    QVERIFY(asking.got("a2"));

    asking.source->reject(Secret("a2"));
    asking.ask();

    QVERIFY(asking.error());
    QCOMPARE(asking.error()->kind, Error::Kind::Unauthorized);
    QCOMPARE(f.box.count(tokenRoute), 1);
}

void TestAccountTokens::goesOnInMemoryIfTheKeychainDoesNotTakeThePair()
{
    Fixture f;
    f.box.json(pair(2, 1)).json(pair(3));
    const auto process = f.process();
    QSignalSpy notStored(process->tokens.get(), &AccountTokens::notStored);
    QSignalSpy stored(process->tokens.get(), &AccountTokens::stored);
    process->secrets.refusesWrites = true;

    Asking asking(*process->tokens);
    QVERIFY(asking.got("a2"));
    QTRY_VERIFY(notStored.size() >= 2); // tried again
    QTest::qWait(1100); // a2 has ended

    asking.ask();
    QVERIFY(asking.error());
    QVERIFY(asking.error()->isTransient());
    QCOMPARE(asking.error()->kind, Error::Kind::Keychain);
    QCOMPARE(f.box.count(tokenRoute), 1); // r2 is not used up before it is kept
    const auto other = f.process();
    Asking patient(*other->tokens); // nor r1 by another process
    QTest::qWait(200);
    QVERIFY(!patient.answer);
    QCOMPARE(f.box.count(tokenRoute), 1);

    process->secrets.refusesWrites = false;
    QTRY_COMPARE(stored.size(), 1);
    QVERIFY(keptIn(process->store)->credentials.refreshToken != Secret("r1"));
    asking.ask();
    QVERIFY(asking.got("a3"));
    QVERIFY(patient.got("a3"));
}

void TestAccountTokens::keepsTheRefreshTokenIfTheKeychainIsOutOfReach()
{
    Fixture f;
    f.box.json(pair(2));
    const auto process = f.process();
    for (bool TestStore::*mood : {&TestStore::refusesReads, &TestStore::looksEmpty}) {
        process->secrets.*mood = true;
        Asking asking(*process->tokens);
        QVERIFY(asking.error());
        QVERIFY(asking.error()->isTransient());
        QCOMPARE(f.box.count(tokenRoute), 0);
        process->secrets.*mood = false;
        QTest::qWait(250);
    }

    QVERIFY(Asking(*process->tokens).got("a2"));
}

void TestAccountTokens::keepsTheOldPairUntilANewOneIsComplete_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no refresh token")
        << QByteArray("{\"access_token\":\"a2\",\"expires_in\":3600}");
    QTest::newRow("HTML") << QByteArray("<html></html>");
    QTest::newRow("a token of 2 MB")
        << "{\"access_token\":\"" + QByteArray(2'000'000, 'x') + "\",\"refresh_token\":\"r2\"}";
    QTest::newRow("nothing") << QByteArray();
}

void TestAccountTokens::keepsTheOldPairUntilANewOneIsComplete()
{
    QFETCH(const QByteArray, answer);
    Fixture f;
    f.box.json(answer).json(pair(3)).json(pair(4));
    const auto process = f.process();

    Asking asking(*process->tokens);
    QVERIFY(asking.error() && asking.error()->isTransient());
    QCOMPARE(keptIn(process->store)->credentials.refreshToken, Secret("r1"));
    QTest::qWait(250);

    asking.ask();
    QVERIFY(asking.got("a4"));
    QVERIFY(f.box.requests().at(1).body.contains("refresh_token=r1"));
}

void TestAccountTokens::neverRenewsADeveloperToken()
{
    LoopbackServer box;
    NetworkSettings network;
    network.apiUrl = box.url(u"/2.0"_s);
    AccountStore::Kept kept;
    kept.credentials.accessToken = Secret("dev");
    AccountTokens tokens(u"7"_s, nullptr, {}, kept, network);
    Asking asking(tokens);
    QVERIFY(asking.got("dev"));

    asking.source->reject(Secret("dev"));
    asking.ask();

    QVERIFY(asking.got("dev")); // the same: whoever asked gives up
    QCOMPARE(box.requests().size(), std::size_t(0));
}

void TestAccountTokens::takesOverANewSignIn()
{
    Fixture f;
    f.box.status(400, refusal("invalid_grant")).forEver();
    const auto process = f.process();
    Asking asking(*process->tokens);
    QVERIFY(asking.error());

    AccountStore::Kept kept = keptIn(process->store).value();
    kept.credentials.take({Secret("a8"), Secret("r8"), 3600s});
    process->tokens->adopt(kept, f.network);
    asking.ask();

    QVERIFY(asking.got("a8"));
}

void TestAccountTokens::answersThoseWhoWaitWhenTheAccountIsSignedOut()
{
    Fixture f;
    f.box.stall();
    const auto process = f.process();
    Asking asking(*process->tokens);
    QTRY_COMPARE(f.box.count(tokenRoute), 1);

    process->tokens.reset();

    QVERIFY(asking.error());
    QCOMPARE(asking.error()->kind, Error::Kind::Unauthorized);
    asking.ask();
    QVERIFY(asking.error());
}

void TestAccountTokens::outlivesItsSourcesAndTheyOutliveIt()
{
    for (int i = 0; i < 50; ++i) {
        Fixture f;
        f.box.json(pair(2)).after(std::chrono::milliseconds(i % 5));
        const auto process = f.process();
        const TokenSourceFactory factory = process->tokens->factory();
        std::unique_ptr<QThread> thread(QThread::create([factory, i] {
            for (int j = 0; j < 20; ++j) {
                QObject context;
                const auto source = factory();
                source->withToken(&context, [](const Result<Secret> &) {});
                source->reject(Secret("a1"));
                QThread::usleep(static_cast<unsigned long>(i) * 20);
                QCoreApplication::processEvents();
            }
        }));
        thread->start();
        QTest::qWait(i % 7);
        process->tokens.reset();
        QTRY_VERIFY_WITH_TIMEOUT(thread->isFinished(), 20'000);
    }
}

void TestAccountTokens::getsAnAppsTokenAgainBeforeItEnds()
{
    SimulatorOptions options;
    options.backlog = 10;
    options.tokenLife = 2s;
    Simulator box;
    QVERIFY(box.start(options));
    NetworkSettings network;
    network.apiUrl = box.apiUrl();
    AccountStore::Kept kept;
    kept.credentials.method = SignInMethod::ClientCredentials;
    kept.credentials.client = {
        SimulatorOptions::clientId().toUtf8(), Secret(SimulatorOptions::clientSecret().toUtf8())};
    // The enterprise of the file belongs to the same app.
    const auto file = parseJwtConfiguration(Secret(box.read("/_sim/jwt-config?form=plain")));
    QVERIFY(file);
    kept.credentials.subject = {file->enterpriseId, false};
    AccountTokens tokens(u"7"_s, nullptr, {}, kept, network, fastTiming());

    Asking asking(tokens);
    QVERIFY(!asking.error());
    const Secret first = **asking.answer;
    asking.ask();
    QVERIFY(!asking.error());
    QCOMPARE(**asking.answer, first);
    QTest::qWait(1300);
    asking.ask();
    QVERIFY(!asking.error());

    QVERIFY(**asking.answer != first);
    QCOMPARE(box.requestCount("token"), 2U);
    QCOMPARE(box.clientFaults(), QStringList());
}

void TestAccountTokens::correctsItsClockFromTheAnswerOfBox_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("requests");
    QTest::newRow("no difference") << 0 << 1;
    QTest::newRow("ours is ten minutes fast") << -10 << 2;
    QTest::newRow("ours is ten minutes slow") << 10 << 2;
}

void TestAccountTokens::correctsItsClockFromTheAnswerOfBox()
{
    QFETCH(const int, minutes);
    QFETCH(const int, requests);
    SimulatorOptions options;
    options.backlog = 10;
    options.clockOffset = std::chrono::minutes(minutes);
    Simulator box;
    QVERIFY(box.start(options));
    NetworkSettings network;
    network.apiUrl = box.apiUrl();
    AccountStore::Kept kept;
    kept.credentials.method = SignInMethod::Jwt;
    kept.credentials.jwtConfiguration = Secret(box.read("/_sim/jwt-config?form=3des"));
    AccountTokens tokens(u"7"_s, nullptr, {}, kept, network, fastTiming());

    Asking asking(tokens);

    const auto error = asking.error();
    QVERIFY2(!error, error ? qPrintable(error->message) : "");
    QCOMPARE(box.requestCount("token"), std::uint64_t(requests));
}

void TestAccountTokens::usesANewAssertionEachTimeAndStopsAfterFive()
{
    Simulator keys;
    SimulatorOptions options;
    options.backlog = 10;
    QVERIFY(keys.start(options));
    LoopbackServer box;
    box.status(
           400,
           refusal(
               "invalid_grant", "Please check the 'jti' claim. A unique 'jti' value is required."))
        .forEver();
    NetworkSettings network;
    network.apiUrl = box.url(u"/2.0"_s);
    AccountStore::Kept kept;
    kept.credentials.method = SignInMethod::Jwt;
    kept.credentials.jwtConfiguration = Secret(keys.read("/_sim/jwt-config?form=aes"));
    AccountTokens tokens(u"7"_s, nullptr, {}, kept, network, fastTiming());

    Asking asking(tokens);

    QVERIFY(asking.error());
    QCOMPARE(asking.error()->kind, Error::Kind::Unauthorized);
    QCOMPARE(box.count(tokenRoute), 5);
    QSet<QByteArray> bodies;
    for (const auto &request : box.requests())
        bodies.insert(request.body);
    QCOMPARE(bodies.size(), 5);
}

void TestAccountTokens::doesNotTryAgainWhatOnlyAnAdminCanMend()
{
    Simulator box;
    SimulatorOptions options;
    options.backlog = 10;
    options.appAuthorized = false;
    QVERIFY(box.start(options));
    NetworkSettings network;
    network.apiUrl = box.apiUrl();
    AccountStore::Kept kept;
    kept.credentials.method = SignInMethod::Jwt;
    kept.credentials.jwtConfiguration = Secret(box.read("/_sim/jwt-config"));
    AccountTokens tokens(u"7"_s, nullptr, {}, kept, network, fastTiming());

    Asking asking(tokens);

    QVERIFY(asking.error());
    QCOMPARE(asking.error()->kind, Error::Kind::Unauthorized);
    QCOMPARE(box.requestCount("token"), 1U);
}

void TestAccountTokens::doesNotTakeThePageOfAProxyForARefusal()
{
    Fixture f;
    f.box.status(403, "<html>Sign in to the hotel</html>", {{"Content-Type", "text/html"}})
        .json(pair(2))
        .json(pair(3));
    const auto process = f.process();
    Asking asking(*process->tokens);
    QVERIFY(asking.error());
    QVERIFY(asking.error()->isTransient());
    QTest::qWait(250);

    asking.ask();

    QVERIFY(asking.got("a3"));
}

void TestAccountTokens::asksAProxyThatRefusesUsOnceOnly()
{
    LoopbackServer proxy;
    proxy.status(407, {}, {{"Proxy-Authenticate", "Basic realm=\"x\""}}).forEver();
    Fixture f;
    NetworkSettings through = f.network;
    through.proxy.kind = ProxySettings::Kind::Http;
    through.proxy.host = u"127.0.0.1"_s;
    through.proxy.port = proxy.serverPort();
    through.proxy.user = u"me"_s;
    through.proxy.password = Secret("wrong");
    const auto process = f.process();
    process->tokens->setNetwork(through);
    Asking asking(*process->tokens);
    QVERIFY(asking.error());
    QCOMPARE(asking.error()->code, u"proxy_auth"_s);
    const auto asked = proxy.requests().size();
    QTest::qWait(500); // longer than the longest pause
    asking.ask();
    QCOMPARE(asking.error()->code, u"proxy_auth"_s);
    QCOMPARE(proxy.requests().size(), asked);

    f.box.json(pair(2)).json(pair(3));
    process->tokens->setNetwork(f.network);
    asking.ask();

    QVERIFY(asking.got("a3"));
}

void TestAccountTokens::takesAnotherNetworkThatWasSetDuringARenewal()
{
    Fixture f;
    f.box.status(503).after(200ms);
    LoopbackServer other;
    other.json(pair(2)).json(pair(3));
    const auto process = f.process();
    Asking asking(*process->tokens);
    QTRY_COMPARE(f.box.count(tokenRoute), 1);
    NetworkSettings network = f.network;
    network.apiUrl = other.url(u"/2.0"_s);

    process->tokens->setNetwork(network);
    QVERIFY(asking.error());
    QTest::qWait(250);
    asking.ask();

    QVERIFY(asking.got("a3"));
    QCOMPARE(f.box.count(tokenRoute), 1);
}

void TestAccountTokens::givesOutNothingThatWasRefusedDuringARenewal()
{
    Fixture f(600);
    f.box.status(503).after(300ms);
    const auto process = f.process();
    AccountStore::Kept kept = keptIn(process->store).value();
    kept.credentials.goodUntil = QDateTime::currentDateTimeUtc().addSecs(8);
    process->tokens->adopt(kept, f.network);
    QTest::qWait(4200); // half of its life is over: renewed, though it is good
    Asking asking(*process->tokens);
    QTRY_COMPARE(f.box.count(tokenRoute), 1);

    process->tokens->reject(Secret("a1"));

    QVERIFY(asking.error());
}

void TestAccountTokens::saysThatAnotherProcessHasSignedOut()
{
    Fixture f;
    const auto process = f.process();
    Process other(f.folder.path(), f.entries, f.network);
    std::optional<Result<void>> removed;
    other.store.remove(u"7"_s, [&](const Result<void> &done) { removed = done; });
    QTRY_VERIFY(removed && *removed);

    Asking asking(*process->tokens);

    QVERIFY(asking.error());
    QCOMPARE(asking.error()->kind, Error::Kind::Unauthorized);
    QCOMPARE(asking.error()->code, u"signed_out"_s);
    QCOMPARE(f.box.count(tokenRoute), 0);
}

void TestAccountTokens::waitsForTheKeychainBeforeItTakesARefusalForGood()
{
    Fixture f;
    f.box.status(400, refusal("invalid_grant")).after(200ms).json(pair(2)).json(pair(3));
    const auto process = f.process();
    Asking asking(*process->tokens);
    QTRY_COMPARE(f.box.count(tokenRoute), 1);
    process->secrets.refusesReads = true;
    QVERIFY(asking.error());
    QVERIFY(asking.error()->isTransient());
    QCOMPARE(asking.error()->code, u"renewal_waits"_s);

    process->secrets.refusesReads = false;
    QTest::qWait(250);
    asking.ask();

    QVERIFY(asking.got("a3"));
}

/// A program that no other may look at seems to be none, by its lock file; what keeps the lock is flock.
void TestAccountTokens::neverBreaksTheLockOfALiveProcess()
{
#ifdef Q_OS_UNIX
    QTemporaryDir folder;
    const QString path = folder.filePath(u"7.lock"_s);
    QLockFile owner(path);
    owner.setStaleLockTime(0);
    QVERIFY(owner.tryLock(0));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly)); // the same file, in which another program stands
    file.write("1\nanother program\n" + QSysInfo::machineHostName().toUtf8() + '\n');
    file.close();

    QLockFile other(path);
    other.setStaleLockTime(0);
    QVERIFY(!other.tryLock(0));
    QCOMPARE(other.error(), QLockFile::LockFailedError);
#endif
}

QTEST_GUILESS_MAIN(TestAccountTokens)
#include "tst_accounttokens.moc"
