// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/oauthcallback.h"
#include "core/base/result.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

class QTcpServer;
class QTcpSocket;

namespace boxwatch {

/// What the browser brought back, and what belongs to it at the token endpoint.
struct AuthorizationCode
{
    Secret code;
    QByteArray redirectUri;
    Secret verifier; ///< PKCE
};

/// How long the browser, and each of its connections, may take.
struct OAuthPatience
{
    std::chrono::milliseconds whole{300'000};
    std::chrono::milliseconds connection{5000};
};

/// The consent of a person, given in the browser of the system (RFC 8252, 7636).
///
/// Listens on a free port of 127.0.0.1 and nowhere else, sends the browser to Box's page, and takes one
/// answer that carries our state; everything else is refused and changes nothing. State and verifier
/// are 256 random bits each, new each time. The port is closed once there is an answer, after five
/// minutes, and with this object.
///
/// Owning this is wanting its answer: it comes once and not from within the constructor. Errors:
/// Unauthorized if the person or Box said no, Timeout if nobody did, Network if no port can be had.
class OAuthFlow final : public QObject
{
public:
    using Done = std::function<void(const Result<AuthorizationCode> &)>;
    using OpenBrowser = std::function<void(const QUrl &)>;

    /// \p open is called once, later, with the page to show.
    OAuthFlow(
        const QUrl &authorizeUrl, const QByteArray &clientId, OpenBrowser open, Done done,
        OAuthPatience patience = {});
    ~OAuthFlow() override;

    /// Of our port; 0 once it is closed.
    quint16 port() const;

private:
    void begin(const QUrl &authorizeUrl, const QByteArray &clientId, const OpenBrowser &open);
    void accept();
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const OAuthCallback &callback);
    void end(const Result<AuthorizationCode> &code);

    OAuthPatience m_patience;
    Done m_done;
    Secret m_state;
    Secret m_verifier;
    QByteArray m_host;
    std::unique_ptr<QTcpServer> m_server;
    QHash<QTcpSocket *, QByteArray> m_requests;
    QTimer m_clock;
};

} // namespace boxwatch
