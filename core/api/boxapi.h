// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/account.h"
#include "core/api/apicall.h"
#include "core/api/realtimeserver.h"
#include "core/api/serverclock.h"

#include <QByteArrayList>

#include <optional>

namespace boxwatch {

/// What to ask GET /events for. What is not set is not sent.
struct EventsQuery
{
    static constexpr int largestLimit = 500; ///< the most that Box documents

    QByteArray streamType{}; ///< e.g. "admin_logs"
    QByteArray position{}; ///< opaque text, "now" or "0"
    std::optional<QDateTime> createdAfter{}; ///< sent as UTC in whole seconds
    std::optional<QDateTime> createdBefore{};
    QByteArrayList eventTypes{};
    int limit = largestLimit;
};

/// The calls that Boxwatch makes, one function each. No policy: who asks decides when to ask again.
///
/// Each function returns a call that the asker owns; the callback runs unless the call is destroyed
/// first. Errors are those of HttpCall, those of the token source, and what Box says (apiErrorFrom()).
/// The token goes to the API's own host and nowhere else, save for listen(). One thread.
///
/// When Box asks one caller to wait (429, or 503 with Retry-After), it means the whole account: until
/// then all calls but listen() end at once with RateLimited and what is left of the time. They also
/// wait for their turn, so that no more are made than NetworkSettings allows (CallLimits). Both hold
/// for all of this process once me() has told whose account it is, and for this object before.
class BoxApi
{
public:
    template<typename T>
    using Callback = std::function<void(Result<T>)>;
    using Call = std::unique_ptr<ApiCall>;

    /// Both outlive this object, and this object its calls.
    BoxApi(Network &network, TokenSource &tokens);

    /// GET /events: the body, a JSON object by the look of it, unread. What is not is Malformed, with
    /// the code `captive_portal` for a web page. Forbidden says more once me() has told who asks.
    [[nodiscard]] Call events(const EventsQuery &query, Callback<QByteArray> done);

    /// OPTIONS /events: where to wait for news of a user stream.
    [[nodiscard]] Call realtimeServer(const QByteArray &streamType, Callback<RealtimeServer> done);

    /// Waits at \p server for news since \p position, at most \p deadline. The answer is the message in
    /// lower case, e.g. "new_change"; empty if there is none.
    ///
    /// The token is not sent, since the URL's channel is the credential. Only if the server insists,
    /// and belongs to Box or is the configured API itself, is it sent, and from then on always. A
    /// server on any other host is Malformed.
    [[nodiscard]] Call listen(
        const QUrl &server, const QByteArray &position, std::chrono::milliseconds deadline,
        Callback<QByteArray> done);

    /// GET /users/me: whom the token belongs to.
    [[nodiscard]] Call me(Callback<Account> done);

    /// Box's time as of the newest answer to any call.
    const ServerClock &clock() const { return m_clock; }

    /// Forgets open connections; see Network::dropConnections().
    void dropConnections() { m_network.dropConnections(); }

private:
    QUrl urlOf(const QString &path, const QByteArray &query) const;
    bool mayPoll(const QUrl &server) const;
    Error explained(Error error, const QByteArray &streamType) const;
    void learn(const Account &account);
    Call call(
        Network::Lane lane, HttpRequest request, ApiCall::Sign sign, Callback<HttpReply> done);

    Network &m_network;
    TokenSource &m_tokens;
    ServerClock m_clock;
    std::shared_ptr<CallBudget> m_budget;
    std::optional<Account> m_account;
    bool m_listenWithToken = false;
};

} // namespace boxwatch
