// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/troubles.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

bool Troubles::isNews(Of what, Error::Kind kind)
{
    return std::exchange(at(what).reported, kind) != kind;
}

bool Troubles::heal(Of what)
{
    const bool wasReported = at(what).reported.has_value();
    at(what) = {};
    return wasReported && !isAnyReported();
}

bool Troubles::isAnyReported() const
{
    return std::ranges::any_of(
        m_all, [](const Trouble &trouble) { return trouble.reported.has_value(); });
}

} // namespace boxwatch
