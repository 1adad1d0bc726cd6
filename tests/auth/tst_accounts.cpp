// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/teststore.h"
#include "core/auth/accounts.h"
#include "simulator/simulator.h"
#include "support/loopbackserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <optional>
#include <tuple>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Account accountOf(const QString &id, const QString &login)
{
    Account account;
    account.id = id;
    account.login = login;
    account.role = u"coadmin"_s;
    return account;
}

struct Fixture
{
    Fixture()
    {
        network.apiUrl = box.url(u"/2.0"_s);
        network.tokenDeadline = 2s;
    }

    Credentials oauth(const QByteArray &number = "1") const
    {
        Credentials credentials;
        credentials.method = SignInMethod::OAuth;
        credentials.tokenUrl = resolved(network).tokenUrl;
        credentials.client = {"id", Secret("CLIENTS3CRET")};
        credentials.accessToken = Secret("ACCESS" + number);
        credentials.refreshToken = Secret("REFRESH" + number);
        credentials.goodUntil = QDateTime::currentDateTimeUtc().addSecs(3600);
        return credentials;
    }

    std::optional<Accounts::Added> add(
        const Account &account, const Credentials &credentials, bool keep = true)
    {
        std::optional<Accounts::Added> added;
        accounts.add(account, credentials, keep, network, [&](const Accounts::Added &done) {
            added = done;
        });
        std::ignore = QTest::qWaitFor([&] { return added.has_value(); }, 20'000);
        return added;
    }

    Result<TokenSourceFactory> tokens(const QString &id, Accounts *from = nullptr)
    {
        std::optional<Result<TokenSourceFactory>> tokens;
        (from ? *from : accounts).tokens(id, network, [&](const Result<TokenSourceFactory> &found) {
            tokens = found;
        });
        std::ignore = QTest::qWaitFor([&] { return tokens.has_value(); }, 20'000);
        return tokens.value_or(Error());
    }

    Result<void> remove(const QString &id)
    {
        std::optional<Result<void>> removed;
        accounts.remove(id, network, [&](const Result<void> &done) { removed = done; });
        std::ignore = QTest::qWaitFor([&] { return removed.has_value(); }, 20'000);
        return removed.value_or(Error());
    }

    QTemporaryDir folder;
    LoopbackServer box;
    NetworkSettings network;
    TestStore secrets;
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    Accounts accounts{secrets, settings, folder.filePath(u"locks"_s)};
};

Result<Secret> tokenFrom(const TokenSourceFactory &tokens)
{
    std::optional<Result<Secret>> token;
    QObject context;
    const auto source = tokens();
    source->withToken(&context, [&](const Result<Secret> &answer) { token = answer; });
    std::ignore = QTest::qWaitFor([&] { return token.has_value(); }, 20'000);
    return token.value_or(Error());
}

} // namespace

class TestAccounts : public QObject
{
    Q_OBJECT

private slots:
    void keepsSeveralAccountsAcrossRuns();
    void keepsAnAccountForThisRunOnlyIfAskedTo();
    void keepsAnAccountForThisRunIfTheKeychainDoesNotTakeIt();
    void writesNoSecretIntoAnyFile();
    void sendsTokensOnlyWhereTheyCameFrom();
    void goesOnInRunningStreamsAfterAnotherSignIn();
    void revokesAndForgetsOnSignOut();
    void forgetsAnAccountAlsoIfBoxIsOutOfReach();
    void keepsAnAccountThatTheKeychainDoesNotLetGo();
    void revokesAgainstARealServer();
    void endsTheStreamsOfAnAccountThatSignedOut();
    void keepsWhatBoxIsAskedForWhileTheProgramEnds();
    void showsOneEntryForAnAccountThatIsSignedInTwice();
    void goesOnInRunningStreamsAfterASignInThatIsNotKept();
    void discardsOnlyWhatIsForThisRun();
    void waitsForARenewalBeforeItSignsOut();
    void putsNothingBehindASignOut();
    void readsAgainWhatAnotherProcessHasSignedInTo();
    void sendsTokensToNoOtherApiBehindTheSameTokenEndpoint();
    void forgetsAnAccountWhoseCredentialsAreLost();
};

void TestAccounts::keepsSeveralAccountsAcrossRuns()
{
    Fixture f;
    QVERIFY(!f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth("7"))->notKept);
    QVERIFY(!f.add(accountOf(u"8"_s, u"b@example.com"_s), f.oauth("8"))->notKept);

    QSettings settings(f.folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    Accounts later(f.secrets, settings, f.folder.filePath(u"locks"_s));

    QCOMPARE(later.entries().size(), 2);
    QCOMPARE(later.entries().at(1).method, SignInMethod::OAuth);
    QVERIFY(later.entries().at(1).kept);
    QCOMPARE(later.find(u"B@example.com"_s)->account.role, u"coadmin"_s);
    const auto tokens = f.tokens(u"8"_s, &later);
    QVERIFY(tokens);
    QCOMPARE(tokenFrom(*tokens).value(), Secret("ACCESS8"));
}

void TestAccounts::keepsAnAccountForThisRunOnlyIfAskedTo()
{
    Fixture f;

    const auto added = f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth(), false);

    QVERIFY(added && !added->notKept);
    QCOMPARE(tokenFrom(added->tokens).value(), Secret("ACCESS1"));
    QCOMPARE(f.accounts.entries().size(), 1);
    QVERIFY(!f.accounts.entries().first().kept);
    QVERIFY(f.tokens(u"7"_s));
    QVERIFY(f.secrets.entries->isEmpty());
    QVERIFY(f.settings.allKeys().isEmpty());
}

void TestAccounts::keepsAnAccountForThisRunIfTheKeychainDoesNotTakeIt()
{
    Fixture f;
    f.secrets.refusesWrites = true;

    const auto added = f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth());

    QVERIFY(added && added->notKept);
    QCOMPARE(added->notKept->kind, Error::Kind::Keychain);
    QCOMPARE(tokenFrom(added->tokens).value(), Secret("ACCESS1"));
    QVERIFY(!f.accounts.entries().first().kept);
}

void TestAccounts::writesNoSecretIntoAnyFile()
{
    Fixture f;
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));
    f.settings.sync();

    QFile file(f.folder.filePath(u"settings.ini"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("generation"));
    for (const char *secret : {"ACCESS1", "REFRESH1", "CLIENTS3CRET"})
        QVERIFY(!text.contains(secret));
}

