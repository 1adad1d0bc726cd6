// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/demo.h"

namespace boxwatch {

using namespace std::chrono_literals;

Result<Demo> DemoServer::next()
{
    if (!m_folder.isValid())
        return Error{.kind = Error::Kind::File, .message = m_folder.errorString()};
    if (!m_simulator.isRunning() && !m_simulator.start(demoOptions()))
        return Error{.kind = Error::Kind::Network, .message = m_simulator.errorString()};

    ++m_count;
    const QString name = m_count == 1 ? tr("Demo") : tr("Demo %1").arg(m_count);
    Demo demo;
    demo.path = m_folder.filePath(name + QStringLiteral(".boxwatch"));
    // The simulator is in a hurry: a minute of Box's is a few seconds.
    demo.settings = liveAndHistory(
        {.start = StreamSettings::Start::Earliest, .state = {}, .pollingInterval = 1s}, 10s);
    demo.connection.network.apiUrl = m_simulator.apiUrl();
    demo.connection.token = Secret(m_simulator.token().toUtf8());
    return demo;
}

} // namespace boxwatch
