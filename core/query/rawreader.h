// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/rawevents.h"

#include <QString>

#include <memory>
#include <optional>
#include <string_view>

namespace boxwatch {

/// The JSON of events for a query, read from the session file when the first is asked for. One object
/// per thread.
class RawReader
{
public:
    explicit RawReader(QString path) : m_path(std::move(path)) { }

    /// Good until the next call. Empty if it cannot be read, or if there is no file.
    std::string_view raw(const TableSnapshot &table, EventTable::Row row);

    /// The first thing that went wrong.
    const std::optional<Error> &trouble() const { return m_trouble; }

private:
    QString m_path;
    bool m_isTried = false; // opening it
    std::unique_ptr<RawEvents> m_events;
    std::optional<Error> m_trouble;
};

} // namespace boxwatch
