// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/accountscommand.h"

#include "app/cli/browser.h"
#include "app/cli/keptaccounts.h"
#include "app/cli/proxypassword.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/cli/tokenreader.h"
#include "core/api/boxapi.h"
#include "core/auth/fixedtoken.h"
#include "core/auth/jwtconfiguration.h"
#include "core/auth/signinattempt.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// One run of the command.
class AccountsCommand
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::AccountsCommand)

public:
    explicit AccountsCommand(AccountsOptions options) : m_options(std::move(options))
    {
        QObject::connect(&m_watcher, &SignalWatcher::endWanted, &m_loop, &QEventLoop::quit);
    }

    ExitCode run();

private:
    ExitCode list();
    ExitCode add();
    ExitCode remove();
    Result<void> readSecrets(SignInRequest &request) const;
    Result<Secret> readConfiguration() const;
    Result<Credentials> signIn(const SignInRequest &request);
    Result<Account> askWho(const Credentials &credentials);
    ExitCode keep(const Account &account, const Credentials &credentials);
    void showPage(const QUrl &page) const;

    static QByteArray json(const QList<Accounts::Entry> &entries);
    static QString text(const Accounts::Entry &entry);
    static QString nameOf(const Account &account);
    static ExitCode tell(const Error &error);

    AccountsOptions m_options;
    KeptAccounts m_kept;
    SignalWatcher m_watcher;
    QEventLoop m_loop;
};

ExitCode AccountsCommand::run()
{
    if (const auto proxy = addProxyPassword(m_options.network, m_options.proxyPassword); !proxy)
        return tell(proxy.error());
    switch (m_options.action) {
    case AccountsOptions::Action::List:
        return list();
    case AccountsOptions::Action::Add:
        return add();
    case AccountsOptions::Action::Remove:
        return remove();
    }
    return ExitCode::Failure;
}

ExitCode AccountsCommand::tell(const Error &error)
{
    writeError(u"boxwatch: "_s + terminalText(sentenceFor(error)));
    return exitCodeFor(error);
}

QString AccountsCommand::nameOf(const Account &account)
{
    const QString who = account.login.isEmpty() ? account.name : account.login;
    return terminalText(
        account.enterpriseName.isEmpty() ? who : who + u", "_s + account.enterpriseName);
}

QString AccountsCommand::text(const Accounts::Entry &entry)
{
    return tr("%1  %2  %3")
        .arg(terminalText(entry.account.id), nameOf(entry.account), signInMethodName(entry.method));
}

QByteArray AccountsCommand::json(const QList<Accounts::Entry> &entries)
{
    QJsonArray array;
    for (const Accounts::Entry &entry : entries) {
        array.append(QJsonObject{
            {u"id"_s, entry.account.id},
            {u"login"_s, entry.account.login},
            {u"name"_s, entry.account.name},
            {u"role"_s, entry.account.role},
            {u"enterprise_id"_s, entry.account.enterpriseId},
            {u"enterprise_name"_s, entry.account.enterpriseName},
            {u"method"_s, signInMethodName(entry.method)},
        });
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact) + '\n';
}

ExitCode AccountsCommand::list()
{
    const QList<Accounts::Entry> entries = m_kept.accounts().entries();
    QByteArray output;
    if (m_options.json) {
        output = json(entries);
    } else if (entries.isEmpty()) {
        writeError(tr("boxwatch: No account is kept. Sign in with boxwatch accounts add, or in the "
                      "window."));
    } else {
        for (const Accounts::Entry &entry : entries)
            output += text(entry).toUtf8() + '\n';
    }
    return writeOutput(output) ? ExitCode::Success : ExitCode::File;
}

Result<Secret> AccountsCommand::readConfiguration() const
{
    QFile file(m_options.jwtConfig);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            .kind = Error::Kind::File,
            .message = tr("the app configuration %1 cannot be read").arg(m_options.jwtConfig)};
    if (file.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
        writeError(
            tr("boxwatch: Other users of this machine can read %1, and the private key in it. "
               "Replace the key in Box's developer console if they should not have.")
                .arg(terminalText(m_options.jwtConfig)));
    return Secret(file.read(JwtConfiguration::largestFile + 1));
}

Result<void> AccountsCommand::readSecrets(SignInRequest &request) const
{
    switch (request.method) {
    case SignInMethod::DeveloperToken: {
        const auto token = readSecret(m_options.token, SecretName::AccessToken);
        if (!token)
            return token.error();
        request.developerToken = *token;
        return {};
    }
    case SignInMethod::OAuth:
    case SignInMethod::ClientCredentials: {
        const auto secret = readSecret(m_options.clientSecret, SecretName::ClientSecret);
        if (!secret)
            return secret.error();
        request.clientSecret = *secret;
        return {};
    }
    case SignInMethod::Jwt:
        break;
    }
    const auto configuration = readConfiguration();
    if (!configuration)
        return configuration.error();
    request.jwtConfiguration = *configuration;
    return {};
}