void TestAccounts::sendsTokensOnlyWhereTheyCameFrom()
{
    Fixture f;
    LoopbackServer other;
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));
    f.network.apiUrl = other.url(u"/2.0"_s);

    const auto tokens = f.tokens(u"7"_s);
    QVERIFY(!tokens);
    QCOMPARE(tokens.error().kind, Error::Kind::Usage);

    QSettings settings(f.folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    Accounts later(f.secrets, settings, f.folder.filePath(u"locks"_s));
    QVERIFY(!f.tokens(u"7"_s, &later));
    QVERIFY(!f.remove(u"7"_s)); // gone, but not revoked there
    QCOMPARE(other.requests().size(), std::size_t(0));
}

void TestAccounts::goesOnInRunningStreamsAfterAnotherSignIn()
{
    Fixture f;
    const auto added = f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth());
    const auto source = added->tokens();

    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth("2")));

    QObject context;
    std::optional<Result<Secret>> token;
    source->withToken(&context, [&](const Result<Secret> &answer) { token = answer; });
    QTRY_VERIFY(token && *token);
    QCOMPARE(**token, Secret("ACCESS2"));
    QCOMPARE(f.accounts.entries().size(), 1);
}

void TestAccounts::revokesAndForgetsOnSignOut()
{
    Fixture f;
    f.box.status(200);
    Credentials large = f.oauth();
    large.jwtConfiguration = Secret(QByteArray(9000, 'x')); // several entries
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), large));
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), large)); // a second generation
    QVERIFY(f.secrets.entries->size() > 3);

    QVERIFY(f.remove(u"7"_s));

    QCOMPARE(f.box.count("POST /oauth2/revoke"), 1);
    QVERIFY(f.box.requests().back().body.contains("token=REFRESH1"));
    QTRY_VERIFY(f.secrets.entries->isEmpty());
    QVERIFY(f.accounts.entries().isEmpty());
    for (const QString &key : f.settings.allKeys())
        QVERIFY2(!key.startsWith(u"credentials/"_s), qPrintable(key));
}

void TestAccounts::forgetsAnAccountAlsoIfBoxIsOutOfReach()
{
    Fixture f;
    f.box.hangUp().forEver();
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));

    const auto removed = f.remove(u"7"_s);

    QVERIFY(!removed);
    QVERIFY(removed.error().isTransient());
    QVERIFY(f.accounts.entries().isEmpty());
    QTRY_VERIFY(f.secrets.entries->isEmpty());
}

