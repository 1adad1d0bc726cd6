// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/testproxy.h"

#include <QTcpSocket>
#include <QUrl>

namespace boxwatch {

namespace {

/// "What is your name?" in the least words (MS-NLMP 2.2.1.2).
QByteArray ntlmChallenge()
{
    return QByteArray("NTLMSSP\0\2\0\0\0", 12) + QByteArray("\0\0\0\0\x30\0\0\0", 8)
        + QByteArray("\x01\x02\0\0", 4) + "12345678" + QByteArray(8, '\0')
        + QByteArray("\0\0\0\0\x30\0\0\0", 8);
}

} // namespace

/// One client, from its first word until both sides are joined.
class TestProxy::Client final : public QObject
{
public:
    Client(qintptr handle, TestProxy &proxy);
    ~Client() override;

private:
    void read();
    void readHttp();
    void readGreeting();
    void readLogin();
    void readSocksRequest();
    void go(const QByteArray &place, const QByteArray &welcome, const QByteArray &failure);
    void join(const QByteArray &first);

    TestProxy &m_proxy;
    QTcpSocket m_client;
    QTcpSocket m_server;
    QByteArray m_buffer;
    QByteArray m_forwarded; ///< of the request, once the server is there
    void (Client::*m_step)() = nullptr;
};

TestProxy::TestProxy(Kind kind, quint16 target) : m_kind(kind), m_target(target)
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port on 127.0.0.1");
}

TestProxy::~TestProxy()
{
    // While what they report to is still there.
    const QObjectList all = children();
    for (QObject *child : all) {
        if (dynamic_cast<Client *>(child))
            delete child;
    }
}

void TestProxy::requireLogin(
    const QByteArray &user, const QByteArray &password, const QByteArray &scheme)
{
    m_login = user + ':' + password;
    m_scheme = scheme;
}

void TestProxy::incomingConnection(qintptr handle)
{
    ++m_connections;
    (new Client(handle, *this))->setParent(this);
}

TestProxy::Client::Client(qintptr handle, TestProxy &proxy)
    : m_proxy(proxy)
    , m_step(proxy.m_kind == Kind::Http ? &Client::readHttp : &Client::readGreeting)
{
    m_client.setSocketDescriptor(handle);
    connect(&m_client, &QTcpSocket::readyRead, this, &Client::read);
    connect(&m_client, &QTcpSocket::disconnected, this, &QObject::deleteLater);
}

TestProxy::Client::~Client()
{
    m_client.disconnect(this);
    m_server.disconnect(this);
}

void TestProxy::Client::read()
{
    m_buffer += m_client.readAll();
    // Each step takes what it understands and leaves the rest to the next one.
    for (qsizetype before = -1; before != m_buffer.size() && m_client.isOpen();) {
        before = m_buffer.size();
        (this->*m_step)();
    }
}

void TestProxy::Client::readHttp()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArray head = m_buffer.left(end);
    m_buffer.remove(0, end + 4);
    QByteArray given;
    QList<QByteArray> lines = head.split('\n');
    for (const QByteArray &line : std::as_const(lines)) {
        if (line.toLower().startsWith("proxy-authorization: basic "))
            given = QByteArray::fromBase64(line.mid(27).trimmed());
    }
    if (!given.isEmpty())
        m_proxy.m_logins.push_back(given);
    const QList<QByteArray> words = lines.value(0).trimmed().split(' ');
    if (!m_proxy.m_login.isEmpty() && given != m_proxy.m_login) {
        m_proxy.m_asked.push_back(words.value(1));
        const bool begins = head.contains("Proxy-Authorization: NTLM TlRMTVNTUAABAAAA");
        m_client.write(
            "HTTP/1.1 407 Whatever\r\nProxy-Authenticate: " + m_proxy.m_scheme
            + (begins ? " " + ntlmChallenge().toBase64() : QByteArray())
            + (m_proxy.m_scheme == "Basic" ? " realm=\"gate\"" : "")
            + "\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    const QByteArray failure = "HTTP/1.1 502 Whatever\r\nContent-Length: 0\r\n\r\n";
    if (words.value(0) == "CONNECT") {
        go(words.value(1), "HTTP/1.1 200 Welcome\r\n\r\n", failure);
        return;
    }
    const QUrl url = QUrl::fromEncoded(words.value(1));
    lines[0] = words.value(0) + ' '
        + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveUserInfo)
        + " HTTP/1.1\r";
    m_forwarded = lines.join('\n') + "\r\n\r\n";
    go(url.authority().toUtf8(), {}, failure);
}

