// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"

#include <QStringList>
#include <QStringView>

#include <vector>

namespace boxwatch {

/// How a field can be asked about.
enum class QueryValueKind {
    Text, ///< substring, `*`, `=` and the whole text, /regex/
    Id, ///< whole, `*`, /regex/
    Type, ///< as Text; the catalogue has the values
    Category, ///< as Text; the same
    Address, ///< as Text; also CIDR
    Time,
    Size,
    Number,
    Severity,
    Stream,
    Raw, ///< substring, /regex/
    Flag, ///< yes or no; one of the four of is:
};

/// One thing that can stand before a colon.
struct QueryFieldInfo
{
    QueryField field = QueryField::Any;
    QueryValueKind kind = QueryValueKind::Text;
    QString name; ///< the short one, for people: "who"
    QStringList otherNames; ///< among them the key of the column: "actor_name"
    QString title; ///< translated, as over a column: "Where from"
    QString description; ///< translated, one line
};

/// All fields that have a name, in the order in which to offer them. `is`, `after` and `before` are not among
/// them: they are ways to ask about others.
const std::vector<QueryFieldInfo> &queryFields();

/// By its short or any other name, without regard to case; nullptr if there is none.
const QueryFieldInfo *findQueryField(QStringView name);

/// For a field of queryFields().
const QueryFieldInfo &queryFieldInfo(QueryField field);

/// The short name, e.g. "who"; "late" and so on for the four of is:.
QString queryFieldName(QueryField field);

/// As over a column: "Who", "Where from".
QString queryFieldTitle(QueryField field);

/// A word that is: knows.
struct QueryFlagInfo
{
    QueryField field = QueryField::Late;
    QString name; ///< "late"
    QString description; ///< translated
};
const std::vector<QueryFlagInfo> &queryFlags();

/// The field name that is closest to \p name, if any is close enough to have been meant; also `is`,
/// `after` and `before`.
QString similarQueryField(QStringView name);

} // namespace boxwatch
