// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/queryfield.h"
#include "core/query/querylexer.h"

namespace boxwatch {

/// What stands before a colon: a field, or one of the ways to ask about others.
struct QueryFieldWord
{
    enum class Kind { None, Field, Is, After, Before };

    Kind kind = Kind::None;
    const QueryFieldInfo *info =
        nullptr; ///< Field, and for After and Before the one that they ask about
    QString name; ///< as typed

    /// \p name may be none: then Kind::None.
    static QueryFieldWord find(const QString &name);

    bool isTime() const { return info && info->kind == QueryValueKind::Time; }
};

/// What a value means, or what is wrong with it.
struct QueryValueResult
{
    QueryNode node; ///< a term, or for a range two of them, or one that is negated
    QString trouble; ///< for people; empty if there is none
};

/// Reads the value \p value (Word, Phrase or Regex) behind \p field and \p sign, which is an operator or empty.
/// Kind::None: a text that stands alone.
QueryValueResult readQueryValue(
    const QueryFieldWord &field, const QString &sign, const QueryToken &value,
    const QueryClock &clock);

/// A text of the query as a message may show it: not too long.
QString clippedForMessage(const QString &text);

} // namespace boxwatch
