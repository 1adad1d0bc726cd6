// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/usereventstream.h"

#include "core/stream/longpollwaiter.h"

#include <utility>

namespace boxwatch {

namespace {

constexpr int emptyMoves = 10;

// A backlog comes in chunks like this, and is read without a pause. A storm of notifications brings a
// few events each time, and then one fetch a second is enough.
constexpr qsizetype plenty = 100;

} // namespace

FetchingStream::Manner UserEventStream::mannerOf(
    BoxApi &api, const StreamSettings &settings, const StreamTiming &timing)
{
    return {{emptyMoves, plenty},
            timing.userGap,
            timing.hurriedGap,
            plenty,
            timing.retry,
            timing.pollRetry,
            timing.plainInterval,
            std::make_unique<LongPollWaiter>(api, streamTypeName(settings.type), timing)};
}

UserEventStream::UserEventStream(
    BoxApi &api, StreamSettings settings, const StreamTiming &timing, QObject *parent)
    : FetchingStream(api, settings, mannerOf(api, settings, timing), parent)
{
}

} // namespace boxwatch
