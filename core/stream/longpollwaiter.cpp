// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/longpollwaiter.h"

#include "core/api/apierror.h"
#include "core/base/log.h"

#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

// Fewer than this is a proxy that cuts polls or a server that restarts: nobody needs to know.
constexpr int oddAnswersToReport = 3;

constexpr int idleRoundsToSlowDown = 3;

/// Whether something between us and Box answers OPTIONS itself, or does not let it through.
bool isBlocked(const Error &error)
{
    return error.status == 403 || error.status == 404 || error.status == 405 || error.status == 501
        || error.code == "not_json"_L1;
}

} // namespace

LongPollWaiter::LongPollWaiter(
    BoxApi &api, QByteArray streamType, const StreamTiming &timing, QObject *parent)
    : Waiter(parent)
    , m_api(api)
    , m_streamType(std::move(streamType))
    , m_timing(timing)
{
    m_safety.setSingleShot(true);
    connect(&m_safety, &QTimer::timeout, this, [this] { lookAnyway(); });
    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, [this] { listen(); });
}

void LongPollWaiter::wait(const StreamPosition &position, bool found)
{
    m_waiting = true;
    m_position = position;
    const News lookedFor = std::exchange(m_lookedFor, News::None);
    if (found)
        m_idle = 0;
    else if (lookedFor == News::Change || lookedFor == News::End)
        ++m_idle;

    m_safety.start(m_pending == News::None ? m_timing.safetyInterval : 0ms);
    if (m_call || m_pending != News::None)
        return; // the poll has outlived the look, or has brought news during it
    if (const auto quiet = quietTime(); quiet > 0ms)
        m_quiet.start(quiet);
    else
        listen();
}

void LongPollWaiter::listen()
{
    if (!m_server || isServerUsedUp())
        subscribe();
    else
        poll();
}

void LongPollWaiter::cancel()
{
    m_call.reset();
    m_server.reset();
    m_safety.stop();
    m_quiet.stop();
    m_waiting = false;
    m_pending = News::None;
    m_lookedFor = News::None;
    m_idle = 0;
}

QDateTime LongPollWaiter::due() const
{
    if (!m_safety.isActive())
        return {};
    return QDateTime::currentDateTimeUtc().addMSecs(m_safety.remainingTime());
}

std::chrono::milliseconds LongPollWaiter::pollLimit() const
{
    const auto limit = m_server ? m_server->retryTimeout : RealtimeServer().retryTimeout;
    return std::min<std::chrono::milliseconds>(limit, m_timing.longestPoll);
}

std::chrono::milliseconds LongPollWaiter::longestSilence() const
{
    return pollLimit() + m_timing.silenceMargin;
}

std::chrono::milliseconds LongPollWaiter::quietTime() const
{
    if (m_idle < idleRoundsToSlowDown)
        return 0ms;
    const int doublings = std::min(m_idle - idleRoundsToSlowDown, 10);
    return std::min(m_timing.quietStep * (1 << doublings), m_timing.quietCeiling);
}

/// Why to look after a poll that brought no news. One that has lasted was of use.
LongPollWaiter::News LongPollWaiter::endOfPoll() const
{
    return hasLasted(m_timing.usefulPoll) ? News::Other : News::End;
}

bool LongPollWaiter::hasLasted(std::chrono::milliseconds time) const
{
    return std::chrono::milliseconds(m_pollAge.elapsed()) >= time;
}

bool LongPollWaiter::isServerUsedUp() const
{
    const std::chrono::milliseconds age(m_serverAge.elapsed());
    return m_polls > m_server->maxRetries || age > m_server->ttl;
}

void LongPollWaiter::subscribe()
{
    m_server.reset();
    m_call = m_api.realtimeServer(m_streamType, [this](const Result<RealtimeServer> &server) {
        m_call.reset();
        if (server || server.error().status != 0)
            emit heard();
        if (!server) {
            giveUp(
                server.error(), isBlocked(server.error()) ? Trouble::Blocked : Trouble::Real,
                Failing::Server);
            return;
        }
        if (!heal(Failing::Server))
            return;
        m_server = *server;
        m_serverAge.start();
        m_polls = 0;
        poll();
    });
}

void LongPollWaiter::poll()
{
    ++m_polls;
    m_pollAge.start();
    m_call = m_api.listen(
        m_server->url, m_position.text(), pollLimit(), [this](const Result<QByteArray> &message) {
            m_call.reset();
            if (message || message.error().status != 0)
                emit heard();
            if (hasLasted(m_timing.usefulPoll))
                m_idle = 0;
            answered(message);
        });
}

void LongPollWaiter::answered(const Result<QByteArray> &message)
{
    if (!message) {
        pollFailed(message.error());
        return;
    }
    const bool isChange = *message == "new_change" || *message == "new_message";
    const bool isEnd = *message == "reconnect" || *message == "max_retries";
    if (!isChange && !isEnd) {
        pollFailed(
            localError(Error::Kind::Malformed, u"the realtime server said something unknown"_s));
        return;
    }
    if (isEnd)
        m_server.reset();
    m_oddAnswers = 0;
    if (heal(Failing::Poll))
        lookFor(isChange ? News::Change : endOfPoll());
}

void LongPollWaiter::pollFailed(const Error &error)
{
    m_server.reset();
    const bool usedUp = error.code == "max_retries"_L1
        || error.message.contains("max_retries"_L1, Qt::CaseInsensitive);
    const bool silent = error.kind == Error::Kind::Timeout
        || (error.kind == Error::Kind::Network && error.isTransient()
            && hasLasted(m_timing.ordinaryPoll));
    if (usedUp || silent) {
        m_oddAnswers = 0;
        lookFor(endOfPoll());
        return;
    }
    ++m_oddAnswers;
    qCInfo(logStream) << "long poll ended oddly," << m_oddAnswers << "in a row";
    giveUp(
        error, m_oddAnswers < oddAnswersToReport ? Trouble::Passing : Trouble::Real, Failing::Poll);
}

void LongPollWaiter::giveUp(const Error &error, Trouble trouble, Failing what)
{
    // While the stream is looking, the next wait() asks for a server anyway.
    if (!std::exchange(m_waiting, false))
        return;
    m_safety.stop();
    m_quiet.stop();
    if (trouble != Trouble::Passing)
        m_failing = what;
    emit failed(error, trouble);
}

/// Says so if \p what was failing. False if a receiver has put an end to this.
bool LongPollWaiter::heal(Failing what)
{
    // A poll that works needs a server that works.
    if (m_failing == Failing::Nothing || (m_failing == Failing::Poll && what == Failing::Server))
        return true;
    m_failing = Failing::Nothing;
    const bool waited = m_waiting;
    const QPointer<LongPollWaiter> self(this);
    emit healed();
    return self && m_waiting == waited;
}

void LongPollWaiter::lookFor(News news)
{
    m_quiet.stop();
    if (!std::exchange(m_waiting, false)) {
        m_pending = news;
        return;
    }
    m_safety.stop();
    m_lookedFor = news;
    emit look();
}

void LongPollWaiter::lookAnyway()
{
    // A poll that has lasted until now works, whatever the earlier ones did.
    if (m_call && m_server && !heal(Failing::Poll))
        return;
    const News pending = std::exchange(m_pending, News::None);
    lookFor(pending == News::None ? News::Other : pending);
}

} // namespace boxwatch
