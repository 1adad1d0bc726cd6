// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/tokenreader.h"

#include "app/cli/keychaintoken.h"
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

Result<Secret> fromEnvironment(const QString &name)
{
    const QByteArray variable = name.toLocal8Bit();
    const QByteArray value = qgetenv(variable.constData());
    qunsetenv(variable.constData());
    return checked(
        value, Words::tr("The variable %1 of the environment holds no token.").arg(name));
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

Result<Secret> fromStandardInput()
{
    const HiddenTyping hidden;
    if (hidden.isTerminal())
        std::fputs(qPrintable(Words::tr("Access token: ")), stderr);

    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n' && line.size() < longestToken;
         c = std::getchar())
        line.append(static_cast<char>(c));

    if (hidden.isTerminal())
        writeError({});
    return checked(line, Words::tr("Standard input holds no token in its first line."));
}

} // namespace

Result<Secret> readToken(const TokenOrigin &origin)
{
    switch (origin.kind) {
    case TokenOrigin::Kind::Environment:
        return fromEnvironment(origin.name);
    case TokenOrigin::Kind::StandardInput:
        return fromStandardInput();
    case TokenOrigin::Kind::Keychain:
        break;
    }
    return readKeychainToken(origin.name);
}

} // namespace boxwatch
