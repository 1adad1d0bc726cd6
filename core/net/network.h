// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpcall.h"
#include "core/net/networksettings.h"
#include "core/net/proxychooser.h"

#include <QSslConfiguration>

#include <array>
#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace boxwatch {

/// The way out to Box: makes calls and keeps connections warm between them.
///
/// To be made, used and destroyed in one thread, after all of its calls. Requests of different
/// urgency do not share connections, since Qt opens six per host at most and six long polls would
/// keep a token from being renewed.
class Network
{
public:
    enum class Lane { Fetch, LongPoll, Token };

    /// \p systemProxy is for tests: who is asked about the proxy of the system.
    explicit Network(NetworkSettings settings, ProxyChooser::SystemLookup systemProxy = {});
    ~Network();
    Network(const Network &) = delete;
    Network &operator=(const Network &) = delete;

    const NetworkSettings &settings() const { return m_settings; }

    /// Sends \p request and owes \p done its answer for as long as the call lives. A network with
    /// unusable settings (see checkSettings()) answers with that error.
    [[nodiscard]] std::unique_ptr<HttpCall> send(
        Lane lane, const HttpRequest &request, HttpCall::Callback done);

    /// The next calls make connections of their own: after a timeout, or when the machine slept, those
    /// that are open may lead nowhere and would cost a timeout each. Calls that are under way go on.
    void dropConnections();

    /// How many requests were sent, for people who pay by the call.
    int requestCount() const { return m_requestCount; }

    /// How many of them were calls to the API, which Box counts; long polls and tokens are none.
    int callCount() const { return m_callCount; }

private:
    using Manager = std::unique_ptr<QNetworkAccessManager>;

    QNetworkAccessManager &managerFor(Lane lane);
    void begin(HttpCall &call, Lane lane, const HttpRequest &request);
    void retire(Lane lane);
    void dismissIdle();

    NetworkSettings m_settings;
    Result<void> m_usable;
    QSslConfiguration m_tls;
    ProxyChooser m_proxies; ///< before the managers, which ask it
    std::array<Manager, 3> m_lanes;
    std::vector<Manager> m_retired; ///< those whose calls are not all over
    int m_requestCount = 0;
    int m_callCount = 0;
};

} // namespace boxwatch
