// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/streamfeed.h"

#include "core/stream/enterpriseeventstream.h"
#include "core/stream/usereventstream.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

// Box holds events back for about that long, so that it can put them in order (reference 4.6).
constexpr std::chrono::milliseconds bufferOf(StreamType type)
{
    switch (type) {
    case StreamType::AdminLogs:
        return 60s;
    case StreamType::AdminLogsStreaming:
        return 15s;
    default:
        return 5s;
    }
}

std::unique_ptr<FetchingStream> makeStream(
    BoxApi &api, const StreamSettings &settings, const StreamTiming &timing)
{
    if (isEnterprise(settings.type))
        return std::make_unique<EnterpriseEventStream>(api, settings, timing);
    return std::make_unique<UserEventStream>(api, settings, timing);
}

} // namespace

StreamFeed::StreamFeed(
    BoxApi &api, const StreamSettings &settings, const StreamTiming &timing, const Past &past,
    QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_settings(settings)
    , m_stream(makeStream(api, settings, timing))
{
    FetchingStream *stream = m_stream.get();
    stream->setNewestStored(past.newestStored);
    stream->setLastAnswer(past.lastAnswer);
    connect(stream, &EventStream::stateChanged, this, &StreamFeed::setState);
    connect(stream, &EventStream::received, this, &StreamFeed::received);
    connect(stream, &EventStream::fetchedAhead, this, &StreamFeed::fetchedAhead);
    connect(stream, &EventStream::newStreamState, this, &StreamFeed::newStreamState);
    connect(stream, &EventStream::failed, this, &StreamFeed::setTrouble);
    connect(stream, &EventStream::recovered, this, [this] { setTrouble({}); });
    connect(stream, &EventStream::caughtUp, this, &StreamFeed::onCaughtUp);
    connect(stream, &EventStream::gapNoticed, this, &StreamFeed::gapNoticed);
    connect(stream, &EventStream::filterRefused, this, &StreamFeed::filterRefused);
    connect(stream, &EventStream::noted, this, &StreamFeed::noted);
}

StreamFeed::~StreamFeed() = default;

void StreamFeed::start()
{
    m_stream->start();
}

void StreamFeed::pause()
{
    m_stream->pause();
}

void StreamFeed::resume()
{
    if (m_stream->state() == EventStream::State::Stopped)
        m_stream->start();
    else
        m_stream->resume();
}

void StreamFeed::lookNow()
{
    m_stream->lookNow();
}

void StreamFeed::setEventTypes(const QByteArrayList &types)
{
    m_stream->setEventTypes(types);
}

void StreamFeed::stored(qsizetype fresh)
{
    m_stream->stored(fresh);
}

void StreamFeed::notStored()
{
    m_stream->notStored();
}

void StreamFeed::setState(EventStream::State state)
{
    m_state = state;
    m_since = QDateTime::currentDateTimeUtc();
    emit statusChanged();
}

void StreamFeed::setTrouble(const std::optional<Error> &error)
{
    const bool changed = error && (!m_trouble || m_trouble->kind != error->kind);
    m_trouble = error;
    if (changed)
        emit failed(*error);
    emit statusChanged();
}

void StreamFeed::onCaughtUp()
{
    m_live = true;
    const qint64 now = m_api.clock().now().toMSecsSinceEpoch();
    m_completeUntil = std::max(m_completeUntil, now - bufferOf(m_settings.type).count());
    emit statusChanged();
    emit caughtUp();
}

StreamStatus StreamFeed::status() const
{
    StreamStatus status;
    status.state = m_state;
    status.type = m_settings.type;
    status.live = m_live;
    status.since = m_since;
    status.trouble = m_trouble;
    status.nextAttempt = m_stream->nextAttempt();
    return status;
}

} // namespace boxwatch
