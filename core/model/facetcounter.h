// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "core/model/workerthread.h"
#include "core/query/facets.h"

#include <QObject>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace boxwatch {

/// What there is to count.
struct FacetJob
{
    EventResult result;
    QueryContext context;

    QueryClock clock; ///< of the result's filter

    /// What to ask for all facets, if none is to be counted in the result.
    std::optional<Query> instead{};
    CancelFlag cancelled;
};

/// The values of all facets.
struct FacetAnswer
{
    struct Values
    {
        std::vector<FacetValue> top;
        std::vector<FacetValue> picked; ///< by the filter, and not among the most frequent
        qint64 distinct = 0;
        qint64 events = 0; ///< that were counted
    };

    quint64 number = 0; ///< of the result
    bool isComplete = false;
    std::array<Values, facetCount> facets;
};

/// Counts the values of a result, and goes on with what comes to it. Lives in a thread of its own.
/// Internal to core/model.
class FacetCounter : public QObject
{
    Q_OBJECT

public:
    FacetCounter();
    ~FacetCounter() override;

    /// Answers with counted().
    void count(const FacetJob &job);

signals:
    /// Null if the job was cancelled.
    void counted(const std::shared_ptr<boxwatch::FacetAnswer> &answer);

private:
    struct Own;

    void begin(const FacetJob &job);
    bool isLeftOut(Facet facet, const QString &pick, const TableSnapshot &table) const;
    void countInstead(const FacetJob &job);
    bool add(const FacetJob &job);
    std::shared_ptr<FacetAnswer> answer(const FacetJob &job) const;
    static std::vector<FacetValue> picked(
        Facet facet, const FacetJob &job, const FacetCounts &counts,
        const std::vector<FacetValue> &top);

    std::optional<quint64> m_number; // of the result that is being counted
    FacetCounts m_counts;
    std::size_t m_counted = 0; // rows of the result
    EventTable::Row m_begunWith = 1; // events there were when it was decided what is left out
    bool m_isUndecided = false; // an excluded value may yet come, as while a session is read
    std::array<std::unique_ptr<Own>, facetCount> m_own; // of facets with a query of their own
    std::unique_ptr<Own> m_instead; // of all of them
};

} // namespace boxwatch
