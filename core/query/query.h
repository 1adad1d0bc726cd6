// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/subnet.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <optional>
#include <vector>

namespace boxwatch {

/// What of an event a query can ask about; queryfield.h has their names.
enum class QueryField {
    Any, ///< all texts of the columns (type's name and label, persons, item, folder, address, service,
    ///< session, shared link, classification), and the event id if it is there whole; not the id for
    ///< a text without a digit or below 16 characters, which none is
    EventId,
    Type, ///< name or label
    Severity, ///< number is a Severity
    Category,
    Who, ///< the actor's name or login, or the id exactly; so for ActingFor, Target, Owner
    ActorId,
    ActorName,
    ActorLogin,
    ActingFor, ///< the admin who did it for the actor
    Target, ///< whose access is concerned
    Owner,
    Item, ///< the item's name, or its id exactly
    ItemId,
    ItemName,
    ItemType,
    Folder, ///< the folder's name, or its id exactly
    FolderId,
    FolderName,
    Address,
    Service,
    Session,
    SharedLink,
    Classification,
    Size,
    Risk,
    Created,
    Recorded,
    Received,
    Stream, ///< number is a StreamType; always Equals
    Raw, ///< the whole JSON as Box sent it
    Late, ///< the last four are is:…
    Marked,
    Unknown, ///< a type that the catalogue does not list
    Unreadable, ///< not even JSON
};

/// One test of one event.
///
/// A text that the event does not have is empty, and passes no test; so is a number or a time that it
/// does not have. Texts are compared without regard to case.
struct QueryTerm
{
    enum class Test {
        Contains, ///< of a text field; where a field has an id, that counts only whole
        Wildcard, ///< the whole text, with `*` for any number of characters, also none
        Equals, ///< the whole text; or number <= value < numberEnd
        Regex, ///< RE2 syntax, anywhere in the text, see queryregex.h
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
        Within, ///< Address only
        Is, ///< Late, Marked, Unknown, Unreadable
    };

    QueryField field = QueryField::Any;
    Test test = Test::Contains;
    QString text; ///< as typed, without quotes or slashes; never empty, but for Is
    qint64 number = 0; ///< ms since 1970 UTC, bytes, Severity, risk, StreamType
    qint64 numberEnd = 0; ///< Equals: the first number that is too large, e.g. the end of a day
    Subnet subnet; ///< Within

    friend bool operator==(const QueryTerm &, const QueryTerm &) = default;
};

/// A query as a tree. Not has one child, And and Or two or more.
struct QueryNode
{
    enum class Kind { All /*the empty query*/, Term, Not, And, Or };

    Kind kind = Kind::All;
    QueryTerm term;
    std::vector<QueryNode> children;

    friend bool operator==(const QueryNode &, const QueryNode &) = default;
};

/// Why a text is not a query, and where. Both numbers count UTF-16 units and lie in the text; the length
/// is 0 where something is missing at the end.
struct QueryError
{
    qsizetype position = 0;
    qsizetype length = 0;
    QString message; ///< for people; may quote the text, so it is to be shown as plain text

    friend bool operator==(const QueryError &, const QueryError &) = default;
};

/// What `-2h`, `today` and times without a zone mean.
struct QueryClock
{
    QDateTime now = QDateTime::currentDateTimeUtc();
    QTimeZone zone = QTimeZone::systemTimeZone();
};

struct ParsedQuery;

/// What a person asks for in one line: docs/query.md. A plain value; any thread.
class Query
{
public:
    /// Bounds on what is parsed, so that no text takes long or much memory.
    static constexpr qsizetype maximumLength = qsizetype{16} * 1024; ///< UTF-16 units
    static constexpr int maximumDepth = 64; ///< parentheses in parentheses
    static constexpr int maximumTerms = 500;
    static constexpr int maximumRegexes = 32;

    /// The query that every event passes.
    Query() = default;

    /// An empty text is a query too. Takes well below a millisecond for what a person types.
    static ParsedQuery parse(const QString &text, const QueryClock &clock = {});

    const QueryNode &root() const { return m_root; }
    bool isEmpty() const { return m_root.kind == QueryNode::Kind::All; }
    QString text() const { return m_text; } ///< as it was parsed

    friend bool operator==(const Query &, const Query &) = default;

private:
    QString m_text;
    QueryNode m_root;
};

/// The empty query if there is an error.
struct ParsedQuery
{
    Query query;
    std::optional<QueryError> error;
};

/// A value as it has to stand behind `who:` or `who:=`, or alone, so that it means just itself. Quoted where that
/// is needed. One line, and without characters that turn the direction of what follows: those are escaped.
QString quotedForQuery(const QString &value);

/// The query as text again: parsed with the same clock it gives the same tree.
QString queryText(const QueryNode &node);

} // namespace boxwatch
