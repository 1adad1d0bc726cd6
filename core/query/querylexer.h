// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <vector>

namespace boxwatch {

/// A piece of a query's text. Positions count UTF-16 units.
struct QueryToken
{
    enum class Kind {
        Word, ///< without quotes; also a value
        Phrase, ///< between quotes
        Regex, ///< between slashes
        Field, ///< a name with its colon, if it has one; also of a field that does not exist
        Operator, ///< > >= < <= = in front of a value
        Minus,
        Open,
        Close,
        And,
        Or,
        Not,
    };

    Kind kind = Kind::Word;
    qsizetype position = 0;
    qsizetype length = 0;
    QString
        text; ///< what it says: of a Phrase unescaped, of a Field its name, of a Regex the pattern
    bool isValue = false; ///< stands right behind a field or its operator
    bool isClosed = true; ///< false for a Phrase or a Regex whose end is missing

    qsizetype end() const { return position + length; }
};

/// Cuts a text into tokens: what stands between them is white space. Works for any text, also one that is
/// half typed. Never more than Query::maximumLength of it.
std::vector<QueryToken> queryTokens(const QString &text);

} // namespace boxwatch
