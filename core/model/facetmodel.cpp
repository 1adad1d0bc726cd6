// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/facetmodel.h"

#include "core/model/facetcounter.h"
#include "core/model/jobpacer.h"

#include <QPointer>

#include <algorithm>

namespace boxwatch {

class FacetModel::Private
{
public:
    QPointer<EventTableModel> events;
    bool active = false;
    std::shared_ptr<FacetAnswer> answer = std::make_shared<FacetAnswer>();
    bool withoutText = false;
    std::optional<quint64> counting; // number of the result that a job is about
    std::optional<EventFilter> countingFor; // the same, without text
    CancelFlag cancelled;
    std::unique_ptr<JobPacer> pacer;
    WorkerThread<FacetCounter> thread{"facets"};

    const FacetAnswer::Values &values(Facet facet) const
    {
        return answer->facets[static_cast<std::size_t>(facet)];
    }

    void giveUp()
    {
        if (cancelled)
            *cancelled = true;
    }

    EventFilter filterWithoutText() const
    {
        EventFilter filter = events->result().filter;
        filter.text.clear();
        return filter;
    }

    bool isAboutSomethingElse() const
    {
        return withoutText ? filterWithoutText() != countingFor
                           : events->result().number != counting;
    }

    void look(); // there may be something new to count
    void start();
};

void FacetModel::Private::look()
{
    if (!active || !events) {
        pacer->forget();
        giveUp();
    } else if (isAboutSomethingElse()) {
        giveUp();
        pacer->requestAtOnce();
    } else {
        pacer->request();
    }
}

void FacetModel::Private::start()
{
    if (!events) {
        pacer->finished(); // they went while the pacer waited
        return;
    }
    cancelled = std::make_shared<std::atomic<bool>>(false);
    FacetJob job{
        .result = events->result(),
        .context = events->queryContext(),
        .clock = events->queryClock(),
        .cancelled = cancelled};
    counting = job.result.number;
    if (withoutText) {
        countingFor = filterWithoutText();
        job.instead = events->queryOf(*countingFor);
    }
    thread.post([job](FacetCounter &counter) { counter.count(job); });
}

FacetModel::FacetModel(QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    d->pacer = std::make_unique<JobPacer>([this] { d->start(); });
    connect(
        d->thread.worker(), &FacetCounter::counted, this,
        [this](const std::shared_ptr<FacetAnswer> &answer) {
            if (!answer || *d->cancelled) {
                d->counting.reset();
                d->countingFor.reset();
            } else {
                d->answer = answer;
            }
            d->pacer->finished();
            emit changed();
        });
}

FacetModel::~FacetModel()
{
    d->giveUp();
}

void FacetModel::setEvents(EventTableModel *events)
{
    if (d->events)
        d->events->disconnect(this);
    d->giveUp();
    d->events = events;
    d->counting.reset();
    d->countingFor.reset();
    d->answer = std::make_shared<FacetAnswer>();
    if (events)
        connect(events, &EventTableModel::resultChanged, this, [this] { d->look(); });
    d->look();
    emit changed();
}

void FacetModel::setActive(bool active)
{
    if (active == d->active)
        return;
    d->active = active;
    d->look();
    emit changed();
}

void FacetModel::setWithoutText(bool without)
{
    d->withoutText = without;
    d->counting.reset();
    d->countingFor.reset();
    d->look();
}

bool FacetModel::isActive() const
{
    return d->active;
}

std::vector<FacetValue> FacetModel::top(Facet facet, int count) const
{
    const std::vector<FacetValue> &all = d->values(facet).top;
    const auto wanted = std::min(all.size(), static_cast<std::size_t>(std::max(count, 0)));
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(wanted)};
}

std::optional<FacetValue> FacetModel::find(Facet facet, const QString &clause) const
{
    for (const auto &values : {&d->values(facet).top, &d->values(facet).picked}) {
        const auto found = std::ranges::find(*values, clause, &FacetValue::clause);
        if (found != values->end())
            return *found;
    }
    return std::nullopt;
}

qint64 FacetModel::distinct(Facet facet) const
{
    return d->values(facet).distinct;
}

qint64 FacetModel::total(Facet facet) const
{
    return d->values(facet).events;
}

bool FacetModel::isCounting() const
{
    if (!d->active || !d->events)
        return false;
    if (d->withoutText)
        return !d->answer->isComplete || d->countingFor != d->filterWithoutText();
    return d->events->isFiltering() || !d->answer->isComplete
        || d->answer->number != d->events->result().number;
}

} // namespace boxwatch
