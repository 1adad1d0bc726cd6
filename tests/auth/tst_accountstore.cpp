// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountstore.h"
#include "core/auth/fixedtoken.h"
#include "core/auth/memorysecretstore.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

/// A keychain in one of the bad moods that keychains have.
class FailingStore final : public SecretStore
{
public:
    void read(const QString &, QObject *context, ReadCallback callback) override
    {
        QTimer::singleShot(0ms, context, [this, callback] {
            if (looksEmpty)
                callback(std::optional<Secret>());
            else
                callback(error());
        });
    }
    void write(const QString &, const Secret &, QObject *context, DoneCallback callback) override
    {
        QTimer::singleShot(0ms, context, [this, callback] { callback(error()); });
    }
    void remove(const QString &, QObject *context, DoneCallback callback) override
    {
        QTimer::singleShot(0ms, context, [this, callback] { callback(error()); });
    }

    bool looksEmpty = false;

private:
    Error error() const
    {
        Error error;
        error.kind = Error::Kind::Keychain;
        return error;
    }
};

Account accountOf(const char *id, const char *login)
{
    Account account;
    account.id = QString::fromLatin1(id);
    account.login = QString::fromLatin1(login);
    account.name = QStringLiteral("Zoë, “the admin”");
    account.role = QStringLiteral("admin");
    account.enterpriseId = QStringLiteral("998877");
    account.enterpriseName = QStringLiteral("Acme; Söhne");
    return account;
}

Credentials holding(const char *token)
{
    Credentials credentials;
    credentials.accessToken = Secret(token);
    return credentials;
}

/// What the settings say of accounts, without how they sign in.
QList<Account> accountsIn(const AccountStore &store)
{
    QList<Account> accounts;
    for (const KeptAccount &kept : store.accounts())
        accounts << kept.account;
    return accounts;
}

struct Fixture
{
    QTemporaryDir dir;
    QString file = dir.filePath(QStringLiteral("settings.ini"));
    QSettings settings{file, QSettings::IniFormat};
    MemorySecretStore secrets;
    AccountStore accounts{secrets, settings};

    bool add(const Account &account, const char *token)
    {
        std::optional<Result<void>> added;
        accounts.add(account, holding(token), [&](const Result<void> &done) { added = done; });
        return QTest::qWaitFor([&] { return added.has_value(); }) && added->hasValue();
    }
};

Result<Secret> tokenOf(AccountStore &accounts, const QString &id)
{
    std::optional<Result<AccountStore::Kept>> kept;
    accounts.read(id, [&](const Result<AccountStore::Kept> &answer) { kept = answer; });
    if (!QTest::qWaitFor([&] { return kept.has_value(); }))
        return Error();
    return *kept ? Result<Secret>((*kept)->credentials.accessToken) : Result<Secret>(kept->error());
}

} // namespace

