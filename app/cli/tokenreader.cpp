// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/tokenreader.h"

#include "app/cli/terminal.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <termios.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int longestToken = 16'384;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::TokenReader)
};

Error signInError(const QString &message)
{
    Error error;
    error.kind = Error::Kind::Usage; // the sentence is the message alone
    error.message = message;
    return error;
}

/// A password may hold a space or a letter of any language, but nothing that ends a line.
Result<Secret> checkedPassword(QByteArray text, const QString &ifUnusable)
{
    while (text.endsWith('\n') || text.endsWith('\r'))
        text.chop(1);
    const bool usable = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ' && c != '\x7f';
    });
    if (!usable)
        return signInError(ifUnusable);
    return Secret(text);
}

Result<Secret> checked(const QByteArray &text, const QString &ifUnusable)
{
    const QByteArray token = text.trimmed();
    // RFC 6750: what may stand in an Authorization header, and no way to smuggle in another header.
    const bool usable = !token.isEmpty()
        && std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!usable)
        return signInError(ifUnusable);
    return Secret(token);
}

QString prompt(SecretName name)
{
    switch (name) {
    case SecretName::AccessToken:
        return Words::tr("Access token: ");
    case SecretName::ClientSecret:
        return Words::tr("Client secret: ");
    case SecretName::ProxyPassword:
        return Words::tr("Password of the proxy: ");
    }
    return {};
}

Result<Secret> fromEnvironment(const QString &name, SecretName what)
{
    const QByteArray variable = name.toLocal8Bit();
    const QByteArray value = qgetenv(variable.constData());
    qunsetenv(variable.constData());
    if (what == SecretName::ProxyPassword)
        return checkedPassword(
            value, Words::tr("The variable %1 of the environment holds no password.").arg(name));
    return checked(
        value,
        (what == SecretName::AccessToken
             ? Words::tr("The variable %1 of the environment holds no token.")
             : Words::tr("The variable %1 of the environment holds no secret."))
            .arg(name));
}

// Keeps what is typed off the screen, and the keys that would end the program before the screen is
// itself again.
class HiddenTyping
{
public:
#ifdef Q_OS_WIN
    HiddenTyping() = default;
    bool isTerminal() const
    {
        return false;
    }
#else
    HiddenTyping() : m_terminal(::tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (!m_terminal)
            return;
        termios hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    ~HiddenTyping()
    {
        if (m_terminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    bool isTerminal() const
    {
        return m_terminal;
    }
#endif
    HiddenTyping(const HiddenTyping &) = delete;
    HiddenTyping &operator=(const HiddenTyping &) = delete;

#ifndef Q_OS_WIN
private:
    termios m_before{};
    bool m_terminal = false;
#endif
};

Result<Secret> fromStandardInput(SecretName name)
{
    const HiddenTyping hidden;
    if (hidden.isTerminal())
        std::fputs(qPrintable(prompt(name)), stderr);

    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n' && line.size() < longestToken;
         c = std::getchar())
        line.append(static_cast<char>(c));

    if (hidden.isTerminal())
        writeError({});
    if (name == SecretName::ProxyPassword)
        return checkedPassword(line, Words::tr("Standard input holds no password in its line."));
    return checked(
        line,
        name == SecretName::AccessToken
            ? Words::tr("Standard input holds no token in its first line.")
            : Words::tr("Standard input holds no secret in its first line."));
}

} // namespace

Result<Secret> readSecret(const TokenOrigin &origin, SecretName name)
{
    switch (origin.kind) {
    case TokenOrigin::Kind::Environment:
        return fromEnvironment(origin.name, name);
    case TokenOrigin::Kind::StandardInput:
        return fromStandardInput(name);
    case TokenOrigin::Kind::Keychain:
        break;
    }
    return signInError(Words::tr("This is not taken from the keychain."));
}

Result<void> addToken(Connection &connection, const TokenOrigin &origin, Accounts &accounts)
{
    if (origin.kind != TokenOrigin::Kind::Keychain) {
        const auto token = readSecret(origin, SecretName::AccessToken);
        if (!token)
            return token.error();
        connection.token = *token;
        return {};
    }
    const auto entry = accounts.find(origin.name);
    if (!entry)
        return signInError(Words::tr("No account \"%1\" is kept. Sign in once, with boxwatch "
                                     "accounts add or in the window.")
                               .arg(origin.name));
    QEventLoop loop;
    const auto tokens = awaited<Result<TokenSourceFactory>>(loop, [&](auto done) {
        accounts.tokens(entry->account.id, connection.network, done);
        return nullptr;
    });
    if (!tokens)
        return Error{.kind = Error::Kind::Cancelled};
    if (!*tokens)
        return tokens->error();
    connection.tokens = **tokens;
    return {};
}

} // namespace boxwatch
