// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountstore.h"
#include "core/auth/keychainsecretstore.h"
#include "simulator/simulator.h"
#include "tests/app/keyringprogram.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <optional>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// `boxwatch accounts`, with a real keyring and a real server; see tests/auth/with-keyring.sh.
class TestAccountsCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void signsInOnceWithTheBrowserAndCapturesFromThenOn();
    void signsInWithClientCredentials();
    void signsInWithAnAppConfigurationAndAdvisesToDeleteIt();
    void keepsADeveloperTokenAndAsksForAnotherWhenItEnds();
    void listsAccountsForPeopleAndMachines();
    void revokesAndForgetsOnRemove();
    void refusesToSignInWhatDoesNotFitTogether_data();
    void refusesToSignInWhatDoesNotFitTogether();
    void refusesSecretsInItsArguments_data();
    void refusesSecretsInItsArguments();
    void saysThatThereIsNoKeychainInsteadOfWritingAFile_data();
    void saysThatThereIsNoKeychainInsteadOfWritingAFile();
    void saysThatTheKeychainIsLockedAndKeepsTheAccount();
    void forgetsAnAccountWhoseKeychainIsGone();
    void leavesNoTokenAnywhereOutsideTheKeychain();
    void cannotBeReadByAnotherProgramOfTheSameUser();

private:
    ProgramResult add(const QStringList &more, const QByteArray &secret) const;
    ProgramResult capture(const QString &account, const QStringList &more = {}) const;
    QJsonArray list() const;
    QJsonObject auth() const;
    QByteArrayList keptSecrets(const QString &account);
    static QString homeFolder() { return qEnvironmentVariable("HOME"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    SimulatorOptions m_options;
    Simulator m_box;
    Program m_boxwatch = keyringProgram();
};

void TestAccountsCommand::initTestCase()
{
    QVERIFY2(
        qEnvironmentVariableIntValue("BOXWATCH_KEYRING_PID") > 0, "to be run by with-keyring.sh");
    m_options.backlog = 500;
    m_options.historyDelay = {};
    m_options.liveDelay = {};
    m_options.consent = SimulatorOptions::Consent::Grant;
    QVERIFY2(m_box.start(m_options), qPrintable(m_box.errorString()));
}

void TestAccountsCommand::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const QJsonValue &account : list())
        m_boxwatch.run(
            {u"accounts"_s, u"remove"_s, account[u"id"].toString(), u"--api-url"_s,
             m_box.apiUrl().toString()});
    QCOMPARE(list().size(), 0);
}

ProgramResult TestAccountsCommand::add(const QStringList &more, const QByteArray &secret) const
{
    return m_boxwatch.run(
        QStringList{u"accounts"_s, u"add"_s, u"--api-url"_s, m_box.apiUrl().toString()} + more,
        secret + '\n');
}

ProgramResult TestAccountsCommand::capture(const QString &account, const QStringList &more) const
{
    return m_boxwatch.run(
        QStringList{
            u"capture"_s, u"--to"_s, m_folder->filePath(u"a.boxwatch"_s), u"--stream"_s, u"user"_s,
            u"--from"_s, u"earliest"_s, u"--poll-interval"_s, u"0"_s, u"--api-url"_s,
            m_box.apiUrl().toString(), u"--token-from"_s, u"keychain:"_s + account}
        + more);
}

QJsonArray TestAccountsCommand::list() const
{
    return QJsonDocument::fromJson(m_boxwatch.run({u"accounts"_s, u"list"_s, u"--json"_s}).output)
        .array();
}

QJsonObject TestAccountsCommand::auth() const
{
    return QJsonDocument::fromJson(m_box.read("/_sim/auth")).object();
}

void TestAccountsCommand::signsInOnceWithTheBrowserAndCapturesFromThenOn()
{
    const QByteArray said = signInWithBrowser(m_boxwatch, m_box.apiUrl());
    QVERIFY2(said.contains("Signed in as"), said.constData());
    const QJsonArray accounts = list();
    QCOMPARE(accounts.size(), 1);
    QCOMPARE(accounts.first()[u"method"].toString(), u"oauth"_s);

    const auto captured = capture(accounts.first()[u"login"].toString());
    QVERIFY2(captured.code == 0, captured.errors.constData());

    QVERIFY(m_box.addFault("{\"endpoint\":\"me\",\"kind\":\"status\",\"status\":401}"));
    const qint64 refreshes = auth().value(u"refreshes"_s).toInteger();
    const auto again = capture(accounts.first()[u"id"].toString());
    QVERIFY2(again.code == 0, again.errors.constData());
    QCOMPARE(auth().value(u"refreshes"_s).toInteger(), refreshes + 1);
}

