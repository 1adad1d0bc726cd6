// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <QByteArray>
#include <QSet>
#include <QString>

#include <atomic>
#include <vector>

namespace boxwatch {

/// What a person asks to see. Hides, never deletes.
struct EventFilter
{
    QSet<QByteArray> hiddenTypes; ///< names of event types whose box is not ticked
    /// Words, or phrases in double quotes, all of which have to stand somewhere in the event's fields;
    /// without regard to case. A whole event id finds its event.
    QString text;

    bool isEmpty() const { return hiddenTypes.isEmpty() && text.trimmed().isEmpty(); }
    friend bool operator==(const EventFilter &, const EventFilter &) = default;
};

/// A filter made ready for one snapshot and the snapshots after it.
///
/// A text is searched once per distinct entry of a dictionary, not once per row. Not thread-safe:
/// one object per thread, or one after the other.
class FilterRun
{
public:
    using Row = EventTable::Row;

    explicit FilterRun(EventFilter filter);
    ~FilterRun();

    /// The rows of \p table from \p first on that pass, in order, appended to \p visible; and for each
    /// type how many rows pass all but the boxes, added to \p typeCounts. Stops early, with what it has
    /// so far, once \p cancelled is set. Returns false in that case.
    bool run(
        const TableSnapshot &table, Row first, std::vector<Row> &visible,
        std::vector<qint64> &typeCounts, const std::atomic<bool> *cancelled = nullptr);

private:
    struct Word;

    void learn(const TableSnapshot &table);
    bool matchesText(const TableSnapshot &table, Row row) const;

    EventFilter m_filter;
    std::vector<Word> m_words;
    std::vector<char> m_hidden; // by type code
};

} // namespace boxwatch