class TestAccountStore : public QObject
{
    Q_OBJECT

private slots:
    void remembersAccountsAcrossRuns()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "a@example.com"), "t7"));
        QVERIFY(f.add(accountOf("8", "b@example.com"), "t8"));

        QSettings later(f.file, QSettings::IniFormat);
        AccountStore again(f.secrets, later);

        QCOMPARE(
            accountsIn(again),
            QList<Account>({accountOf("7", "a@example.com"), accountOf("8", "b@example.com")}));
        QCOMPARE(tokenOf(again, QStringLiteral("8")).value(), Secret("t8"));
    }

    void neverWritesATokenIntoTheSettings()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "a@example.com"), "s3cretT0ken"));
        f.settings.sync();

        QFile file(f.file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("s3cretT0ken"));
    }

    void replacesTheTokenOfAKnownAccount()
    {
        Fixture f;
        QSignalSpy changed(&f.accounts, &AccountStore::changed);
        QVERIFY(f.add(accountOf("7", "old@example.com"), "t1"));
        QVERIFY(f.add(accountOf("7", "new@example.com"), "t2"));

        QCOMPARE(accountsIn(f.accounts), QList<Account>({accountOf("7", "new@example.com")}));
        QCOMPARE(tokenOf(f.accounts, QStringLiteral("7")).value(), Secret("t2"));
        QCOMPARE(changed.size(), 2);
    }

    void findsAnAccountByIdOrLogin()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "Mara@example.com"), "t"));

        QVERIFY(f.accounts.find(QStringLiteral("7")).has_value());
        QVERIFY(f.accounts.find(QStringLiteral("mara@EXAMPLE.com")).has_value());
        QVERIFY(!f.accounts.find(QStringLiteral("mara")).has_value());
    }

    void forgetsAnAccountWithItsToken()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "a@example.com"), "t7"));
        std::optional<Result<void>> removed;

        f.accounts.remove(QStringLiteral("7"), [&](const Result<void> &done) { removed = done; });
        QTRY_VERIFY(removed && removed->hasValue());

        QVERIFY(f.accounts.accounts().isEmpty());
        const auto token = tokenOf(f.accounts, QStringLiteral("7"));
        QCOMPARE(token.error().kind, Error::Kind::Usage);
    }

    void keepsTheAccountWhenTheKeychainSaysThereIsNoSuchEntry()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "a@example.com"), "t7"));
        FailingStore locked;
        locked.looksEmpty = true;
        AccountStore accounts(locked, f.settings);

        const auto token = tokenOf(accounts, QStringLiteral("7"));

        QCOMPARE(token.error().kind, Error::Kind::Keychain);
        QCOMPARE(token.error().code, QStringLiteral("locked"));
        QCOMPARE(accounts.accounts().size(), 1);
    }

    void remembersNothingThatTheKeychainDidNotTake()
    {
        Fixture f;
        FailingStore failing;
        AccountStore accounts(failing, f.settings);
        std::optional<Result<void>> added;

        accounts.add(accountOf("7", "a@example.com"), holding("t"), [&](const Result<void> &done) {
            added = done;
        });

        QTRY_VERIFY(added);
        QVERIFY(!added->hasValue());
        QVERIFY(accounts.accounts().isEmpty());
    }

    void keepsTheAccountWhenTheKeychainCannotForgetIt()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "a@example.com"), "t7"));
        FailingStore failing;
        AccountStore accounts(failing, f.settings);
        std::optional<Result<void>> removed;

        accounts.remove(QStringLiteral("7"), [&](const Result<void> &done) { removed = done; });

        QTRY_VERIFY(removed);
        QVERIFY(!removed->hasValue());
        QCOMPARE(accounts.accounts().size(), 1);
    }

    void readsWhatAnEarlyVersionHasKept()
    {
        Fixture f;
        f.settings.beginWriteArray(QStringLiteral("accounts"), 1);
        f.settings.setArrayIndex(0);
        f.settings.setValue(QStringLiteral("id"), QStringLiteral("7"));
        f.settings.setValue(QStringLiteral("login"), QStringLiteral("a@example.com"));
        f.settings.endArray();
        std::optional<Result<void>> written;
        const QString key = QStringLiteral("7/access-token");
        f.secrets.write(
            key, Secret("0ld"), this, [&](const Result<void> &done) { written = done; });
        QTRY_VERIFY(written);

        QCOMPARE(f.accounts.find(QStringLiteral("7"))->method, SignInMethod::DeveloperToken);
        QCOMPARE(tokenOf(f.accounts, QStringLiteral("7")).value(), Secret("0ld"));

        QVERIFY(f.add(accountOf("7", "a@example.com"), "n3w"));
        QCOMPARE(tokenOf(f.accounts, QStringLiteral("7")).value(), Secret("n3w"));
        std::optional<Result<std::optional<Secret>>> left;
        f.secrets.read(key, this, [&](const Result<std::optional<Secret>> &read) { left = read; });
        QTRY_VERIFY(left);
        QVERIFY(!left->value().has_value());
    }

    void keepsEverythingThatASignInNeeds()
    {
        Credentials credentials;
        credentials.method = SignInMethod::Jwt;
        credentials.tokenUrl = QUrl(QStringLiteral("https://api.box.com/oauth2/token"));
        credentials.apiUrl = QUrl(QStringLiteral("https://api.box.com/2.0"));
        credentials.client = {"id", Secret("s")};
        credentials.subject = {"42", true};
        credentials.jwtConfiguration = Secret(QByteArray("{\0}", 3));
        credentials.accessToken = Secret("a");
        credentials.goodUntil = QDateTime::fromMSecsSinceEpoch(1'780'000'000'123, Qt::UTC);
        credentials.refreshToken = Secret("r");

        QCOMPARE(*credentialsFrom(serialized(credentials)), credentials);
        QVERIFY(!credentialsFrom(Secret("a token of an early version")));
        const QByteArray bytes = serialized(credentials).reveal();
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY(!credentialsFrom(Secret(bytes.left(size))));
    }

    void remembersThatARenewalHasBegun()
    {
        Fixture f;
        QVERIFY(f.add(accountOf("7", "a@example.com"), "t7"));
        f.accounts.setRenewing(QStringLiteral("7"), true);

        QSettings later(f.file, QSettings::IniFormat);
        AccountStore again(f.secrets, later);

        QVERIFY(again.isRenewing(QStringLiteral("7")));
        again.setRenewing(QStringLiteral("7"), false);
        QVERIFY(!again.isRenewing(QStringLiteral("7")));
    }

    void givesTheTokenThatIsCurrent()
    {
        FixedToken token(Secret("one"));
        std::vector<Result<Secret>> given;
        const auto note = [&](const Result<Secret> &answer) { given.push_back(answer); };

        token.withToken(this, note);
        token.reject(Secret("one"));
        token.withToken(this, note);
        token.replace(Secret("two"));
        token.withToken(this, note);
        token.replace({});
        token.withToken(this, note);

        QCOMPARE(given.at(0).value(), Secret("one"));
        QCOMPARE(given.at(1).value(), Secret("one"));
        QCOMPARE(given.at(2).value(), Secret("two"));
        QCOMPARE(given.at(3).error().kind, Error::Kind::Unauthorized);
    }
};

QTEST_GUILESS_MAIN(TestAccountStore)
#include "tst_accountstore.moc"
