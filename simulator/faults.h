// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"
#include "simulator/random.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <chrono>
#include <optional>

namespace boxwatch::sim {

/// Something that goes wrong for some of the next requests. docs/simulator.md lists all of it.
struct Fault
{
    enum class Kind {
        // Instead of an answer; the request is not looked at:
        Status, ///< an error status, with the body that Box gives it
        Html, ///< a page with `status`, as a gateway sends
        Empty, ///< `status` and no body
        Garbage, ///< `status` and a body that is not JSON
        Body, ///< `status` and whatever `body` says
        OAuthError, ///< as /oauth2/token refuses
        Redirect,
        Reset, ///< the connection is reset, before, in the middle of or after the headers
        Close, ///< the connection ends without a byte
        Stall, ///< no answer, ever
        // The right answer, spoilt on its way:
        Truncate, ///< cut in half
        Lost, ///< the request does its work, and the connection is reset
        Drip, ///< a few bytes at a time
        Delay, ///< later
        BigHeaders,
        WrongLength, ///< Content-Length is not that of the body
        // A well-formed answer with something odd in it; `how` says what:
        Position, ///< next_stream_position
        Chunk, ///< which entries a chunk has
        Content, ///< an event, from then on and wherever it is asked for
        Server, ///< what OPTIONS says
        Poll, ///< what the long poll says
        // What else happens at that moment:
        ExpireTokens, ///< all access tokens so far, and then the request is answered
    };

    Kind kind = Kind::Status;
    QByteArray name; ///< to take it back by
    QByteArray endpoint = "*"; ///< events, options, subscribe, me, token, revoke, authorize or all
    QByteArray how;
    int status = 503;
    std::chrono::milliseconds delay{0}; ///< before the answer, whatever it is
    int skip = 0; ///< so many requests are spared first
    int every = 1; ///< then every so many-th is hit
    int times = 1; ///< so many requests are hit; negative: all
    double probability = 1; ///< that a request is hit when its turn comes
    HttpFields match; ///< parameters that the query or the form of the request must have
    QJsonObject details; ///< everything that it was made from

    /// Nothing if a value is not understood.
    static std::optional<Fault> fromJson(const QJsonObject &json);

    /// Whether the request is not even looked at.
    bool isInsteadOfAnAnswer() const { return kind <= Kind::Stall; }

    bool isFor(const QByteArray &askedEndpoint, const HttpRequest &request) const;

    qint64 number(QLatin1String member, qint64 standard) const;
    bool flag(QLatin1String member) const { return details[member].toBool(); }
};

/// The faults that are still to come. Random ones come from the seed.
class Faults
{
public:
    explicit Faults(std::uint64_t seed) : m_random(mixed(seed ^ 0xfa17U)) { }

    void add(const Fault &fault) { m_faults.append(fault); }

    /// Those with \p name, or all of them if it is empty.
    void clear(const QByteArray &name = {});

    /// What is to happen to \p request, if anything.
    std::optional<Fault> next(const QByteArray &endpoint, const HttpRequest &request)
    {
        return m_faults.isEmpty() ? std::nullopt : pick(endpoint, request);
    }

    /// How many requests were hit so far.
    std::uint64_t hits() const { return m_hits; }

private:
    std::optional<Fault> pick(const QByteArray &endpoint, const HttpRequest &request);

    QList<Fault> m_faults;
    Random m_random;
    std::uint64_t m_hits = 0;
};

} // namespace boxwatch::sim