void TestAccounts::keepsAnAccountThatTheKeychainDoesNotLetGo()
{
    Fixture f;
    f.box.status(200).forEver();
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));
    f.secrets.refusesWrites = true;

    const auto removed = f.remove(u"7"_s);

    QVERIFY(!removed);
    QCOMPARE(removed.error().kind, Error::Kind::Keychain);
    QCOMPARE(f.accounts.entries().size(), 1);
    f.secrets.refusesWrites = false;
    QVERIFY(f.remove(u"7"_s));
    QVERIFY(f.accounts.entries().isEmpty());
}

void TestAccounts::revokesAgainstARealServer()
{
    SimulatorOptions options;
    options.backlog = 10;
    Simulator box;
    QVERIFY(box.start(options));
    Fixture f;
    f.network.apiUrl = box.apiUrl();
    Credentials credentials = f.oauth();
    credentials.client = {
        SimulatorOptions::clientId().toUtf8(), Secret(SimulatorOptions::clientSecret().toUtf8())};
    credentials.refreshToken = Secret(box.token().toUtf8() + "-refresh");
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), credentials));

    QVERIFY(f.remove(u"7"_s));

    const QJsonObject auth = QJsonDocument::fromJson(box.read("/_sim/auth")).object();
    QVERIFY(!auth.value(u"live_refresh_tokens"_s)
                 .toArray()
                 .contains(QString(box.token() + u"-refresh"_s)));
}

void TestAccounts::endsTheStreamsOfAnAccountThatSignedOut()
{
    Fixture f;
    f.box.status(200);
    const auto added = f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth());
    const auto source = added->tokens();
    QVERIFY(f.remove(u"7"_s));

    QObject context;
    std::optional<Result<Secret>> token;
    source->withToken(&context, [&](const Result<Secret> &answer) { token = answer; });

    QTRY_VERIFY(token);
    QVERIFY(!*token);
    QCOMPARE(token->error().kind, Error::Kind::Unauthorized);
}

namespace {

const QByteArray tokenRoute = "POST /oauth2/token";
const QByteArray newPair =
    "{\"access_token\":\"ACCESS2\",\"refresh_token\":\"REFRESH2\",\"expires_in\":3600}";

Credentials worn(const Fixture &f)
{
    Credentials credentials = f.oauth();
    credentials.goodUntil = QDateTime::currentDateTimeUtc().addSecs(-1);
    return credentials;
}

bool holds(const TestStore &secrets, const char *text)
{
    return std::ranges::any_of(
        *secrets.entries, [text](const QByteArray &entry) { return entry.contains(text); });
}

} // namespace

void TestAccounts::keepsWhatBoxIsAskedForWhileTheProgramEnds()
{
    Fixture f;
    f.box.json(newPair).after(400ms);
    Accounts ending(f.secrets, f.settings, f.folder.filePath(u"locks"_s));
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), worn(f)));
    const auto tokens = f.tokens(u"7"_s, &ending);
    QVERIFY(tokens);
    QObject context;
    const auto source = (*tokens)();
    source->withToken(&context, [](const Result<Secret> &) {});
    QTRY_COMPARE(f.box.count(tokenRoute), 1);
    f.secrets.delay = 100ms;

    bool finished = false;
    ending.finish([&] { finished = true; });
    QTRY_VERIFY(finished);

    QVERIFY(holds(f.secrets, "REFRESH2"));
}

void TestAccounts::showsOneEntryForAnAccountThatIsSignedInTwice()
{
    Fixture f;
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth("2"), false));

    QCOMPARE(f.accounts.entries().size(), 1);
    QVERIFY(f.accounts.entries().first().kept);
    QVERIFY(holds(f.secrets, "REFRESH1"));
}

void TestAccounts::goesOnInRunningStreamsAfterASignInThatIsNotKept()
{
    for (const bool keptFirst : {true, false}) {
        Fixture f;
        const auto account = accountOf(u"7"_s, u"a@example.com"_s);
        const auto added = f.add(account, f.oauth(), keptFirst);
        const auto source = added->tokens();

        QVERIFY(f.add(account, f.oauth("2"), !keptFirst));

        QObject context;
        std::optional<Result<Secret>> token;
        source->withToken(&context, [&](const Result<Secret> &answer) { token = answer; });
        QTRY_VERIFY(token && *token);
        QCOMPARE(**token, Secret("ACCESS2"));
        QCOMPARE(f.accounts.entries().size(), 1);
    }
}