void AccountsCommand::showPage(const QUrl &page) const
{
    const QString address = page.toString(QUrl::FullyEncoded);
    if (m_options.openBrowser && openBrowser(page))
        writeError(tr("boxwatch: Box asks in the browser. If it does not open, open this page: %1")
                       .arg(address));
    else
        writeError(tr("boxwatch: Open this page in a browser on this machine: %1").arg(address));
}

Result<Credentials> AccountsCommand::signIn(const SignInRequest &request)
{
    const auto credentials = awaited<Result<Credentials>>(m_loop, [&](auto done) {
        return std::make_unique<SignInAttempt>(
            request, m_options.network, [this](const QUrl &page) { showPage(page); }, done);
    });
    return credentials.value_or(Error{.kind = Error::Kind::Cancelled});
}

Result<Account> AccountsCommand::askWho(const Credentials &credentials)
{
    Network network(resolved(m_options.network));
    FixedToken token(credentials.accessToken);
    BoxApi api(network, token);
    const auto account = awaited<Result<Account>>(m_loop, [&](auto done) { return api.me(done); });
    return account.value_or(Error{.kind = Error::Kind::Cancelled});
}

ExitCode AccountsCommand::add()
{
    SignInRequest request = m_options.request;
    if (const auto read = readSecrets(request); !read)
        return tell(read.error());
    const auto credentials = signIn(request);
    if (!credentials)
        return tell(credentials.error());
    const auto account = askWho(*credentials);
    if (!account)
        return tell(account.error());
    return keep(*account, *credentials);
}

ExitCode AccountsCommand::keep(const Account &account, const Credentials &credentials)
{
    Accounts &accounts = m_kept.accounts();
    const auto added = awaited<Accounts::Added>(m_loop, [&](auto done) {
        accounts.add(account, credentials, true, m_options.network, done);
        return nullptr;
    });
    if (!added)
        return tell(Error{.kind = Error::Kind::Cancelled});
    if (added->notKept) {
        // What cannot be kept is of no use to the next command; an earlier sign-in still is.
        awaited<Result<void>>(m_loop, [&](auto done) {
            accounts.discard(account.id, m_options.network, done);
            return nullptr;
        });
        return tell(*added->notKept);
    }
    writeError(tr("boxwatch: Signed in as %1. Use it with --token-from keychain:%2.")
                   .arg(nameOf(account), terminalText(account.id)));
    if (credentials.method == SignInMethod::Jwt)
        writeError(
            tr("boxwatch: The keychain now has what %1 holds. Delete the file: whoever reads "
               "it can act for the app.")
                .arg(terminalText(m_options.jwtConfig)));
    return ExitCode::Success;
}

ExitCode AccountsCommand::remove()
{
    Accounts &accounts = m_kept.accounts();
    const auto entry = accounts.find(m_options.account);
    if (!entry)
        return tell(Error{
            .kind = Error::Kind::Usage,
            .message = tr("No account \"%1\" is kept.").arg(m_options.account)});
    if (m_options.forget) {
        accounts.forget(entry->account.id);
        writeError(tr("boxwatch: %1 is forgotten here. Its tokens were not revoked, and what the "
                      "keychain has of them stays there.")
                       .arg(nameOf(entry->account)));
        return ExitCode::Success;
    }
    const auto removed = awaited<Result<void>>(m_loop, [&](auto done) {
        accounts.remove(entry->account.id, m_options.network, done);
        return nullptr;
    });
    if (!removed)
        return tell(Error{.kind = Error::Kind::Cancelled});
    if (*removed) {
        writeError(tr("boxwatch: Signed out %1.").arg(nameOf(entry->account)));
        return ExitCode::Success;
    }
    if (accounts.find(entry->account.id)) {
        const ExitCode code = tell(removed->error());
        if (removed->error().kind == Error::Kind::Keychain)
            writeError(tr("boxwatch: If the keychain cannot be opened any more, boxwatch accounts "
                          "remove --forget %1 forgets the account without it.")
                           .arg(terminalText(entry->account.id)));
        return code;
    }
    writeError(tr("boxwatch: %1 is forgotten here, but Box was not told to revoke its tokens.")
                   .arg(nameOf(entry->account)));
    return tell(removed->error());
}

} // namespace

ExitCode runAccounts(const AccountsOptions &options)
{
    return AccountsCommand(options).run();
}

} // namespace boxwatch
