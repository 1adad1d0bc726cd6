// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <array>
#include <optional>

namespace boxwatch {

/// What does not work at the moment, so that people hear of each trouble once, however often it is
/// tried, and of the end once everything works.
class Troubles
{
public:
    enum class Of { Fetching, Waiting, Silence };

    /// One more attempt has failed; how many now in a row.
    int count(Of what) { return ++at(what).attempts; }
    void startCounting(Of what) { at(what).attempts = 0; }

    /// Whether people do not know yet that \p what fails like this. They do from now on.
    bool isNews(Of what, Error::Kind kind);

    /// It works again. Whether people are to be told: they knew, and nothing else is wrong.
    bool heal(Of what);

    /// Whether people know of any trouble.
    bool isAnyReported() const;

private:
    struct Trouble
    {
        std::optional<Error::Kind> reported;
        int attempts = 0;
    };

    Trouble &at(Of what) { return m_all[static_cast<std::size_t>(what)]; }

    std::array<Trouble, 3> m_all;
};

} // namespace boxwatch
