// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountstore.h"
#include "core/auth/keychainsecretstore.h"

#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

const QString service = QStringLiteral("boxwatch-test");
const QString key = QStringLiteral("7/access-token");

using Read = std::optional<Result<std::optional<Secret>>>;
using Done = std::optional<Result<void>>;

auto into(Read &result)
{
    return [&result](const Result<std::optional<Secret>> &answer) { result = answer; };
}

auto into(Done &result)
{
    return [&result](const Result<void> &answer) { result = answer; };
}

bool secretService(const QString &method)
{
    return QProcess::execute(
               QStringLiteral("dbus-send"),
               {QStringLiteral("--session"), QStringLiteral("--print-reply"),
                QStringLiteral("--dest=org.freedesktop.secrets"),
                QStringLiteral("/org/freedesktop/secrets"),
                QStringLiteral("org.freedesktop.Secret.Service.") + method,
                QStringLiteral("array:objpath:/org/freedesktop/secrets/collection/login")})
        == 0;
}

/// The keyring makes no sound while this exists.
class Silence
{
public:
    Silence() { ::kill(pid(), SIGSTOP); }
    ~Silence() { ::kill(pid(), SIGCONT); }

private:
    static pid_t pid() { return qEnvironmentVariableIntValue("BOXWATCH_KEYRING_PID"); }
};

bool isKeychainError(const auto &result, const char *code)
{
    return result && !*result && result->error().kind == Error::Kind::Keychain
        && result->error().code == QLatin1String(code);
}

} // namespace

