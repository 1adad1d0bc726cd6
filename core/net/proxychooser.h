// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/proxyprobe.h"
#include "core/net/proxysettings.h"

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QNetworkProxy>
#include <QObject>
#include <QSet>
#include <QUrl>

#include <functional>
#include <map>
#include <memory>

namespace boxwatch {

/// Which proxy a URL is asked through. Lives in one thread.
///
/// The system is asked in another one, since it may have to fetch and run a script first; its answer
/// is good for a minute. This machine is reached directly, unless a proxy is named; and plain HTTP to
/// it, which carries the token in the clear, only through a proxy that is on this machine too.
class ProxyChooser final : public QObject
{
    Q_OBJECT

public:
    /// What the system says about a URL. Called in another thread.
    using SystemLookup = std::function<QList<QNetworkProxy>(const QUrl &)>;

    explicit ProxyChooser(ProxySettings settings, SystemLookup lookup = {});
    ~ProxyChooser() override;

    /// Whether proxyFor() knows by now.
    bool isKnown(const QUrl &url) const;

    /// Calls \p known as soon as the system and the proxy have answered, not from within, unless \p context is
    /// destroyed before.
    void find(const QUrl &url, QObject *context, std::function<void()> known);

    /// NoProxy if nothing is known. An HTTP proxy comes without user and password, which it is told only
    /// when it asks.
    QNetworkProxy proxyFor(const QUrl &url) const;

    /// \p proxy with the user and the password that are known for it, if any.
    QNetworkProxy withLogin(const QNetworkProxy &proxy) const;

    /// Whether the proxy for \p url asks who we are in a way that we do not speak. Nothing is to be sent
    /// to it then.
    bool isBarred(const QUrl &url) const;

    /// The system and the proxies are asked anew: the network may be another one.
    void forget();

signals:
    void answered(const QString &place);

private:
    struct Answer
    {
        QNetworkProxy proxy;
        QElapsedTimer age;
    };
    struct Mailbox;

    bool asksSystem(const QUrl &url) const;
    bool systemAnswered(const QUrl &url) const;
    void askSystem(const QUrl &url);
    void askProxy(const QUrl &url);
    QNetworkProxy chosenFor(const QUrl &url) const;
    void take(const QUrl &url, const QList<QNetworkProxy> &proxies);

    ProxySettings m_settings;
    SystemLookup m_lookup;
    QHash<QString, Answer> m_answers; ///< by scheme, host and port
    QSet<QString> m_asked;
    QHash<QString, bool> m_usable; ///< what a ProxyProbe found, by host and port of the proxy
    std::map<QString, std::unique_ptr<ProxyProbe>> m_probes;
    std::shared_ptr<Mailbox> m_mailbox; ///< where a running lookup puts its answer
};

} // namespace boxwatch