void TestAccountsCommand::signsInWithClientCredentials()
{
    const QJsonObject file =
        QJsonDocument::fromJson(m_box.read("/_sim/jwt-config?form=plain")).object();
    const QString enterprise = file[u"enterpriseID"].toVariant().toString();

    const auto added = add(
        {u"--method"_s, u"client-credentials"_s, u"--client-id"_s, SimulatorOptions::clientId(),
         u"--client-secret-from"_s, u"stdin"_s, u"--subject"_s, u"enterprise:"_s + enterprise},
        SimulatorOptions::clientSecret().toUtf8());

    QVERIFY2(added.code == 0, added.errors.constData());
    QCOMPARE(list().first()[u"method"].toString(), u"client-credentials"_s);
    const auto captured = capture(list().first()[u"id"].toString());
    QVERIFY2(captured.code == 0, captured.errors.constData());

    const auto wrong = add(
        {u"--method"_s, u"client-credentials"_s, u"--client-id"_s, SimulatorOptions::clientId(),
         u"--subject"_s, u"enterprise:"_s + enterprise},
        "wr0ng");
    QCOMPARE(wrong.code, 3);
}

void TestAccountsCommand::signsInWithAnAppConfigurationAndAdvisesToDeleteIt()
{
    const QString path = m_folder->filePath(u"config.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(m_box.read("/_sim/jwt-config?form=3des"));
    file.close();
    QVERIFY(file.setPermissions(
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup));

    const auto added = add({u"--method"_s, u"jwt"_s, u"--jwt-config"_s, path}, {});

    QVERIFY2(added.code == 0, added.errors.constData());
    QVERIFY(added.errors.contains("Other users of this machine can read"));
    QVERIFY(added.errors.contains("Delete the file"));
    QVERIFY(QFile::remove(path));
    const auto captured = capture(list().first()[u"id"].toString());
    QVERIFY2(captured.code == 0, captured.errors.constData());
}

void TestAccountsCommand::keepsADeveloperTokenAndAsksForAnotherWhenItEnds()
{
    QVERIFY(add({u"--method"_s, u"developer-token"_s}, m_box.token().toUtf8()).code == 0);
    const QString id = list().first()[u"id"].toString();
    QCOMPARE(capture(id).code, 0);

    const auto bad = add({u"--method"_s, u"developer-token"_s}, "expired");
    QCOMPARE(bad.code, 3);
    QVERIFY2(bad.errors.contains("Sign in again"), bad.errors.constData());
}

void TestAccountsCommand::listsAccountsForPeopleAndMachines()
{
    const auto none = m_boxwatch.run({u"accounts"_s, u"list"_s});
    QCOMPARE(none.code, 0);
    QVERIFY(none.output.isEmpty());
    QVERIFY(add({u"--method"_s, u"developer-token"_s}, m_box.token().toUtf8()).code == 0);

    const auto listed = m_boxwatch.run({u"accounts"_s, u"list"_s});

    const QJsonObject account = list().first().toObject();
    QVERIFY(listed.output.contains(account[u"login"].toString().toUtf8()));
    QVERIFY(listed.output.contains("developer-token"));
    QCOMPARE(
        account.keys(),
        QStringList(
            {u"enterprise_id"_s, u"enterprise_name"_s, u"id"_s, u"login"_s, u"method"_s, u"name"_s,
             u"role"_s}));
}

void TestAccountsCommand::revokesAndForgetsOnRemove()
{
    signInWithBrowser(m_boxwatch, m_box.apiUrl());
    const QString id = list().first()[u"id"].toString();
    const qint64 revoked = auth().value(u"revoked"_s).toInteger();

    const auto removed = m_boxwatch.run(
        {u"accounts"_s, u"remove"_s, id, u"--api-url"_s, m_box.apiUrl().toString()});

    QVERIFY2(removed.code == 0, removed.errors.constData());
    QVERIFY(auth().value(u"revoked"_s).toInteger() > revoked);
    QCOMPARE(list().size(), 0);
    QCOMPARE(capture(id).code, 3);
    QCOMPARE(m_boxwatch.run({u"accounts"_s, u"remove"_s, id}).code, 2);
}

void TestAccountsCommand::refusesToSignInWhatDoesNotFitTogether_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no method") << QStringList{};
    QTest::newRow("no client id") << QStringList{u"--method"_s, u"oauth"_s};
    QTest::newRow("no subject") << QStringList{
        u"--method"_s, u"client-credentials"_s, u"--client-id"_s, u"x"_s};
    QTest::newRow("a bad subject")
        << QStringList{u"--method"_s, u"client-credentials"_s, u"--client-id"_s,
                       u"x"_s,        u"--subject"_s,          u"group:1"_s};
    QTest::newRow("no file") << QStringList{u"--method"_s, u"jwt"_s};
    QTest::newRow("a secret as an origin") << QStringList{
        u"--method"_s, u"oauth"_s, u"--client-id"_s, u"x"_s, u"--client-secret-from"_s,
        u"S3CRET"_s};
    QTest::newRow("a token as an origin")
        << QStringList{u"--method"_s, u"developer-token"_s, u"--token-from"_s, u"S3CRET"_s};
    QTest::newRow("an http URL") << QStringList{
        u"--method"_s, u"developer-token"_s, u"--api-url"_s, u"http://box.example/2.0"_s};
}

