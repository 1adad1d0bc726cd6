// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/oddpositions.h"
#include "simulator/requestlog.h"
#include "simulator/simulationclock.h"
#include "simulator/streams.h"

namespace boxwatch::sim {

/// GET /2.0/events.
///
/// Strict: what Box does not document is refused, or noted as a fault of the client (see Conduct).
class EventsEndpoint
{
public:
    /// All references outlive this.
    EventsEndpoint(
        const SimulatorOptions &options, Streams &streams, const SimulationClock &clock,
        RequestLog &log);

    /// \p isAdmin: whether the token may read enterprise events. \p fault: what is to be odd about
    /// the answer, if it is a chunk; null: nothing.
    HttpReply answer(const HttpRequest &request, bool isAdmin, const Fault *fault = nullptr);

    /// Whether the last answer was a chunk with something in it that its reader had not had, as far as
    /// his position tells.
    bool broughtNews() const { return m_broughtNews; }
    /// Whether it had nothing, and the position stood still.
    bool isCaughtUp() const { return m_isCaughtUp; }

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

    static std::optional<HttpReply> refusalOf(const HttpFields &query);
    std::optional<HttpReply> read(Question &question, const HttpFields &query);
    std::optional<HttpReply> readDate(
        std::int64_t &date, const HttpFields &query, const char *name) const;
    bool readTypes(Question &question, const QByteArray &names);
    HttpReply chunk(const Question &question, const Fault *fault);
    HttpReply staleAnswer(const Question &question, std::uint64_t oldest);
    HttpReply odd(
        const Question &question, std::uint64_t slot, Streams::Chunk &chunk, const Fault &fault);
    bool mayRepeat(const Question &question, std::uint64_t event) const;
    void reshape(Streams::Chunk &chunk, const Question &question, const Fault &fault) const;
    void makeOdd(const Streams::Chunk &chunk, const Question &question, const Fault &fault);
    QByteArray nextOf(const Question &question, std::uint64_t slot, const Streams::Chunk &chunk);

    const SimulatorOptions &m_options;
    Streams &m_streams;
    const SimulationClock &m_clock;
    RequestLog &m_log;
    OddPositions m_positions;
    std::uint64_t m_moves = 0;
    bool m_broughtNews = false;
    bool m_isCaughtUp = false;
};

} // namespace boxwatch::sim
