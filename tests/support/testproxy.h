// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QTcpServer>

#include <vector>

class QTcpSocket;

namespace boxwatch {

/// An HTTP or SOCKS 5 proxy on 127.0.0.1 that leads every host to one port of this machine, and
/// remembers what it was asked.
class TestProxy final : public QTcpServer
{
public:
    enum class Kind { Http, Socks5 };

    /// What a proxy with other plans does.
    enum class Mood {
        Serves,
        Drops, ///< closes as soon as it is told where to
        Fails, ///< 502, or "general failure"
        Silent, ///< never answers
    };

    TestProxy(Kind kind, quint16 target);
    ~TestProxy() override;

    /// From now on only with this user and password; \p scheme is what an HTTP proxy asks for. With
    /// "NTLM" it challenges, and then takes no answer.
    void requireLogin(
        const QByteArray &user, const QByteArray &password, const QByteArray &scheme = "Basic");

    void setMood(Mood mood) { m_mood = mood; }

    /// Where clients wanted to go, e.g. "box.test:443", one for each time that they asked.
    const std::vector<QByteArray> &asked() const { return m_asked; }

    /// What they said of themselves, "user:password" each; refused ones too.
    const std::vector<QByteArray> &logins() const { return m_logins; }

    int connections() const { return m_connections; }

protected:
    void incomingConnection(qintptr handle) override;

private:
    class Client;

    const Kind m_kind;
    const quint16 m_target;
    Mood m_mood = Mood::Serves;
    QByteArray m_login; ///< "user:password"; empty: anybody may
    QByteArray m_scheme;
    std::vector<QByteArray> m_asked;
    std::vector<QByteArray> m_logins;
    int m_connections = 0;
};

} // namespace boxwatch