void TestAccounts::discardsOnlyWhatIsForThisRun()
{
    Fixture f;
    f.box.status(200).forEver();
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));
    f.secrets.refusesWrites = true;
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth("2"))->notKept);
    f.secrets.refusesWrites = false;

    std::optional<Result<void>> discarded;
    f.accounts.discard(u"7"_s, f.network, [&](const Result<void> &done) { discarded = done; });
    QTRY_VERIFY(discarded);

    QVERIFY(*discarded);
    QCOMPARE(f.box.count("POST /oauth2/revoke"), 1);
    QVERIFY(f.box.requests().back().body.contains("token=REFRESH2"));
    QVERIFY(f.accounts.entries().first().kept);
    QCOMPARE(tokenFrom(*f.tokens(u"7"_s)).value(), Secret("ACCESS1"));
}

void TestAccounts::waitsForARenewalBeforeItSignsOut()
{
    Fixture f;
    f.box.on(tokenRoute).json(newPair).after(400ms);
    f.box.status(200).forEver();
    const auto added = f.add(accountOf(u"7"_s, u"a@example.com"_s), worn(f));
    QObject context;
    const auto source = added->tokens();
    source->withToken(&context, [](const Result<Secret> &) {});
    QTRY_COMPARE(f.box.count(tokenRoute), 1);

    QVERIFY(f.remove(u"7"_s));

    QVERIFY(f.box.requests().back().body.contains("token=REFRESH2"));
    QTRY_VERIFY(f.secrets.entries->isEmpty());
}

void TestAccounts::putsNothingBehindASignOut()
{
    Fixture f;
    f.box.on(tokenRoute).json(newPair).after(500ms);
    f.box.status(200).forEver();
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), worn(f)));
    QSettings settings(f.folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    Accounts other(f.secrets, settings, f.folder.filePath(u"locks"_s));
    const auto tokens = f.tokens(u"7"_s, &other);
    QObject context;
    const auto source = (*tokens)();
    bool answered = false;
    source->withToken(&context, [&](const Result<Secret> &) { answered = true; });
    QTRY_COMPARE(f.box.count(tokenRoute), 1); // by another process

    QVERIFY(f.remove(u"7"_s));

    QTRY_VERIFY(answered);
    QTRY_VERIFY(f.secrets.entries->isEmpty());
    QVERIFY(f.box.requests().back().body.contains("token=REFRESH2"));
}

void TestAccounts::readsAgainWhatAnotherProcessHasSignedInTo()
{
    Fixture f;
    f.box.on(tokenRoute).status(400, "{\"error\":\"invalid_grant\"}").forEver();
    f.box.status(200).forEver();
    const auto account = accountOf(u"7"_s, u"a@example.com"_s);
    const auto added = f.add(account, worn(f));
    QVERIFY(!tokenFrom(added->tokens));

    // Signed out and in again there, so that the generations begin anew.
    QSettings settings(f.folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    Accounts other(f.secrets, settings, f.folder.filePath(u"locks"_s));
    std::optional<Result<void>> removed;
    other.remove(u"7"_s, f.network, [&](const Result<void> &done) { removed = done; });
    QTRY_VERIFY(removed);
    bool again = false;
    other.add(
        account, f.oauth("9"), true, f.network, [&](const Accounts::Added &) { again = true; });
    QTRY_VERIFY(again);

    const auto tokens = f.tokens(u"7"_s);
    QVERIFY(tokens);
    QCOMPARE(tokenFrom(*tokens).value(), Secret("ACCESS9"));
}

void TestAccounts::sendsTokensToNoOtherApiBehindTheSameTokenEndpoint()
{
    Fixture f;
    Credentials credentials = f.oauth();
    credentials.apiUrl = f.network.apiUrl;
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), credentials));
    QVERIFY(f.tokens(u"7"_s));
    f.network.tokenUrl = credentials.tokenUrl;
    LoopbackServer other;
    f.network.apiUrl = other.url(u"/2.0"_s);

    QVERIFY(!f.tokens(u"7"_s));
    QSettings settings(f.folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    Accounts later(f.secrets, settings, f.folder.filePath(u"locks"_s));
    QVERIFY(!f.tokens(u"7"_s, &later));
}

void TestAccounts::forgetsAnAccountWhoseCredentialsAreLost()
{
    Fixture f;
    QVERIFY(f.add(accountOf(u"7"_s, u"a@example.com"_s), f.oauth()));
    f.secrets.entries->clear();
    QVERIFY(!f.remove(u"7"_s));
    QCOMPARE(f.accounts.entries().size(), 1);

    QVERIFY(f.accounts.forget(u"7"_s));

    QVERIFY(f.accounts.entries().isEmpty());
    QVERIFY(!f.accounts.forget(u"7"_s));
    for (const QString &key : f.settings.allKeys())
        QVERIFY2(!key.startsWith(u"credentials/"_s), qPrintable(key));
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
