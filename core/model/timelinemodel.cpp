// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/timelinemodel.h"

#include "core/model/jobpacer.h"
#include "core/model/timelinecounter.h"

#include <QPointer>

#include <algorithm>

namespace boxwatch {

class TimelineModel::Private
{
public:
    QPointer<EventTableModel> events;
    bool active = false;
    int bins = 100;
    std::optional<TimeRange> range;
    std::shared_ptr<TimelineAnswer> answer = std::make_shared<TimelineAnswer>();
    std::optional<quint64> counting; // number of the result that a job is about
    CancelFlag cancelled;
    std::unique_ptr<JobPacer> pacer;
    WorkerThread<TimelineCounter> thread{"timeline"};

    void giveUp()
    {
        if (cancelled)
            *cancelled = true;
    }

    void look(); // there may be something new to count
    void tellAnew(); // the same events in other bins
    void start();
};

void TimelineModel::Private::look()
{
    if (!active || !events) {
        pacer->forget();
        giveUp();
    } else if (events->result().number != counting) {
        giveUp();
        pacer->requestAtOnce();
    } else {
        pacer->request();
    }
}

void TimelineModel::Private::tellAnew()
{
    if (active && events)
        pacer->requestAtOnce();
}

void TimelineModel::Private::start()
{
    if (!events) {
        pacer->finished(); // they went while the pacer waited
        return;
    }
    cancelled = std::make_shared<std::atomic<bool>>(false);
    TimelineJob job{
        .result = events->result(),
        .context = events->queryContext(),
        .query = {},
        .bins = bins,
        .range = range,
        .zoneOffset = qint64{1000}
            * events->timeZone().offsetFromUtc(QDateTime::currentDateTimeUtc()),
        .cancelled = cancelled};
    counting = job.result.number;
    if (job.result.filter.span) {
        EventFilter filter = job.result.filter;
        filter.span.reset();
        job.query = events->queryOf(filter);
    }
    thread.post([job](TimelineCounter &counter) { counter.count(job); });
}

TimelineModel::TimelineModel(QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    d->pacer = std::make_unique<JobPacer>([this] { d->start(); });
    connect(
        d->thread.worker(), &TimelineCounter::counted, this,
        [this](const std::shared_ptr<TimelineAnswer> &answer) {
            if (!answer || *d->cancelled)
                d->counting.reset();
            else
                d->answer = answer;
            d->pacer->finished();
            emit changed();
        });
}

TimelineModel::~TimelineModel()
{
    d->giveUp();
}

void TimelineModel::setEvents(EventTableModel *events)
{
    if (d->events)
        d->events->disconnect(this);
    d->giveUp();
    d->events = events;
    d->counting.reset();
    d->answer = std::make_shared<TimelineAnswer>();
    if (events) {
        connect(events, &EventTableModel::resultChanged, this, [this] { d->look(); });
        // Another time zone: bins begin at other times.
        connect(events, &EventTableModel::headerDataChanged, this, [this] { d->tellAnew(); });
    }
    d->look();
    emit changed();
}

void TimelineModel::setActive(bool active)
{
    if (active == d->active)
        return;
    d->active = active;
    d->look();
    emit changed();
}

bool TimelineModel::isActive() const
{
    return d->active;
}

void TimelineModel::setBins(int bins)
{
    bins = std::clamp(bins, 1, 10'000);
    if (bins == d->bins)
        return;
    d->bins = bins;
    d->tellAnew();
}

void TimelineModel::setRange(qint64 from, qint64 to)
{
    const TimeRange range{from, std::max(from + 1, to)};
    if (range == d->range)
        return;
    d->range = range;
    d->tellAnew();
}

void TimelineModel::clearRange()
{
    if (!d->range)
        return;
    d->range.reset();
    d->tellAnew();
}

std::optional<TimeRange> TimelineModel::range() const
{
    return d->range;
}

Histogram TimelineModel::histogram() const
{
    return d->answer->histogram;
}

std::optional<TimeRange> TimelineModel::extent() const
{
    return d->answer->extent;
}

bool TimelineModel::isCounting() const
{
    if (!d->active || !d->events)
        return false;
    return d->events->isFiltering() || !d->answer->isComplete
        || d->answer->number != d->events->result().number;
}

} // namespace boxwatch
