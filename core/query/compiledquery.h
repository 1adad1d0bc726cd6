// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"
#include "core/query/rowtest.h"

#include <memory>

namespace boxwatch {

/// A query as tests of rows.
struct CompiledQuery
{
    std::unique_ptr<RowTest> test; ///< null: every row passes
    bool readsRaw = false;
    bool readsMarks = false;
    bool readsIds = false; ///< of events
};

CompiledQuery compileQuery(const QueryNode &root);

} // namespace boxwatch
