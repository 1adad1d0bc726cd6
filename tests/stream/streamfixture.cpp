// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/streamfixture.h"

#include <QLocale>

#include <algorithm>

using namespace std::chrono_literals;

namespace boxwatch {

StreamTiming fastTiming()
{
    StreamTiming timing;
    timing.enterpriseGap = 5ms;
    timing.userGap = 20ms;
    timing.retry = {10ms, 40ms, false};
    timing.pollRetry = {20ms, 80ms, false};
    timing.safetyInterval = 60s;
    timing.plainInterval = 50ms;
    timing.hurriedGap = 20ms;
    timing.lookBackGap = 20ms;
    timing.ordinaryPoll = 60s;
    timing.quietStep = 50ms;
    timing.quietCeiling = 200ms;
    return timing;
}

QByteArray pollMessage(const QByteArray &text)
{
    return R"({"version":1,"message":")" + text + R"("})";
}

QByteArray realtimeJson(const QUrl &url, int retries)
{
    return R"({"chunk_size":1,"entries":[{"type":"realtime_server","url":")" + url.toEncoded()
        + R"(","ttl":"10","max_retries":")" + QByteArray::number(retries)
        + R"(","retry_timeout":610}]})";
}

QByteArray refusalJson(const QByteArray &message)
{
    return R"({"type":"error","status":400,"code":"bad_request","message":")" + message + R"("})";
}

ReplyQueue::Headers dated(const QDateTime &time)
{
    const QString text = QLocale::c().toString(
        time.toUTC(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    return {{"Date", text.toLatin1()}};
}

StreamFixture::StreamFixture() : network(networkSettings())
{
}

NetworkSettings StreamFixture::networkSettings() const
{
    NetworkSettings settings;
    settings.apiUrl = server.url(QStringLiteral("/2.0"));
    settings.tokenUrl = tokenUrlFor(settings.apiUrl);
    return settings;
}

void StreamFollower::watch(std::unique_ptr<EventStream> newStream)
{
    stream = std::move(newStream);
    EventStream *s = stream.get();
    QObject::connect(s, &EventStream::stateChanged, s, [this](EventStream::State state) {
        ++signalCount;
        states.push_back(state);
    });
    QObject::connect(s, &EventStream::newStreamState, s, [this](const StreamState &state) {
        ++signalCount;
        announced.push_back(state);
    });
    QObject::connect(s, &EventStream::failed, s, [this](const Error &error) {
        ++signalCount;
        errors.push_back(error);
    });
    QObject::connect(s, &EventStream::gapNoticed, s, [this](const StreamGap &gap) {
        ++signalCount;
        gaps.push_back(gap);
    });
    QObject::connect(s, &EventStream::filterRefused, s, [this](const Error &error) {
        ++signalCount;
        refusals.push_back(error);
    });
    QObject::connect(s, &EventStream::noted, s, [this](const StreamNote &note) {
        ++signalCount;
        notes.push_back(note);
    });
    QObject::connect(s, &EventStream::recovered, s, [this] { ++signalCount, ++recovered; });
    QObject::connect(s, &EventStream::caughtUp, s, [this] { ++signalCount, ++caughtUp; });
    QObject::connect(s, &EventStream::ended, s, [this] { ++signalCount, ++ended; });
    QObject::connect(
        s, &EventStream::received, s, [this](const EventChunk &chunk, const StreamState &after) {
            ++signalCount;
            handedOn.push_back(after);
            take(chunk);
            if (storesAtOnce)
                store();
        });
}

void StreamFollower::take(const EventChunk &chunk)
{
    ++chunks;
    m_fresh = 0;
    for (const Event &event : chunk.events()) {
        const QByteArray id(event.id.data(), static_cast<qsizetype>(event.id.size()));
        if ((wants && !wants(id)) || (!id.isEmpty() && m_known.contains(id)))
            continue;
        m_known.insert(id);
        ids << id;
        ++m_fresh;
    }
}

void StreamFollower::store()
{
    stream->stored(m_fresh);
}

int StreamFollower::entered(EventStream::State state) const
{
    return static_cast<int>(std::ranges::count(states, state));
}

} // namespace boxwatch
