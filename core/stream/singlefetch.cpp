// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/singlefetch.h"

#include "core/event/chunkparser.h"
#include "core/stream/serverfilter.h"
#include "core/stream/streamquery.h"

#include <utility>

namespace boxwatch {

SingleFetch::SingleFetch(BoxApi &api, const StreamSettings &settings, int limit, Callback done)
    : m_api(api)
    , m_settings(settings)
    , m_limit(limit)
    , m_done(std::move(done))
{
    if (startsByClock(m_settings, m_api.clock().now()) && !m_api.clock().isKnown())
        askForTheTime();
    else
        ask();
}

SingleFetch::~SingleFetch() = default;

void SingleFetch::askForTheTime()
{
    m_call = m_api.me([this](const Result<Account> &account) {
        m_call.reset();
        if (!account && !m_api.clock().isKnown())
            end(account.error());
        else
            ask();
    });
}

void SingleFetch::ask()
{
    m_state = firstState(m_settings, m_api.clock().now());
    EventsQuery query = eventsQuery(m_settings.type, m_state);
    query.eventTypes = ServerFilter(m_settings.type, m_state.eventTypes).sent();
    query.limit = m_limit;
    m_call = m_api.events(query, [this](Result<QByteArray> body) { answered(std::move(body)); });
}

void SingleFetch::answered(Result<QByteArray> body)
{
    m_call.reset();
    if (!body) {
        end(body.error());
        return;
    }
    FetchedChunk fetched;
    fetched.body = *body;
    Result<EventChunk> chunk = ChunkParser().parseChunk(std::move(*body));
    if (!chunk) {
        end(chunk.error());
        return;
    }
    fetched.chunk = std::move(*chunk);
    const bool isNow = m_state.position == StreamPosition::now();
    fetched.next = isPlace(fetched.chunk.next()) ? fetched.chunk.next()
        : isNow                                  ? StreamPosition()
                                                 : m_state.position;
    end(std::move(fetched));
}

void SingleFetch::end(Result<FetchedChunk> result)
{
    // Whoever hears of it may destroy this object.
    const Callback done = std::exchange(m_done, nullptr);
    done(std::move(result));
}

} // namespace boxwatch
