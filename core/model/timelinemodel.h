// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/histogram.h"

#include <QObject>

#include <memory>
#include <optional>
#include <utility>

namespace boxwatch {

class EventTableModel;

/// When the events happened that an EventTableModel shows, also those outside the chosen span.
///
/// Counts in a thread of its own, incrementally while events arrive, and only while it is active. Times
/// are ms since 1970 UTC.
class TimelineModel : public QObject
{
    Q_OBJECT

public:
    explicit TimelineModel(QObject *parent = nullptr);
    ~TimelineModel() override;

    /// \p events must outlive the model, or setEvents(nullptr) be called first.
    void setEvents(EventTableModel *events);

    /// Whether anybody looks. Off at first; while off, nothing is counted and what was is kept.
    void setActive(bool active);
    bool isActive() const;

    /// About how many bins there is room for; 100 at first.
    void setBins(int bins);

    /// Tells of the events from \p from up to but without \p to only, in finer bins.
    void setRange(qint64 from, qint64 to);
    void clearRange(); ///< tells of all events again
    std::optional<std::pair<qint64, qint64>> range() const;

    Histogram histogram() const;

    /// Time of the first and of the last event, whatever the range and the span; nothing without events.
    std::optional<std::pair<qint64, qint64>> extent() const;

    /// What is told belongs to an earlier filter, or not to all events yet.
    bool isCounting() const;

signals:
    /// histogram(), extent() or isCounting() tell something else. At most about 10 times a second.
    void changed();

private:
    class Private;

    std::unique_ptr<Private> d;
};

} // namespace boxwatch
