// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/streamkind.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <string_view>

namespace boxwatch::sim {

/// Turns places in a stream into the opaque positions that Box sends, and back.
///
/// User streams have JSON numbers of 17 digits, all of them odd and above 2^53, so that a client that
/// keeps one in a double sends another one back. Enterprise streams have JSON strings of 19 digits.
/// Every stream has positions of its own.
class Positions
{
public:
    struct Place
    {
        std::uint64_t index = 0;
        bool isRounded = false; ///< not what was sent, but what a double makes of it
    };

    explicit Positions(std::uint64_t seed);

    /// As it stands in a reply, with quotation marks where Box has them.
    QByteArray json(StreamKind kind, std::uint64_t index) const;

    /// Nothing if \p text was never a position of that kind of stream.
    std::optional<Place> parse(StreamKind kind, std::string_view text) const;

private:
    std::uint64_t first(StreamKind kind) const;

    std::uint64_t m_seed;
};

} // namespace boxwatch::sim
