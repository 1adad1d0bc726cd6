// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/gapwatch.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

// Reading what is about to expire is no absence.
constexpr std::chrono::milliseconds shortestAbsence = 1h;

} // namespace

void GapWatch::setLastAnswer(const QDateTime &time)
{
    m_lastAnswer = time;
    m_place = time;
}

void GapWatch::setNewest(qint64 time)
{
    m_newest = std::max(m_newest, time);
}

void GapWatch::refused(const std::optional<QDateTime> &startDate)
{
    m_refused = startDate;
}

QDateTime GapWatch::known() const
{
    if (m_place.isValid() || m_newest == Event::noTime)
        return m_place;
    return QDateTime::fromMSecsSinceEpoch(m_newest, Qt::UTC);
}

std::optional<StreamGap> GapWatch::answered(const EventChunk &chunk, const QDateTime &time)
{
    const qint64 seconds = time.toSecsSinceEpoch(); // Box's clock has no more
    const QDateTime serverNow = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    const QDateTime oldestKept = serverNow.addMSecs(-retention(m_type).count());
    std::optional<StreamGap> gap;
    if (m_refused) {
        const QDateTime before = m_refused->value_or(oldestKept);
        gap = StreamGap{m_type, known(), before, StreamGap::Reason::Refused};
    } else if (
        m_lastAnswer.isValid() && m_lastAnswer.msecsTo(serverNow) > shortestAbsence.count()
        && m_place < oldestKept) {
        gap = StreamGap{m_type, m_place, oldestKept, StreamGap::Reason::TooOld};
    }
    m_refused.reset();
    m_lastAnswer = serverNow;
    m_place = serverNow;
    if (const qint64 newest = newestOf(chunk, serverNow); newest != Event::noTime) {
        // There may be more behind this chunk.
        m_place = QDateTime::fromMSecsSinceEpoch(newest, Qt::UTC);
    }
    return gap;
}

qint64 newestOf(const EventChunk &chunk, const QDateTime &now)
{
    const qint64 latest = now.toMSecsSinceEpoch();
    qint64 newest = Event::noTime;
    for (const Event &event : chunk.events()) {
        if (event.createdAt <= latest)
            newest = std::max<qint64>(newest, event.createdAt);
    }
    return newest;
}

} // namespace boxwatch
