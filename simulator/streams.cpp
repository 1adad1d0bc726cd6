// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/streams.h"

#include "simulator/random.h"

#include <algorithm>

namespace boxwatch::sim {

namespace {

// Looking at so many events takes about 10 ms. Past that a filtered read answers with what it has,
// as Box does: a chunk that may be empty although its position moved.
constexpr std::uint64_t maxScanned = 500'000;

constexpr std::int64_t day = 86'400'000;

constexpr std::int64_t keptFor(StreamKind kind)
{
    switch (kind) {
    case StreamKind::All:
    case StreamKind::Changes:
        return 21 * day;
    case StreamKind::Sync:
        return 31 * day;
    case StreamKind::AdminLogs:
        return 365 * day;
    case StreamKind::AdminLogsStreaming:
        return 14 * day;
    }
    return 0;
}

constexpr std::uint32_t parts(double share)
{
    return static_cast<std::uint32_t>(std::clamp(share, 0.0, 1.0) * 1'000'000);
}

} // namespace

Timeline Streams::timelineOf(const SimulatorOptions &options, std::int64_t start)
{
    Timeline::Settings settings;
    settings.seed = options.seed;
    settings.backlog = options.backlog;
    // The newest of the backlog is visible in the slowest stream from the start on, so that one
    // pass over it needs no waiting.
    settings.backlogEnd = start - std::max(options.historyDelay, options.liveDelay).count() - 1000;
    settings.backlogBegin = settings.backlogEnd
        - std::chrono::milliseconds(options.backlogSpan).count();
    settings.liveBegin = start;
    settings.rate = options.rate;
    return Timeline(settings);
}

Streams::Streams(const SimulatorOptions &options, std::int64_t start)
    : m_options(options)
    , m_enterprise(options.seed)
    , m_timeline(timelineOf(options, start))
    , m_enterpriseEvents(m_enterprise, m_timeline, options.seed, options.oddShare)
    , m_userEvents(m_enterprise, m_timeline, options.seed, std::max(1U, options.userEvery))
    , m_order(m_enterpriseEvents, options.seed, options.repeatRate, options.reorderRate)
    , m_positions(options.seed)
{
    m_order.seal(options.backlog);
    if (options.inMemory)
        m_rendered.render(m_enterpriseEvents, options.backlog);
}

void Streams::insert(std::uint64_t count, std::int64_t now)
{
    m_timeline.insert(count, now);
    m_order.seal(m_timeline.countUntil(now));
}

const EventMaker &Streams::makerOf(StreamKind kind) const
{
    if (isOfEnterprise(kind))
        return m_enterpriseEvents;
    return m_userEvents;
}

std::int64_t Streams::delayOf(StreamKind kind) const
{
    if (kind == StreamKind::AdminLogs)
        return m_options.historyDelay.count();
    return kind == StreamKind::AdminLogsStreaming ? m_options.liveDelay.count()
                                                  : m_options.userDelay.count();
}

std::uint64_t Streams::oldest(StreamKind kind, std::int64_t now) const
{
    const std::uint64_t gone = oldestEvent(kind, now);
    return kind == StreamKind::AdminLogsStreaming ? m_order.slotsOf(gone) : gone;
}

std::uint64_t Streams::oldestEvent(StreamKind kind, std::int64_t now) const
{
    return makerOf(kind).countUntil(now - keptFor(kind) - 1);
}

std::uint64_t Streams::head(StreamKind kind, std::int64_t now) const
{
    const std::uint64_t events = makerOf(kind).countUntil(now - delayOf(kind));
    return kind == StreamKind::AdminLogsStreaming ? m_order.slotsOf(events) : events;
}

std::uint64_t Streams::eventAt(StreamKind kind, std::uint64_t slot) const
{
    return kind == StreamKind::AdminLogsStreaming ? m_order.eventAt(slot) : slot;
}

bool Streams::contains(StreamKind kind, std::uint64_t head, std::uint64_t event) const
{
    return kind == StreamKind::AdminLogsStreaming ? m_order.contains(head, event) : event < head;
}

bool Streams::hides(StreamKind kind) const
{
    return (kind == StreamKind::AdminLogs && m_options.stragglerShare > 0)
        || (kind == StreamKind::AdminLogsStreaming && m_options.withheldShare > 0);
}

bool Streams::isHidden(StreamKind kind, std::uint64_t event, std::int64_t now) const
{
    if (!hides(kind))
        return false;
    const bool isHistory = kind == StreamKind::AdminLogs;
    Random random(mixed(mixed(m_options.seed + (isHistory ? 0x1a7eU : 0x11ddU)) ^ event));
    if (!isHistory)
        return random.chance(parts(m_options.withheldShare));
    if (!random.chance(parts(m_options.stragglerShare)))
        return false;
    const auto half = static_cast<double>(m_options.stragglerDelay.count()) / 2;
    const auto late = static_cast<std::int64_t>(half + half * random.fraction());
    return m_enterpriseEvents.timeOf(event) + m_options.historyDelay.count() + late > now;
}

const OddEvents &Streams::oddOf(StreamKind kind) const
{
    return isOfEnterprise(kind) ? m_oddEnterpriseEvents : m_oddUserEvents;
}

void Streams::append(TextBuffer &out, StreamKind kind, std::uint64_t event) const
{
    const OddEvents &odd = oddOf(kind);
    const OddEvents::Event *const found = odd.isEmpty() ? nullptr : odd.find(event);
    if (found)
        out.append({found->json.constData(), static_cast<std::size_t>(found->json.size())});
    else
        makerOf(kind).append(out, event);
}

/// How many of \p events stand, from \p from on, one behind the other in what was made beforehand.
std::size_t Streams::renderedRun(
    StreamKind kind, const std::vector<std::uint64_t> &events, std::size_t from) const
{
    if (m_rendered.isEmpty() || !isOfEnterprise(kind) || !m_oddEnterpriseEvents.isEmpty())
        return 0;
    std::size_t count = 0;
    while (from + count < events.size() && events[from + count] == events[from] + count
           && m_rendered.contains(events[from] + count))
        ++count;
    return count;
}

bool Streams::hasId(StreamKind kind, std::uint64_t event) const
{
    const OddEvents::Event *const found = oddOf(kind).find(event);
    return found ? found->id.has_value() : makerOf(kind).hasId(event);
}

void Streams::appendId(TextBuffer &out, StreamKind kind, std::uint64_t event) const
{
    const OddEvents::Event *const found = oddOf(kind).find(event);
    if (!found)
        makerOf(kind).appendId(out, event);
    else if (found->id)
        out.append({found->id->constData(), static_cast<std::size_t>(found->id->size())});
}

void Streams::makeOdd(StreamKind kind, std::uint64_t event, const Fault &fault)
{
    TextBuffer right(2048);
    makerOf(kind).append(right, event);
    (isOfEnterprise(kind) ? m_oddEnterpriseEvents : m_oddUserEvents)
        .put(event, right.take(), fault);
}

bool Streams::isOdd(StreamKind kind, std::uint64_t event) const
{
    return oddOf(kind).find(event) != nullptr;
}

bool Streams::isSelected(StreamKind kind, const Selection &selection, std::uint64_t event) const
{
    if (selection.types.empty())
        return true;
    const EventMaker &maker = makerOf(kind);
    const OddEvents &odd = oddOf(kind);
    const OddEvents::Event *const found = odd.isEmpty() ? nullptr : odd.find(event);
    if (!found)
        return selection.types[maker.typeOf(event)];
    const auto type = maker.types().find(
        {found->type.constData(), static_cast<std::size_t>(found->type.size())});
    return type && selection.types[*type];
}

Streams::Selection Streams::selectionOf(StreamKind kind) const
{
    Selection selection;
    if (kind != StreamKind::Changes && kind != StreamKind::Sync)
        return selection;
    const std::uint8_t feed = kind == StreamKind::Changes ? FeedChanges : FeedSync;
    for (const EventTypes::Type &type : m_userEvents.types().all())
        selection.types.push_back((type.feeds & feed) != 0);
    return selection;
}

Streams::Chunk Streams::read(
    StreamKind kind, std::uint64_t slot, std::uint32_t limit, const Selection &selection,
    std::int64_t now) const
{
    const EventMaker &maker = makerOf(kind);
    std::uint64_t end = head(kind, now);
    if (kind == StreamKind::AdminLogs
        && selection.before != std::numeric_limits<std::int64_t>::max())
        end = std::min(end, maker.countUntil(selection.before - 1));
    if (kind == StreamKind::AdminLogs
        && selection.after != std::numeric_limits<std::int64_t>::min())
        slot = std::max(slot, maker.countUntil(selection.after - 1));

    Chunk chunk;
    chunk.next = slot;
    if (slot >= end)
        return chunk;
    limit = limitOf(kind, slot, limit);
    chunk.events.reserve(limit);
    const bool mayHide = hides(kind);
    // Where events are out of order, one that is too old can stand after one that is not.
    const std::uint64_t kept = kind == StreamKind::AdminLogsStreaming ? oldestEvent(kind, now) : 0;
    for (std::uint64_t i = repeatsBefore(kind, slot, oldest(kind, now)); i > 0; --i) {
        if (isSelected(kind, selection, slot - i) && chunk.events.size() + 1 < limit)
            chunk.events.push_back(slot - i);
    }
    const std::uint64_t stop = slot + std::min(end - slot, maxScanned);
    while (chunk.next < stop && chunk.events.size() < limit) {
        const std::uint64_t event = eventAt(kind, chunk.next);
        if (event < kept || (mayHide && isHidden(kind, event, now)))
            chunk.hasSkipped = true;
        else if (isSelected(kind, selection, event))
            chunk.events.push_back(event);
        ++chunk.next;
    }
    return chunk;
}

bool Streams::hasNews(StreamKind kind, std::uint64_t slot, std::int64_t now) const
{
    const Selection selection = selectionOf(kind);
    // By then it has happened, and can be read a little later.
    const std::int64_t early = m_options.earlyPolls ? delayOf(kind) : 0;
    const std::uint64_t end = head(kind, now + early);
    for (; slot < end; ++slot) {
        if (isSelected(kind, selection, eventAt(kind, slot)))
            return true;
    }
    return false;
}

QByteArray Streams::body(
    StreamKind kind, const std::vector<std::uint64_t> &events, const QByteArray &next,
    std::int64_t surplus) const
{
    TextBuffer out(static_cast<qsizetype>(events.size()) * 1400 + 512);
    out.append("{\"chunk_size\":");
    out.appendNumber(events.size() + static_cast<std::uint64_t>(surplus));
    if (!next.isEmpty()) {
        out.append(",\"next_stream_position\":");
        out.append({next.constData(), static_cast<std::size_t>(next.size())});
    }
    out.append(",\"entries\":[");
    for (std::size_t i = 0; i < events.size();) {
        if (i > 0)
            out.append(',');
        const std::size_t run = renderedRun(kind, events, i);
        if (run > 0)
            out.append(m_rendered.run(events[i], run));
        else
            append(out, kind, events[i]);
        i += std::max<std::size_t>(run, 1);
    }
    out.append("]}");
    return out.take();
}

std::uint32_t Streams::limitOf(StreamKind kind, std::uint64_t slot, std::uint32_t limit) const
{
    Random random(mixed(m_options.seed ^ slot) + static_cast<std::uint64_t>(kind));
    if (limit > 1 && random.chance(parts(m_options.shortChunks)))
        return 1 + random.below(limit - 1);
    return limit;
}

std::uint64_t Streams::repeatsBefore(
    StreamKind kind, std::uint64_t slot, std::uint64_t oldest) const
{
    Random random(mixed(m_options.seed ^ ~slot) + static_cast<std::uint64_t>(kind));
    if (isOfEnterprise(kind) || !random.chance(parts(m_options.userRepeatRate)))
        return 0;
    return std::min<std::uint64_t>(slot - std::min(slot, oldest), 1 + random.below(4));
}

} // namespace boxwatch::sim
