// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/faultyproxy.h"

#include "simulator/proxiedconnection.h"

#include <QTcpServer>

#include <optional>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

/// All of a FaultyProxy, in one thread.
class ProxyServer final : public QTcpServer
{
public:
    explicit ProxyServer(quint16 server) : m_server(server) { }

    bool open() { return listen(QHostAddress::LocalHost, serverPort()); }

    void setPlan(const QList<ConnectionFault> &plan, const ConnectionFault &others)
    {
        m_mix.reset();
        m_plan = plan;
        m_others = others;
    }

    void setMix(const FaultMix &mix)
    {
        m_mix = mix;
        m_drawn = 0;
    }

    void setRefusing(bool refusing)
    {
        if (refusing) {
            m_port = serverPort();
            close();
        } else if (!isListening()) {
            listen(QHostAddress::LocalHost, m_port);
        }
    }

    QList<ProxiedConnection *> connections() const
    {
        QList<ProxiedConnection *> open;
        for (QObject *child : children()) {
            if (auto *connection = dynamic_cast<ProxiedConnection *>(child))
                open.append(connection);
        }
        return open;
    }

    FaultyProxy::Counts &counts() { return m_counts; }

    QString summary() const
    {
        const QString plan = m_mix ? u"seed %1"_s.arg(m_mix->seed) : u"as planned"_s;
        return u"%1: %2 connections, %3 refused, %4 silenced, %5 cut, %6 reset, %7 delayed, %8 slowed"_s
            .arg(plan)
            .arg(m_counts.connections)
            .arg(m_counts.refused)
            .arg(m_counts.silenced)
            .arg(m_counts.cut)
            .arg(m_counts.reset)
            .arg(m_counts.delayed)
            .arg(m_counts.slowed);
    }

protected:
    void incomingConnection(qintptr client) override
    {
        const ConnectionFault fault = next();
        count(fault);
        new ProxiedConnection(client, m_server, fault, this);
    }

private:
    ConnectionFault next()
    {
        if (m_mix)
            return faultOf(*m_mix, m_drawn++);
        return m_plan.isEmpty() ? m_others : m_plan.takeFirst();
    }

    void count(const ConnectionFault &fault)
    {
        using End = ConnectionFault::End;
        ++m_counts.connections;
        m_counts.refused += quint64(fault.end == End::Refuse);
        m_counts.silenced += quint64(fault.end == End::Silence);
        m_counts.cut += quint64(fault.end == End::Cut);
        m_counts.reset += quint64(fault.end == End::Reset);
        m_counts.delayed += quint64(fault.delay.count() > 0);
        m_counts.slowed += quint64(fault.rate > 0);
    }

    const quint16 m_server;
    quint16 m_port = 0;
    std::optional<FaultMix> m_mix;
    std::uint64_t m_drawn = 0;
    QList<ConnectionFault> m_plan;
    ConnectionFault m_others;
    FaultyProxy::Counts m_counts;
};

FaultyProxy::FaultyProxy()
{
    m_thread.setObjectName(u"faulty proxy"_s);
}

FaultyProxy::~FaultyProxy()
{
    stop();
}

bool FaultyProxy::start(quint16 server)
{
    stop();
    m_context = std::make_unique<QObject>();
    m_context->moveToThread(&m_thread);
    m_thread.start();
    bool listens = false;
    // Sockets belong to the thread that makes them, so the server is made over there.
    QMetaObject::invokeMethod(
        m_context.get(),
        [&] {
            m_server = std::make_unique<ProxyServer>(server);
            listens = m_server->open();
            m_port = m_server->serverPort();
        },
        Qt::BlockingQueuedConnection);
    if (!listens)
        stop();
    return listens;
}

void FaultyProxy::stop()
{
    if (!m_context)
        return;
    QMetaObject::invokeMethod(
        m_context.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    m_context.reset();
    m_port = 0;
}

QUrl FaultyProxy::through(QUrl url) const
{
    url.setPort(m_port);
    return url;
}

void FaultyProxy::setPlan(const QList<ConnectionFault> &plan, const ConnectionFault &others)
{
    run([&](ProxyServer &server) { server.setPlan(plan, others); });
}

void FaultyProxy::setMix(const FaultMix &mix)
{
    run([&](ProxyServer &server) { server.setMix(mix); });
}

void FaultyProxy::silenceOpen()
{
    run([](ProxyServer &server) {
        for (ProxiedConnection *connection : server.connections()) {
            connection->silence();
            ++server.counts().silenced;
        }
    });
}

void FaultyProxy::cutOpen()
{
    run([](ProxyServer &server) {
        for (ProxiedConnection *connection : server.connections()) {
            connection->cut();
            ++server.counts().cut;
        }
    });
}

void FaultyProxy::resetOpen()
{
    run([](ProxyServer &server) {
        for (ProxiedConnection *connection : server.connections()) {
            connection->reset();
            ++server.counts().reset;
        }
    });
}

void FaultyProxy::setRefusing(bool refusing)
{
    run([refusing](ProxyServer &server) { server.setRefusing(refusing); });
}

FaultyProxy::Counts FaultyProxy::counts() const
{
    Counts counts;
    run([&](ProxyServer &server) { counts = server.counts(); });
    return counts;
}

int FaultyProxy::openConnections() const
{
    int open = 0;
    run([&](ProxyServer &server) { open = static_cast<int>(server.connections().size()); });
    return open;
}

QString FaultyProxy::summary() const
{
    QString text;
    run([&](ProxyServer &server) { text = server.summary(); });
    return text;
}

void FaultyProxy::run(const std::function<void(ProxyServer &)> &task) const
{
    if (m_server)
        QMetaObject::invokeMethod(
            m_context.get(), [this, &task] { task(*m_server); }, Qt::BlockingQueuedConnection);
}

} // namespace boxwatch::sim
