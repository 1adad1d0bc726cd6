// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a FetchingStream does when something does not work.

#include "core/api/apierror.h"
#include "core/base/log.h"
#include "core/stream/fetchingstream.h"
#include "core/stream/refusal.h"
#include "core/stream/streamquery.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int triesOfOnePass = 5;
constexpr int standstillsToStartOver = 3;

// From here on each retry also fetches, so that a dead realtime server does not hide events.
constexpr int waitFailuresToLook = 4;

/// Whether somebody answered, if only to say no.
bool isAnswer(const Error &error)
{
    return error.status != 0 || error.kind == Error::Kind::Malformed;
}

/// Whether asking again does harm: a proxy may lock somebody out who offers it a wrong password too often.
bool mustNotBeTriedAgain(const Error &error)
{
    return error.kind == Error::Kind::Network && !error.isTransient();
}

} // namespace

void FetchingStream::fetchFailed(Error error)
{
    qCInfo(logStream) << streamTypeName(m_settings.type) << "fetch failed: kind" << int(error.kind)
                      << "status" << error.status;
    if (error.kind == Error::Kind::Unauthorized) {
        endWith(State::SignedOut, error);
        return;
    }
    if (mustNotBeTriedAgain(error)) {
        endWith(State::Failed, error);
        return;
    }
    const auto cause = m_begun && error.kind == Error::Kind::Refused
        ? causeOfRefusal(error, m_asked)
        : RefusalCause::Unknown;
    if (error.kind == Error::Kind::Refused && asksOtherwise(error, cause))
        return;
    const int attempts = m_troubles.count(Troubles::Of::Fetching);
    const bool wasGoodOnce = m_hasSucceeded || m_settings.start == StreamSettings::Start::Resume;
    const bool isTyped = m_settings.start == StreamSettings::Start::Position;
    const bool hopeless = isOnePass() && (!error.isTransient() || attempts >= triesOfOnePass);
    if (cause == RefusalCause::Position && wasGoodOnce && !m_hasStartedOver) {
        m_hasStartedOver = true;
        startOver();
        m_gaps.refused(m_reached.position.isEmpty() ? m_reached.startDate : std::nullopt);
        error.code = u"position_refused"_s;
    } else if (hopeless || (cause == RefusalCause::Position && isTyped && !wasGoodOnce)) {
        endWith(State::Failed, error);
        return;
    }
    m_waitNext = false;
    backOff(error, m_manner.retry.delayAfter(error, attempts), Troubles::Of::Fetching);
}

/// Asks again if Box may take the request with something left out or moved. Once for each reason.
bool FetchingStream::asksOtherwise(const Error &error, RefusalCause cause)
{
    m_filter.acquit();
    const bool isStart = cause == RefusalCause::StartTooOld || cause == RefusalCause::StartInFuture;
    if (isStart && !m_hasMovedStart) {
        m_hasMovedStart = true;
        m_reached.startDate = possibleStart(*m_reached.startDate, m_api.clock().now());
        if (cause == RefusalCause::StartTooOld)
            noteMovedStart(*m_reached.startDate);
    } else if (cause != RefusalCause::EventTypes || !m_filter.tryWithout(error)) {
        return false;
    }
    m_plenty = false;
    fetch();
    return true;
}

void FetchingStream::waitingFailed(const Error &error, Waiter::Trouble trouble)
{
    if (m_state != State::Waiting)
        return;
    if (error.kind == Error::Kind::Unauthorized && trouble != Waiter::Trouble::Passing) {
        endWith(State::SignedOut, error);
        return;
    }
    if (mustNotBeTriedAgain(error)) {
        endWith(State::Failed, error);
        return;
    }
    const int attempts = m_troubles.count(Troubles::Of::Waiting);
    auto delay = m_manner.waitRetry.delayAfter(error, attempts);
    const bool blocked = trouble == Waiter::Trouble::Blocked;
    if (blocked)
        delay = std::max(delay, m_manner.blockedInterval);
    m_waitNext = !blocked && attempts < waitFailuresToLook;
    const bool isQuiet = trouble == Waiter::Trouble::Passing;
    backOff(error, delay, isQuiet ? std::nullopt : std::optional(Troubles::Of::Waiting));
}

/// Tries again after \p delay. People hear of it if it is news of \p what; nothing: they need not know.
void FetchingStream::backOff(
    const Error &error, std::chrono::milliseconds delay, std::optional<Troubles::Of> what)
{
    if (isAnswer(error)) {
        // What is wrong has a better name than silence now.
        m_troubles.heal(Troubles::Of::Silence);
        listenFor(m_manner.waiter->longestSilence() + delay);
    }
    if (error.retryAfter)
        m_notBefore.setRemainingTime(*error.retryAfter);
    const bool isNews = what && m_troubles.isNews(*what, error.kind);
    leaveFor(State::BackingOff);
    m_timer.start(delay);
    if (announce() && isNews)
        emit failed(error);
}

void FetchingStream::endWith(State state, const Error &error)
{
    m_troubles.isNews(Troubles::Of::Fetching, error.kind);
    leaveFor(state);
    if (announce())
        emit failed(error);
}

void FetchingStream::heal(Troubles::Of what)
{
    if (m_troubles.heal(what))
        emit recovered();
}

void FetchingStream::listenFor(std::chrono::milliseconds limit)
{
    if (isRunning())
        m_silence.start(limit);
}

void FetchingStream::heard()
{
    if (!isRunning())
        return;
    listen();
    heal(Troubles::Of::Silence);
}

/// Each request has a deadline, and whatever waits has a limit. Should something get stuck in spite of
/// that, this gets it going again.
void FetchingStream::silent()
{
    listen();
    // It is the disk that is slow, not Box.
    if (m_handedOn && !m_call)
        return;
    qCWarning(logStream) << streamTypeName(m_settings.type) << "nothing heard from Box for long";
    Error error = localError(
        Error::Kind::Timeout,
        u"nothing has been heard from Box for %1 s"_s.arg(m_silence.interval() / 1000));
    error.code = u"silence"_s;
    const bool isNews = !m_troubles.isAnyReported()
        && m_troubles.isNews(Troubles::Of::Silence, error.kind);
    m_api.dropConnections();
    if (m_state != State::BackingOff) {
        const bool wasWaiting = m_state == State::Waiting;
        m_manner.waiter->cancel();
        leaveFor(State::Fetching);
        begin();
        if (wasWaiting && !announce())
            return;
    }
    if (isNews)
        emit failed(error);
}

void FetchingStream::startOver()
{
    m_reached = restartedState(m_settings.type, m_reached, m_newest, m_api.clock().now());
    m_rule.expectRepeats();
}

/// Three polls that bring fresh events and no new position: the stream will not get past that place.
void FetchingStream::noteStandstill(const HandedOn &chunk, qsizetype fresh)
{
    if (chunk.before.position != chunk.after.position || fresh == 0) {
        m_standstills = 0;
        return;
    }
    qCWarning(logStream) << streamTypeName(m_settings.type)
                         << "brings events without a new position";
    if (++m_standstills < standstillsToStartOver || m_settings.type != StreamType::AdminLogs)
        return;
    m_standstills = 0;
    startOver();
}

} // namespace boxwatch