void TestProxy::Client::readGreeting()
{
    if (m_buffer.size() < 2 || m_buffer.size() < 2 + m_buffer.at(1))
        return;
    const QByteArray methods = m_buffer.mid(2, m_buffer.at(1));
    m_buffer.remove(0, 2 + methods.size());
    if (m_proxy.m_login.isEmpty()) {
        m_step = &Client::readSocksRequest;
        m_client.write(QByteArray("\x05\x00", 2));
    } else if (methods.contains('\x02')) {
        m_step = &Client::readLogin;
        m_client.write(QByteArray("\x05\x02", 2));
    } else {
        m_client.write("\x05\xff");
        m_client.disconnectFromHost();
    }
}

void TestProxy::Client::readLogin()
{
    if (m_buffer.size() < 2)
        return;
    const qsizetype userSize = m_buffer.at(1);
    if (m_buffer.size() < 3 + userSize
        || m_buffer.size() < 3 + userSize + m_buffer.at(2 + userSize))
        return;
    const qsizetype passwordSize = m_buffer.at(2 + userSize);
    const QByteArray given = m_buffer.mid(2, userSize) + ':'
        + m_buffer.mid(3 + userSize, passwordSize);
    m_buffer.remove(0, 3 + userSize + passwordSize);
    m_proxy.m_logins.push_back(given);
    const bool isRight = given == m_proxy.m_login;
    m_client.write(QByteArray(isRight ? "\x01\x00" : "\x01\x01", 2));
    if (isRight)
        m_step = &Client::readSocksRequest;
    else
        m_client.disconnectFromHost();
}

void TestProxy::Client::readSocksRequest()
{
    if (m_buffer.size() < 5)
        return;
    const bool isName = m_buffer.at(3) == 3;
    const qsizetype addressSize = isName ? 1 + m_buffer.at(4) : m_buffer.at(3) == 1 ? 4 : 16;
    if (m_buffer.size() < 4 + addressSize + 2)
        return;
    const QByteArray address = isName ? m_buffer.mid(5, m_buffer.at(4)) : QByteArray("an address");
    const auto high = static_cast<uchar>(m_buffer.at(4 + addressSize));
    const auto low = static_cast<uchar>(m_buffer.at(5 + addressSize));
    m_buffer.remove(0, 4 + addressSize + 2);
    const QByteArray rest = QByteArray("\x00\x01", 2) + QByteArray(6, '\0');
    go(address + ':' + QByteArray::number(high * 256 + low), QByteArray("\x05\x00", 2) + rest,
       QByteArray("\x05\x01", 2) + rest);
}

void TestProxy::Client::go(
    const QByteArray &place, const QByteArray &welcome, const QByteArray &failure)
{
    m_proxy.m_asked.push_back(place);
    switch (m_proxy.m_mood) {
    case Mood::Serves:
        join(welcome);
        break;
    case Mood::Drops:
        m_client.disconnectFromHost();
        break;
    case Mood::Fails:
        m_client.write(failure);
        break;
    case Mood::Silent:
        break;
    }
}

void TestProxy::Client::join(const QByteArray &first)
{
    m_client.disconnect(this);
    connect(&m_client, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(&m_server, &QTcpSocket::connected, this, [this, first] {
        m_client.write(first);
        m_server.write(std::exchange(m_forwarded, {}) + std::exchange(m_buffer, {}));
        m_server.write(m_client.readAll());
        connect(&m_client, &QTcpSocket::readyRead, this, [this] {
            m_server.write(m_client.readAll());
        });
    });
    connect(
        &m_server, &QTcpSocket::readyRead, this, [this] { m_client.write(m_server.readAll()); });
    connect(&m_server, &QTcpSocket::disconnected, this, [this] { m_client.disconnectFromHost(); });
    m_server.connectToHost(QHostAddress(QHostAddress::LocalHost), m_proxy.m_target);
}

} // namespace boxwatch
