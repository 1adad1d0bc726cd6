// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/accountsgroup.h"

#include "app/cli/streamgroup.h"
#include "core/auth/credentials.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::AccountsGroup)
};

constexpr auto methodHelp =
    "How to sign in: in the browser with an app of your own (oauth), with a token from Box's "
    "developer "
    "console (developer-token), as the service account of an app (client-credentials), or with its "
    "JSON configuration (jwt)";
constexpr auto subjectHelp =
    "As whom: the service account of an enterprise, or a user. [jwt: the enterprise of the file]";

/// The value is not repeated: it may be the secret itself.
Error badOrigin(const char *option)
{
    return usageError(
        Words::tr(
            "%1 takes env:NAME or stdin. If this was the secret itself, replace it: a command "
            "line can be read by every user of this machine.")
            .arg(QLatin1StringView(option)));
}

bool isId(const QString &text)
{
    return !text.isEmpty() && text.size() <= 32
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

void AccountsGroup::declare(CLI::App &command)
{
    command.require_subcommand(1);
    m_list = command.add_subcommand("list", "Who is signed in, and how");
    m_list->add_flag("--json", m_json, "One JSON array, for machines");
    m_add = command.add_subcommand(
        "add", "Sign in, and keep what renews the token in the keychain of the system");
    declareAdd();
    declareNetwork(*m_add);
    m_remove = command.add_subcommand(
        "remove", "Sign out: revoke the tokens and forget the account");
    m_remove->add_option("account", m_account, "Id or login")->required()->type_name("ACCOUNT");
    m_remove->add_flag(
        "--forget", m_forget,
        "Only forget the account: for a keychain that cannot be opened any more");
    declareNetwork(*m_remove);
}

void AccountsGroup::declareAdd()
{
    m_add->add_option("--method", m_method, methodHelp)
        ->required()
        ->check(CLI::IsMember({"oauth", "developer-token", "client-credentials", "jwt"}));
    m_add->add_option("--client-id", m_clientId, "Of the app; for oauth and client-credentials")
        ->type_name("ID");
    m_add
        ->add_option(
            "--client-secret-from", m_clientSecretFrom,
            "Where the app's client secret is; never on the command line itself")
        ->type_name("env:NAME|stdin");
    m_add->add_option("--subject", m_subject, subjectHelp)->type_name("enterprise:ID|user:ID");
    m_add
        ->add_option(
            "--jwt-config", m_jwtConfig, "The app's JSON configuration; delete the file afterwards")
        ->type_name("FILE");
    m_add->add_option("--token-from", m_tokenFrom, "Where the developer token is. [stdin]")
        ->type_name("env:NAME|stdin");
    m_add->add_flag(
        "--no-browser,!--open-browser", m_noBrowser,
        "Only print the address of Box's page, for a browser on this machine");
}

void AccountsGroup::declareNetwork(CLI::App &command)
{
    command.add_option("--api-url", m_apiUrl, "Base of the Box API. [https://api.box.com/2.0]")
        ->type_name("URL");
    command.add_option("--token-url", m_tokenUrl, "The token endpoint. [found from --api-url]")
        ->type_name("URL");
    command
        .add_option(
            "--authorize-url", m_authorizeUrl,
            "The page that asks for consent. [found from --api-url]")
        ->type_name("URL");
    command
        .add_option("--ca-file", m_caFile, "Trust the certificate authorities in this PEM file too")
        ->type_name("FILE");
    m_network.declare(command);
}

Result<AccountsOptions> AccountsGroup::read() const
{
    AccountsOptions options;
    if (m_list->parsed()) {
        options.action = AccountsOptions::Action::List;
        options.json = m_json;
        return options;
    }
    if (const auto network = readNetwork(options); !network)
        return network.error();
    if (m_remove->parsed()) {
        options.action = AccountsOptions::Action::Remove;
        options.account = argumentText(m_account);
        options.forget = m_forget;
        return options;
    }
    options.action = AccountsOptions::Action::Add;
    options.openBrowser = !m_noBrowser;
    if (const auto signIn = readSignIn(options); !signIn)
        return signIn.error();
    return options;
}

Result<void> AccountsGroup::readSignIn(AccountsOptions &options) const
{
    SignInRequest &request = options.request;
    request.method = *signInMethodFrom(argumentText(m_method));
    request.clientId = argumentText(m_clientId);
    options.jwtConfig = argumentPath(m_jwtConfig);

    const bool isApp = request.method == SignInMethod::OAuth
        || request.method == SignInMethod::ClientCredentials;
    if (isApp && request.clientId.isEmpty())
        return usageError(Words::tr("--method %1 needs --client-id.").arg(argumentText(m_method)));
    if (!isApp && !(m_clientId.empty() && m_clientSecretFrom.empty()))
        return usageError(
            Words::tr("--client-id and --client-secret-from are for --method oauth and "
                      "client-credentials."));
    if ((request.method == SignInMethod::Jwt) == m_jwtConfig.empty())
        return usageError(Words::tr("--method jwt and --jwt-config belong together."));
    if (request.method != SignInMethod::DeveloperToken && !m_tokenFrom.empty())
        return usageError(Words::tr("--token-from is for --method developer-token."));

    const auto secret = originFrom(
        m_clientSecretFrom.empty() ? u"stdin"_s : argumentText(m_clientSecretFrom));
    if (!secret || secret->kind == TokenOrigin::Kind::Keychain)
        return badOrigin("--client-secret-from");
    options.clientSecret = *secret;
    const auto token = originFrom(m_tokenFrom.empty() ? u"stdin"_s : argumentText(m_tokenFrom));
    if (!token || token->kind == TokenOrigin::Kind::Keychain)
        return badOrigin("--token-from");
    options.token = *token;

    const QString subject = argumentText(m_subject);
    const bool takesSubject = request.method == SignInMethod::Jwt
        || request.method == SignInMethod::ClientCredentials;
    if (!subject.isEmpty() && !takesSubject)
        return usageError(Words::tr("--subject is for --method client-credentials and jwt."));
    if (request.method == SignInMethod::ClientCredentials && subject.isEmpty())
        return usageError(Words::tr("--method client-credentials needs --subject enterprise:ID or "
                                    "user:ID."));
    request.subjectId = subject.section(u':', 1);
    request.subjectIsUser = subject.startsWith(u"user:"_s);
    const bool isSubject = request.subjectIsUser || subject.startsWith(u"enterprise:"_s);
    if (!subject.isEmpty() && !(isSubject && isId(request.subjectId)))
        return usageError(Words::tr("--subject takes enterprise:ID or user:ID."));
    return {};
}

Result<void> AccountsGroup::readNetwork(AccountsOptions &options) const
{
    NetworkSettings &network = options.network;
    const auto read = [](const std::string &text, QUrl &url) {
        if (text.empty())
            return true;
        url = QUrl(argumentText(text), QUrl::StrictMode);
        return !url.isEmpty();
    };
    if (!read(m_apiUrl, network.apiUrl) || !read(m_tokenUrl, network.tokenUrl)
        || !read(m_authorizeUrl, network.authorizeUrl))
        return usageError(Words::tr("This is not a URL."));
    network.caFile = argumentPath(m_caFile);
    if (auto proxy = m_network.read(network, options.proxyPassword); !proxy)
        return proxy;
    return checkSettings(network);
}

} // namespace boxwatch
