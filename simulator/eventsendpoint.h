// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/requestlog.h"
#include "simulator/simulationclock.h"
#include "simulator/streams.h"

namespace boxwatch::sim {

/// GET /2.0/events.
///
/// Strict: what Box does not document is refused or noted as a fault of the client, so that a test
/// of a client finds out.
class EventsEndpoint
{
public:
    /// All references outlive this.
    EventsEndpoint(
        const SimulatorOptions &options, const Streams &streams, const SimulationClock &clock,
        RequestLog &log);

    /// \p isAdmin: whether the token may read enterprise events.
    HttpReply answer(const HttpRequest &request, bool isAdmin);

    /// `stream_type` of a query: `all` if there is none, nothing if it is not one of the five.
    static std::optional<StreamKind> kindOf(const HttpFields &query);

    /// Where \p text stands: nothing if it is no position of that stream. Notes rounded ones.
    std::optional<std::uint64_t> slotOf(StreamKind kind, const QByteArray &text);

private:
    /// What a request asks for, checked.
    struct Question
    {
        StreamKind kind = StreamKind::All;
        std::uint32_t limit = 100;
        QByteArray position; ///< as sent; empty: none
        bool isNow = false;
        Streams::Selection selection;
    };

    std::optional<HttpReply> check(const HttpFields &query);
    std::optional<HttpReply> read(Question &question, const HttpFields &query);
    std::optional<HttpReply> readDate(
        std::int64_t &date, const HttpFields &query, const char *name) const;
    void readTypes(Question &question, const QByteArray &names);
    HttpReply chunk(const Question &question);
    QByteArray nextOf(
        const Question &question, std::uint64_t slot, const Streams::Chunk &chunk) const;

    const SimulatorOptions &m_options;
    const Streams &m_streams;
    const SimulationClock &m_clock;
    RequestLog &m_log;
};

} // namespace boxwatch::sim