void TestAccountsCommand::refusesToSignInWhatDoesNotFitTogether()
{
    QFETCH(const QStringList, arguments);

    const auto result = m_boxwatch.run(QStringList{u"accounts"_s, u"add"_s} + arguments, "x\n");

    QCOMPARE(result.code, 2);
    QVERIFY(!result.errors.contains("S3CRET"));
}

void TestAccountsCommand::refusesSecretsInItsArguments_data()
{
    QTest::addColumn<QString>("argument");
    for (const char *argument :
         {"--token=S3CRET", "--access-token=S3CRET", "--client-secret=S3CRET",
          "--clientsecret=S3CRET", "--refresh-token=S3CRET", "--passphrase=S3CRET",
          "--private-key=S3CRET", "--password=S3CRET"})
        QTest::newRow(argument) << QString::fromLatin1(argument);
}

void TestAccountsCommand::refusesSecretsInItsArguments()
{
    QFETCH(const QString, argument);
    const QStringList rest{u"accounts"_s, u"add"_s, u"--method"_s, u"oauth"_s};

    const auto one = m_boxwatch.run(rest + QStringList{argument});
    const auto two = m_boxwatch.run(rest + argument.split(u'='));

    for (const auto &result : {one, two}) {
        QCOMPARE(result.code, 2);
        QVERIFY(!result.errors.contains("S3CRET"));
        QVERIFY2(
            result.errors.contains("not taken from the command line"), result.errors.constData());
    }
}

void TestAccountsCommand::saysThatThereIsNoKeychainInsteadOfWritingAFile_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::newRow("no bus") << u"DBUS_SESSION_BUS_ADDRESS"_s << u"unix:path=/nonexistent"_s;
    QTest::newRow("no GLib") << u"QT_NO_GLIB"_s << u"1"_s;
}

void TestAccountsCommand::saysThatThereIsNoKeychainInsteadOfWritingAFile()
{
    QFETCH(const QString, variable);
    QFETCH(const QString, value);
    Program bare = keyringProgram();
    bare.with(variable, value);

    const auto added = bare.run(
        {u"accounts"_s, u"add"_s, u"--method"_s, u"developer-token"_s, u"--api-url"_s,
         m_box.apiUrl().toString()},
        m_box.token().toUtf8() + '\n');

    QCOMPARE(added.code, 3);
    QVERIFY2(added.errors.contains("keychain"), added.errors.constData());
    QCOMPARE(list().size(), 0);
    QDirIterator all(homeFolder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        if (!file.fileName().contains(u"/keyrings/"_s) && file.open(QIODevice::ReadOnly))
            QVERIFY2(!holds(file.readAll(), m_box.token().toUtf8()), qPrintable(file.fileName()));
    }
}

void TestAccountsCommand::saysThatTheKeychainIsLockedAndKeepsTheAccount()
{
    QVERIFY(add({u"--method"_s, u"developer-token"_s}, m_box.token().toUtf8()).code == 0);
    const QString id = list().first()[u"id"].toString();
    Program elsewhere = keyringProgram();
    elsewhere.with(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);

    const auto captured = elsewhere.run(
        {u"capture"_s, u"--to"_s, m_folder->filePath(u"b.boxwatch"_s), u"--api-url"_s,
         m_box.apiUrl().toString(), u"--token-from"_s, u"keychain:"_s + id});

    QCOMPARE(captured.code, 3);
    QCOMPARE(list().size(), 1);
}

