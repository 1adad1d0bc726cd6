// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <vector>

namespace boxwatch {

/// A query to try, and what it finds.
struct QueryExample
{
    QString query;
    QString meaning; ///< translated, one line
};

struct QueryHelpSection
{
    QString title; ///< translated
    std::vector<QueryExample> examples;
};

/// The language on one card. docs/query.md begins with the same examples.
std::vector<QueryHelpSection> queryHelp();

} // namespace boxwatch
