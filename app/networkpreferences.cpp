// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/networkpreferences.h"

#include <QSettings>

#include <algorithm>
#include <utility>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto apiKey = "network/apiUrl"_L1;
constexpr auto authoritiesKey = "network/certificateAuthorities"_L1;
constexpr auto proxyKey = "network/proxy"_L1;
constexpr auto proxyUserKey = "network/proxyUser"_L1;
constexpr auto answerKey = "network/answerSeconds"_L1;
constexpr auto signInKey = "network/signInSeconds"_L1;

QString passwordKey(const ProxySettings &proxy)
{
    return u"proxy/%1/%2"_s.arg(proxyText(proxy), proxy.user);
}

bool hasLogin(const ProxySettings &proxy)
{
    return proxy.isExplicit() && !proxy.user.isEmpty();
}

std::chrono::milliseconds deadline(
    const QSettings &settings, QLatin1StringView key, std::chrono::milliseconds usual)
{
    const int seconds = settings.value(key).toInt();
    return seconds == 0 ? usual : std::chrono::seconds(std::clamp(seconds, 5, 600));
}

int inSeconds(std::chrono::milliseconds time)
{
    return static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

} // namespace

NetworkPreferences::NetworkPreferences(SecretStore &secrets, QSettings &settings)
    : m_secrets(secrets)
    , m_settings(settings)
    , m_unknown(std::make_shared<QString>())
{
}

NetworkSettings NetworkPreferences::read() const
{
    NetworkSettings network;
    const QUrl api(m_settings.value(apiKey).toString(), QUrl::StrictMode);
    if (checkUrl(api))
        network.apiUrl = api;
    network.caFile = m_settings.value(authoritiesKey).toString();
    if (const auto proxy = parseProxy(m_settings.value(proxyKey).toString())) {
        network.proxy = *proxy;
        if (proxy->isExplicit())
            network.proxy.user = m_settings.value(proxyUserKey).toString();
    }
    network.fetchDeadline = deadline(m_settings, answerKey, network.fetchDeadline);
    network.tokenDeadline = deadline(m_settings, signInKey, network.tokenDeadline);
    return network;
}

void NetworkPreferences::readPassword(
    const ProxySettings &proxy, QObject *context, std::function<void(const Result<Secret> &)> done)
{
    if (!hasLogin(proxy)) {
        done(Secret());
        return;
    }
    *m_unknown = passwordKey(proxy);
    m_secrets.read(
        passwordKey(proxy), context,
        [unknown = m_unknown, key = passwordKey(proxy),
         done = std::move(done)](const Result<std::optional<Secret>> &password) {
            if (password && *unknown == key)
                unknown->clear();
            if (password)
                done(password->value_or(Secret()));
            else
                done(password.error());
        });
}

void NetworkPreferences::keep(
    const NetworkSettings &network, QObject *context,
    std::function<void(const Result<void> &)> done)
{
    const ProxySettings before = read().proxy;
    // A setting that is as usual is not kept: it follows a later version of Boxwatch.
    const NetworkSettings usual;
    const auto set = [this](QLatin1StringView key, const QVariant &value, bool isUsual) {
        if (isUsual)
            m_settings.remove(key);
        else
            m_settings.setValue(key, value);
    };
    set(apiKey, network.apiUrl.toString(), network.apiUrl == usual.apiUrl);
    set(authoritiesKey, network.caFile, network.caFile.isEmpty());
    set(proxyKey, proxyText(network.proxy), network.proxy.kind == usual.proxy.kind);
    set(proxyUserKey, network.proxy.user, network.proxy.user.isEmpty());
    set(answerKey, inSeconds(network.fetchDeadline), network.fetchDeadline == usual.fetchDeadline);
    set(signInKey, inSeconds(network.tokenDeadline), network.tokenDeadline == usual.tokenDeadline);

    const bool keeps = hasLogin(network.proxy);
    if (hasLogin(before) && (!keeps || passwordKey(before) != passwordKey(network.proxy)))
        m_secrets.remove(passwordKey(before), context, [](const Result<void> &) {});
    const bool isUntouched = network.proxy.password.isEmpty()
        && passwordKey(network.proxy) == *m_unknown;
    if (keeps && !isUntouched)
        m_secrets.write(
            passwordKey(network.proxy), network.proxy.password, context, std::move(done));
    else
        done({});
}

} // namespace boxwatch
