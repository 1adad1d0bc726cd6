// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/facets.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace boxwatch {

class EventTableModel;

/// The most frequent values of the events that an EventTableModel shows.
///
/// Counts in a thread of its own, incrementally while events arrive, and only while it is active. The
/// picks of a field are left out when the values of that field are counted: so others can be added to
/// the wanted ones, and an excluded value is told with what is hidden by it.
class FacetModel : public QObject
{
    Q_OBJECT

public:
    /// What top() can give at most.
    static constexpr int mostValues = 200;

    explicit FacetModel(QObject *parent = nullptr);
    ~FacetModel() override;

    /// \p events must outlive the model, or setEvents(nullptr) be called first.
    void setEvents(EventTableModel *events);

    /// Whether anybody looks. Off at first; while off, nothing is counted and what was is kept.
    void setActive(bool active);
    bool isActive() const;

    /// Counts as if the filter had no text: for what could be typed next. Picks are not left out then.
    void setWithoutText(bool without);

    /// The values of \p facet with their counts, the most frequent first; \p count at most.
    std::vector<FacetValue> top(Facet facet, int count) const;

    /// The value with this clause, if it is among the mostValues most frequent ones or picked.
    std::optional<FacetValue> find(Facet facet, const QString &clause) const;

    /// How many different values there are.
    qint64 distinct(Facet facet) const;

    /// How many events the largest count of any value is out of: all that were counted for \p facet.
    qint64 total(Facet facet) const;

    /// What is told belongs to an earlier filter, or not to all events yet.
    bool isCounting() const;

signals:
    /// top(), distinct() or isCounting() tell something else. At most about 10 times a second.
    void changed();

private:
    class Private;

    std::unique_ptr<Private> d;
};

} // namespace boxwatch
