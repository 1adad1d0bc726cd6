// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QNetworkProxy>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <functional>

namespace boxwatch {

/// Asks an HTTP proxy once for the way to a server, without saying who we are, to learn how it wants to
/// be told.
///
/// Qt 6.4 prefers NTLM and Kerberos where they are offered, and repeats itself thousands of times a second
/// where they fail. Such a proxy must be known before Qt is.
class ProxyProbe final : public QObject
{
public:
    /// \p done is told, once and later, whether Qt may use the proxy: false if it offers one of those.
    /// A proxy that does not answer in time may be used; Qt will find out.
    ProxyProbe(const QNetworkProxy &proxy, const QUrl &target, std::function<void(bool)> done);
    ~ProxyProbe() override;

private:
    void read();
    void end(bool usable);

    std::function<void(bool)> m_done;
    QByteArray m_head;
    QTcpSocket m_socket;
    QTimer m_deadline;
};

} // namespace boxwatch
