// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

#include <optional>

namespace boxwatch {

/// Puts the columns of full segments into the session file, so that it opens without parsing them again.
///
/// Only the chunks matter: whatever goes wrong here is logged, and the columns stay out of the file. One
/// thread at a time.
class SegmentKeeper
{
public:
    /// The file, open for writing, outlives the keeper.
    explicit SegmentKeeper(SessionFile &file);

    /// Stores the first segment of \p table that is full and not in the file yet; true if there was one.
    /// One whose ids are still to come has to wait, and all behind it.
    /// The rows of the table are those of the file.
    bool keepNext(const TableSnapshot &table);

private:
    Result<void> store(const TableSnapshot &table);
    Result<void> compare(const TableSnapshot &table);

    SessionFile &m_file;
    std::optional<std::size_t> m_kept; // segments that table and file have in common
    bool m_gaveUp = false;
};

} // namespace boxwatch
