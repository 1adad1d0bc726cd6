// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulator.h"

#include "simulator/control.h"
#include "simulator/simulatorserver.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

using sim::SimulatorServer;

Simulator::Simulator()
{
    m_thread.setObjectName(u"simulator"_s);
}

Simulator::~Simulator()
{
    stop();
}

bool Simulator::start(const SimulatorOptions &options)
{
    stop();
    m_token = options.token.isEmpty() ? SimulatorOptions::defaultToken() : options.token;
    m_context = std::make_unique<QObject>();
    m_context->moveToThread(&m_thread);
    m_thread.start();
    // Sockets belong to the thread that makes them, so the server is made over there.
    QMetaObject::invokeMethod(
        m_context.get(),
        [this, &options] {
            m_server = std::make_unique<SimulatorServer>(options);
            if (m_server->start()) {
                m_url = QUrl(QString::fromLatin1(m_server->base()));
            } else {
                m_error = m_server->errorString();
                m_server.reset();
            }
        },
        Qt::BlockingQueuedConnection);
    if (!m_server)
        endThread();
    return isRunning();
}

void Simulator::stop()
{
    if (!m_server)
        return;
    QMetaObject::invokeMethod(
        m_context.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    endThread();
    m_url.clear();
}

void Simulator::endThread()
{
    m_thread.quit();
    m_thread.wait();
    m_context.reset();
}

QUrl Simulator::apiUrl() const
{
    QUrl url = m_url;
    url.setPath(u"/2.0"_s);
    return url;
}

std::uint64_t Simulator::eventCount() const
{
    std::uint64_t count = 0;
    run([&count](SimulatorServer &server) {
        count =
            server.streams().makerOf(sim::StreamKind::AdminLogs).countUntil(server.clock().now());
    });
    return count;
}

void Simulator::addEvents(std::uint64_t count)
{
    run([count](SimulatorServer &server) { server.streams().insert(count, server.clock().now()); });
}

void Simulator::advance(std::chrono::milliseconds time)
{
    run([time](SimulatorServer &server) { server.clock().advance(time.count()); });
}

QByteArray Simulator::read(const QByteArray &target) const
{
    const sim::HttpRequest request{"GET", target, {}, {}};
    sim::HttpReply reply = sim::HttpReply::empty(503);
    run([&](SimulatorServer &server) { reply = controlReply(request, server); });
    return reply.status == 200 ? reply.body : QByteArray();
}

bool Simulator::post(const QByteArray &target, const QByteArray &json)
{
    const sim::HttpRequest request{"POST", target, {}, json};
    sim::HttpReply reply = sim::HttpReply::empty(503);
    run([&](SimulatorServer &server) { reply = controlReply(request, server); });
    return reply.status == 200;
}

bool Simulator::addFault(const QByteArray &json)
{
    return post("/_sim/fault", json);
}

std::uint64_t Simulator::requestCount(const QByteArray &endpoint) const
{
    std::uint64_t count = 0;
    run([&](SimulatorServer &server) { count = server.log().count(endpoint); });
    return count;
}

QStringList Simulator::clientFaults() const
{
    QStringList faults;
    run([&faults](SimulatorServer &server) { faults = server.log().clientFaults(); });
    return faults;
}

std::uint64_t Simulator::clientFaultCount() const
{
    std::uint64_t count = 0;
    run([&count](SimulatorServer &server) { count = server.log().clientFaultCount(); });
    return count;
}

std::size_t Simulator::heldPolls() const
{
    std::size_t held = 0;
    run([&held](SimulatorServer &server) { held = server.heldPolls(); });
    return held;
}

void Simulator::run(const std::function<void(SimulatorServer &)> &task) const
{
    if (m_server)
        QMetaObject::invokeMethod(
            m_context.get(), [this, &task] { task(*m_server); }, Qt::BlockingQueuedConnection);
}

} // namespace boxwatch