void TestAccountsCommand::forgetsAnAccountWhoseKeychainIsGone()
{
    QVERIFY(add({u"--method"_s, u"developer-token"_s}, m_box.token().toUtf8()).code == 0);
    const QString id = list().first()[u"id"].toString();
    Program elsewhere = keyringProgram();
    elsewhere.with(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);
    const QStringList remove{
        u"accounts"_s, u"remove"_s, id, u"--api-url"_s, m_box.apiUrl().toString()};
    const auto refused = elsewhere.run(remove);
    QVERIFY(refused.code != 0);
    QVERIFY2(
        refused.errors.contains(QByteArray("--forget " + id.toUtf8())), refused.errors.constData());

    const auto forgotten = elsewhere.run(remove + QStringList{u"--forget"_s});

    QVERIFY2(forgotten.code == 0, forgotten.errors.constData());
    QVERIFY(forgotten.errors.contains("not revoked"));
    QCOMPARE(list().size(), 0);
}

/// What the keychain holds for the account.
QByteArrayList TestAccountsCommand::keptSecrets(const QString &account)
{
    KeychainSecretStore keychain(u"boxwatch"_s);
    QSettings settings(u"Boxwatch"_s, u"boxwatch"_s);
    AccountStore store(keychain, settings);
    std::optional<Result<AccountStore::Kept>> read;
    store.read(account, [&](const Result<AccountStore::Kept> &kept) { read = kept; });
    if (!QTest::qWaitFor([&] { return read.has_value(); }, 20'000) || !*read)
        return {};
    const Credentials &credentials = (*read)->credentials;
    return {
        credentials.accessToken.reveal(), credentials.refreshToken.reveal(),
        credentials.client.secret.reveal()};
}

void TestAccountsCommand::leavesNoTokenAnywhereOutsideTheKeychain()
{
    QByteArray said = signInWithBrowser(m_boxwatch, m_box.apiUrl());
    QVERIFY(said.contains("Signed in as"));
    const QString id = list().first()[u"id"].toString();
    Program loud = keyringProgram();
    loud.with(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    const QString session = m_folder->filePath(u"a.boxwatch"_s);
    QVERIFY(m_box.addFault("{\"endpoint\":\"me\",\"kind\":\"status\",\"status\":401}"));
    const auto captured = loud.run(
        {u"capture"_s, u"--to"_s, session, u"--stream"_s, u"user"_s, u"--from"_s, u"earliest"_s,
         u"--poll-interval"_s, u"0"_s, u"--progress"_s, u"json"_s, u"--api-url"_s,
         m_box.apiUrl().toString(), u"--token-from"_s, u"keychain:"_s + id});
    QCOMPARE(captured.code, 0);
    const auto exported = loud.run(
        {u"export"_s, session, u"--output"_s, m_folder->filePath(u"a.csv"_s), u"--columns"_s,
         u"all"_s});
    QCOMPARE(exported.code, 0);
    said += captured.output + captured.errors + exported.output + exported.errors;

    const QByteArrayList secrets = keptSecrets(id);
    QCOMPARE(secrets.size(), 3);

    int files = 0;
    for (const QString &folder : {homeFolder(), m_folder->path()}) {
        QDirIterator all(
            folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            if (file.fileName().contains(u"/keyrings/"_s) || !file.open(QIODevice::ReadOnly))
                continue;
            ++files;
            const QByteArray content = file.readAll();
            for (const QByteArray &secret : std::as_const(secrets))
                QVERIFY2(!holds(content, secret), qPrintable(file.fileName()));
        }
    }
    QVERIFY(files >= 3);
    for (const QByteArray &secret : std::as_const(secrets))
        QVERIFY(!holds(said, secret));
    QVERIFY(holds("x " + secrets.first().toBase64() + " y", secrets.first())); // it would be found
}

void TestAccountsCommand::cannotBeReadByAnotherProgramOfTheSameUser()
{
    signInWithBrowser(m_boxwatch, m_box.apiUrl());
    const auto process = m_boxwatch.start(
        {u"capture"_s, u"--to"_s, m_folder->filePath(u"a.boxwatch"_s), u"--stream"_s, u"user"_s,
         u"--api-url"_s, m_box.apiUrl().toString(), u"--token-from"_s,
         u"keychain:"_s + list().first()[u"id"].toString()});
    QByteArray errors;
    QVERIFY(Program::waitFor(*process, "Signed in as", errors));
    const QString proc = u"/proc/%1/"_s.arg(process->processId());

    QFile limits(proc + u"limits"_s);
    if (limits.open(QIODevice::ReadOnly)) {
        const QByteArray text = limits.readAll();
        QVERIFY(text.simplified().contains("Max core file size 0 0"));
    }
    // Files of a process that may not be dumped belong to root.
    QCOMPARE(QFileInfo(proc + u"environ"_s).ownerId(), 0U);
    process->terminate();
    Program::finish(*process);
}

QTEST_GUILESS_MAIN(TestAccountsCommand)
#include "tst_accountscommand.moc"
