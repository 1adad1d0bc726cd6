// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/networkgroup.h"

#include "app/cli/streamgroup.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::NetworkGroup)
};

constexpr int longestTimeout = 3600; // seconds

constexpr auto proxyHelp =
    "Through what Box is reached: the proxy that the system knows, none, or this one. A server on "
    "this machine is reached directly unless a proxy is named. [system]";
constexpr auto passwordHelp =
    "Where the password of the proxy is; keychain: where the window put it. Never on the command "
    "line itself";

} // namespace

void NetworkGroup::declare(CLI::App &command)
{
    command.add_option("--proxy", m_proxy, proxyHelp)
        ->type_name("system|none|http://HOST:PORT|socks5://HOST:PORT");
    command.add_option("--proxy-user", m_proxyUser, "Who one is to the proxy of --proxy")
        ->type_name("NAME");
    command.add_option("--proxy-password-from", m_proxyPasswordFrom, passwordHelp)
        ->type_name("env:NAME|stdin|keychain");
    command
        .add_option(
            "--timeout", m_timeout,
            "Seconds that an answer of Box may take, large ones aside. [60; 20 to renew a token]")
        ->check(CLI::Range(1, longestTimeout))
        ->type_name("SECONDS");
}

Result<void> NetworkGroup::read(
    NetworkSettings &network, std::optional<TokenOrigin> &password) const
{
    if (m_timeout > 0) {
        network.fetchDeadline = std::chrono::seconds(m_timeout);
        network.tokenDeadline = network.fetchDeadline;
    }
    return readProxy(network.proxy, password);
}

Result<void> NetworkGroup::readProxy(
    ProxySettings &proxy, std::optional<TokenOrigin> &password) const
{
    if (!m_proxy.empty()) {
        const auto named = parseProxy(argumentText(m_proxy));
        if (!named)
            return usageError(u"--proxy: "_s + named.error().message);
        proxy = *named;
    }
    if (m_proxyUser.empty() && m_proxyPasswordFrom.empty())
        return {};
    if (!proxy.isExplicit())
        return usageError(
            Words::tr("--proxy-user and --proxy-password-from are for a proxy that is "
                      "named with --proxy."));
    if (m_proxyUser.empty() || m_proxyPasswordFrom.empty())
        return usageError(Words::tr("--proxy-user and --proxy-password-from belong together."));
    proxy.user = argumentText(m_proxyUser);
    // HTTP has no way to write it (RFC 7617), and it looks as if the password came along.
    if (proxy.user.contains(u':'))
        return usageError(
            Words::tr("--proxy-user: a name without a colon, please. The password is told "
                      "with --proxy-password-from."));
    password = originFrom(argumentText(m_proxyPasswordFrom));
    const bool isOfKeychain = password && password->kind == TokenOrigin::Kind::Keychain;
    if (!password || (isOfKeychain && !password->name.isEmpty()))
        return usageError(
            Words::tr("--proxy-password-from takes env:NAME, stdin or keychain. If this was the "
                      "password itself, change it: a command line can be read by every user of "
                      "this machine."));
    return {};
}

} // namespace boxwatch