/// Against a real gnome-keyring; see with-keyring.sh.
class TestKeychain : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(
            qEnvironmentVariableIntValue("BOXWATCH_KEYRING_PID") > 0,
            "to be run by with-keyring.sh");
    }

    void givesBackWhatItWasGiven_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a token") << QByteArray("abcDEF123");
        QTest::newRow("a NUL") << QByteArray("abc\0def", 7);
        QTest::newRow("all bytes") << [] {
            QByteArray all;
            for (int i = 0; i < 256; ++i)
                all.append(static_cast<char>(i));
            return all;
        }();
        for (const int size : {0, 1, 2000, 2560, 2561, 18'944, 65'536, 1'048'576})
            QTest::addRow("%d bytes", size) << QByteArray(size, 'x');
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\xc0\x80");
    }

    void givesBackWhatItWasGiven()
    {
        QFETCH(const QByteArray, bytes);
        KeychainSecretStore store(service);
        Done written;
        store.write(key, Secret(bytes), this, into(written));
        QTRY_VERIFY(written);
        QVERIFY(written->hasValue());

        Read read;
        KeychainSecretStore other(service);
        other.read(key, this, into(read));

        QTRY_VERIFY(read);
        QVERIFY(read->hasValue());
        QVERIFY(read->value().has_value());
        QCOMPARE(read->value()->reveal(), bytes);
    }

    void keepsCredentialsOfAnySizeInEntriesThatWindowsTakesToo()
    {
        KeychainSecretStore store(service);
        ChunkedSecrets secrets(store);
        const Secret large(QByteArray(7000, 'x') + QByteArray("\0\xff", 2));
        std::optional<Result<qint64>> written;
        secrets.write(QStringLiteral("many"), large, [&](const auto &done) { written = done; });
        QTRY_VERIFY(written && *written);

        std::optional<Result<std::optional<ChunkedSecrets::Kept>>> read;
        secrets.read(QStringLiteral("many"), [&](const auto &done) { read = done; });
        QTRY_VERIFY(read && *read);
        QCOMPARE((*read)->value().secret, large);
        Read chunk;
        store.read(QStringLiteral("many/1/3"), this, into(chunk));
        QTRY_VERIFY(chunk && *chunk);
        QVERIFY((*chunk)->has_value());

        Done removed;
        secrets.remove(QStringLiteral("many"), into(removed));
        QTRY_VERIFY(removed && *removed);
        Read gone;
        store.read(QStringLiteral("many/1/0"), this, into(gone));
        QTRY_VERIFY(gone && *gone);
        QVERIFY(!(*gone)->has_value());
    }

    void readsNothingThatSomebodyHasPlantedInSettings()
    {
        const QString planted = QStringLiteral("planted/key");
        QSettings settings(service, service);
        QSettings plain(service);
        for (QSettings *place : {&settings, &plain}) {
            place->setValue(planted + QStringLiteral("/type"), QStringLiteral("plaintext"));
            place->setValue(planted + QStringLiteral("/data"), QByteArray("evil"));
            place->sync();
        }
        KeychainSecretStore store(service);
        Read read;
        store.read(planted, this, into(read));
        QTRY_VERIFY(read);

        QVERIFY(read->hasValue());
        QVERIFY(!read->value().has_value());
        QCOMPARE(
            settings.value(planted + QStringLiteral("/data")).toByteArray(), "evil"); // untouched
    }

    void knowsWhetherThereIsAKeychain()
    {
        KeychainSecretStore store(service);
        store.probe();
        QTest::qWait(500);
        QVERIFY(store.isUsable());

        KeychainSecretStore impatient(service, {300ms, 300ms});
        {
            const Silence silence;
            impatient.probe();
            QTRY_VERIFY(!impatient.isUsable());
        }
        QTRY_VERIFY(!impatient.isBlocked());
    }

    void replacesAndForgets()
    {
        KeychainSecretStore store(service);
        Done first;
        Done second;
        store.write(key, Secret("one"), this, into(first));
        store.write(key, Secret("two"), this, into(second));
        QTRY_VERIFY(first && second);
        Read read;
        store.read(key, this, into(read));
        QTRY_VERIFY(read);
        QCOMPARE(read->value()->reveal(), "two");

        Done removed;
        store.remove(key, this, into(removed));
        QTRY_VERIFY(removed);
        QVERIFY(removed->hasValue());

        Read gone;
        store.read(key, this, into(gone));
        QTRY_VERIFY(gone);
        QVERIFY(gone->hasValue());
        QVERIFY(!gone->value().has_value());
    }

    void saysNothingToThoseWhoAreGone()
    {
        KeychainSecretStore store(service);
        Done written;
        {
            QObject context;
            store.write(key, Secret("one"), &context, into(written));
        }
        QTest::qWait(300);

        QVERIFY(!written);
    }

    void survivesTheEndOfTheStore()
    {
        Done written;
        {
            KeychainSecretStore store(service);
            store.write(key, Secret("late"), this, into(written));
        }

        QTRY_VERIFY(written);
        QVERIFY(written->hasValue());
    }

    void givesUpOnAKeychainThatDoesNotAnswer()
    {
        KeychainSecretStore store(service, {300ms, 300ms});
        Read silent;
        Read next;
        {
            const Silence silence;
            store.read(key, this, into(silent));
            QTRY_VERIFY(silent);
            QVERIFY(isKeychainError(silent, "silent"));
            QVERIFY(store.isBlocked());

            store.read(key, this, into(next));
            QTRY_VERIFY(next);
            QVERIFY(isKeychainError(next, "blocked"));
        }

        QTRY_VERIFY(!store.isBlocked());
        Done written;
        store.write(key, Secret("again"), this, into(written));
        QTRY_VERIFY(written);
        QVERIFY(written->hasValue());
    }

    void aLockedKeychainIsNotAnEmptyOne()
    {
        QTemporaryDir dir;
        QSettings settings(dir.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        KeychainSecretStore store(service, {2s, 2s});
        AccountStore accounts(store, settings);
        Account account;
        account.id = QStringLiteral("7");
        Done added;
        Credentials credentials;
        credentials.accessToken = Secret("t0k");
        accounts.add(account, credentials, into(added));
        QTRY_VERIFY(added && added->hasValue());

        QVERIFY(secretService(QStringLiteral("Lock")));
        std::optional<Result<AccountStore::Kept>> token;
        accounts.read(account.id, [&](const auto &answer) { token = answer; });
        QTRY_VERIFY(token);

        QVERIFY(!token->hasValue());
        QCOMPARE(token->error().kind, Error::Kind::Keychain);
        QCOMPARE(accounts.accounts().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
