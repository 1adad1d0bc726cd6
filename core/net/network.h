// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpcall.h"
#include "core/net/networksettings.h"

#include <QList>
#include <QSslConfiguration>

#include <array>
#include <memory>

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

    explicit Network(NetworkSettings settings);
    ~Network();
    Network(const Network &) = delete;
    Network &operator=(const Network &) = delete;

    const NetworkSettings &settings() const { return m_settings; }

    /// Sends \p request and owes \p done its answer for as long as the call lives. A network with
    /// unusable settings (see checkSettings()) answers with that error.
    [[nodiscard]] std::unique_ptr<HttpCall> send(
        Lane lane, const HttpRequest &request, HttpCall::Callback done);

    /// Forgets the connections that are open: after a timeout, or when the machine slept, they may
    /// lead nowhere and would cost a timeout each.
    void dropConnections();

    /// How many requests were sent, for people who pay by the call.
    int requestCount() const { return m_requestCount; }

private:
    struct Connections
    {
        std::unique_ptr<QNetworkAccessManager> manager;
        bool stale = false;
    };

    QNetworkAccessManager &managerFor(Lane lane);

    NetworkSettings m_settings;
    Result<void> m_usable;
    QSslConfiguration m_tls;
    std::array<Connections, 3> m_lanes;
    int m_requestCount = 0;
};

} // namespace boxwatch
