// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"

#include <QString>

#include <vector>

namespace boxwatch {

/// A value that occurs in the events, and how often.
struct QueryValue
{
    QString text; ///< what a query asks for: "Ana Ruiz", "UPLOAD"
    QString detail; ///< more about it, for people; may be empty
    qint64 count = -1; ///< -1 if not known
};

/// Knows which values occur. Asked in the thread of complete().
class QueryValueSource
{
public:
    virtual ~QueryValueSource() = default;

    /// Values of \p field that hold \p typed, the most frequent first, at most \p most; nothing for a field
    /// about which it does not know. An empty \p typed asks for all.
    virtual std::vector<QueryValue> values(
        QueryField field, const QString &typed, int most) const = 0;
};

/// Something that could stand at the cursor.
struct QueryCandidate
{
    enum class Kind { Field, Value };

    Kind kind = Kind::Field;
    QString text; ///< what replaces the range: `who:`, `"Ana Ruiz" `; quoted as needed
    QString label; ///< what the list shows: `who:`, `Ana Ruiz`; from outside, so plain text only
    QString detail; ///< one line, for people
    qint64 count = -1; ///< of events, -1 if not known

    friend bool operator==(const QueryCandidate &, const QueryCandidate &) = default;
};

/// What stands at the cursor and what could.
struct QueryCompletion
{
    enum class Place {
        Nothing, ///< inside a regex, or where no list would help
        Term, ///< a word or the name of a field begins here
        Value, ///< a value of `field`
    };

    Place place = Place::Nothing;
    QueryField field = QueryField::Any; ///< Value
    QString typed; ///< what stands there up to the cursor, unquoted
    qsizetype position = 0; ///< of the text that a candidate replaces
    qsizetype length = 0;
    std::vector<QueryCandidate> candidates; ///< best first

    /// \p source may be nullptr: then only values are offered that are always the same. At most \p most
    /// candidates.
    static QueryCompletion at(
        const QString &text, qsizetype cursor, const QueryValueSource *source, int most = 50);
};

} // namespace boxwatch
