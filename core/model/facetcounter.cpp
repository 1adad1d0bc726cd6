// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/facetcounter.h"

#include "core/model/facetmodel.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

namespace {

/// The facet whose values a pick asks for, if it is about one of them.
std::optional<Facet> facetOf(QueryField field)
{
    switch (field) {
    case QueryField::Who:
    case QueryField::ActorId:
    case QueryField::ActorName:
    case QueryField::ActorLogin:
        return Facet::Who;
    case QueryField::Item:
    case QueryField::ItemId:
    case QueryField::ItemName:
        return Facet::Item;
    case QueryField::Folder:
    case QueryField::FolderId:
    case QueryField::FolderName:
        return Facet::Folder;
    case QueryField::Address:
        return Facet::Address;
    case QueryField::Service:
        return Facet::Service;
    case QueryField::Type:
        return Facet::Type;
    default:
        return std::nullopt;
    }
}

QString clauseOf(const QString &pick)
{
    return EventFilter::isExclusion(pick) ? pick.mid(1) : pick;
}

bool isAbout(Facet facet, const QString &pick)
{
    const QueryNode root = Query::parse(clauseOf(pick)).query.root();
    return root.kind == QueryNode::Kind::Term && facetOf(root.term.field) == facet;
}

} // namespace

/// A facet whose values are counted among other rows than those that are shown.
struct FacetCounter::Own
{
    Own(const Query &asked, const FacetJob &job)
        : query(asked)
        , tableNumber(job.result.tableNumber)
        , hiddenTypes(job.result.filter.hiddenTypes)
        , marks(job.context.marks)
        , streams(job.context.streams)
        , hasIds(job.result.table.hasIds())
        , run(asked, hiddenTypes)
    {
    }

    /// What was counted so far would be counted for \p job as well.
    bool isStart(const Query &asked, const FacetJob &job) const
    {
        return query == asked && tableNumber == job.result.tableNumber
            && hiddenTypes == job.result.filter.hiddenTypes && streams == job.context.streams
            && (!run.readsMarks() || marks == job.context.marks)
            && (!run.readsIds() || hasIds == job.result.table.hasIds())
            && next <= job.result.table.size();
    }

    bool add(const FacetJob &job)
    {
        const TableSnapshot &table = job.result.table;
        const auto take = [&](QueryRun::Batch &&batch) {
            next = batch.next;
            events += static_cast<qint64>(batch.rows.size());
            return counts.add(table, batch.rows, job.cancelled.get());
        };
        return next == table.size() || run.run(table, next, job.context, take, job.cancelled.get());
    }

    Query query;
    quint64 tableNumber;
    QSet<QByteArray> hiddenTypes;
    RowSet marks;
    QHash<int, StreamType> streams;
    bool hasIds;
    QueryRun run;
    FacetCounts counts;
    EventTable::Row next = 0;
    qint64 events = 0;
};

FacetCounter::FacetCounter() = default;
FacetCounter::~FacetCounter() = default;

void FacetCounter::count(const FacetJob &job)
{
    if (job.instead) {
        countInstead(job);
        return;
    }
    m_instead.reset();
    const auto events = job.result.table.size();
    if (m_number != job.result.number || (m_isUndecided && events / 2 >= m_begunWith))
        begin(job);
    if (add(job)) {
        emit counted(answer(job));
    } else {
        m_number.reset(); // a count that was broken off is of no use
        emit counted(nullptr);
    }
}

// Goes on with what it has as long as the same is asked, whatever the result is.
void FacetCounter::countInstead(const FacetJob &job)
{
    if (!m_instead || !m_instead->isStart(*job.instead, job))
        m_instead = std::make_unique<Own>(*job.instead, job);
    if (m_instead->add(job)) {
        emit counted(answer(job));
    } else {
        m_instead.reset();
        emit counted(nullptr);
    }
}

void FacetCounter::begin(const FacetJob &job)
{
    m_number = job.result.number;
    m_counts = {};
    m_counted = 0;
    m_begunWith = std::max<EventTable::Row>(1, job.result.table.size());
    m_isUndecided = std::ranges::any_of(job.result.filter.picks, EventFilter::isExclusion);
    if (m_isUndecided)
        m_counts.add(job.result.table, {}); // so that isLeftOut() knows what values there are
    for (std::size_t facet = 0; facet < facetCount; ++facet) {
        m_own[facet].reset();
        EventFilter filter = job.result.filter;
        const auto leftOut = [&](const QString &pick) {
            return isLeftOut(static_cast<Facet>(facet), pick, job.result.table);
        };
        if (filter.picks.removeIf(leftOut) > 0)
            m_own[facet] = std::make_unique<Own>(
                Query::parse(filter.query(), job.clock).query, job);
    }
}

// An exclusion that is no value's own, of a name that two people share or of a login, has no row that
// could say so: what it hides is not to be listed as if it was there.
bool FacetCounter::isLeftOut(Facet facet, const QString &pick, const TableSnapshot &table) const
{
    return isAbout(facet, pick)
        && (!EventFilter::isExclusion(pick) || m_counts.find(facet, clauseOf(pick), table));
}

bool FacetCounter::add(const FacetJob &job)
{
    const auto rows = job.result.rows.rows();
    if (!m_counts.add(job.result.table, rows.subspan(m_counted), job.cancelled.get()))
        return false;
    m_counted = rows.size();
    return std::ranges::all_of(
        m_own, [&](const std::unique_ptr<Own> &own) { return !own || own->add(job); });
}

std::shared_ptr<FacetAnswer> FacetCounter::answer(const FacetJob &job) const
{
    auto answer = std::make_shared<FacetAnswer>();
    answer->number = job.result.number;
    answer->isComplete = job.result.isComplete || job.instead;
    for (std::size_t i = 0; i < facetCount; ++i) {
        const auto facet = static_cast<Facet>(i);
        const Own *own = m_instead ? m_instead.get() : m_own[i].get();
        const FacetCounts &counts = own ? own->counts : m_counts;
        std::vector<FacetValue> top = counts.top(facet, FacetModel::mostValues, job.result.table);
        std::vector<FacetValue> others = picked(facet, job, counts, top);
        answer->facets[i] = {
            .top = std::move(top),
            .picked = std::move(others),
            .distinct = counts.distinct(facet),
            .events = own ? own->events : static_cast<qint64>(m_counted)};
    }
    return answer;
}

std::vector<FacetValue> FacetCounter::picked(
    Facet facet, const FacetJob &job, const FacetCounts &counts, const std::vector<FacetValue> &top)
{
    std::vector<FacetValue> values;
    for (const QString &pick : job.result.filter.picks) {
        const QString clause = clauseOf(pick);
        if (!isAbout(facet, pick)
            || std::ranges::find(top, clause, &FacetValue::clause) != top.end())
            continue;
        if (auto value = counts.find(facet, clause, job.result.table))
            values.push_back(*std::move(value));
    }
    return values;
}

} // namespace boxwatch
