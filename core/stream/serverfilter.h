// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/stream/streamsettings.h"

#include <optional>
#include <string_view>

namespace boxwatch {

/// Which event types Box is asked for, as opposed to those that a person wants.
///
/// Not all of them can be asked for: user streams take no types, and some names are in no list of Box's.
/// Then, and after a refusal, Box is asked for all and whoever stores chooses with wantsEventType()
/// (reference 1.5).
class ServerFilter
{
public:
    ServerFilter(StreamType type, const QByteArrayList &wanted);

    /// For the next request; empty: all.
    QByteArrayList sent() const;

    /// Whether some types are wanted and Box could not be asked for them from the beginning.
    bool isUnsendable() const { return m_unsendable; }

    /// A request with types was refused with \p error: the next one goes without, to find out whether
    /// it was because of them. False if that is known already.
    bool tryWithout(const Error &error);

    /// Refused without types as well, so it was not because of them.
    void acquit();

    /// A request went well. Why Box refused the types, the first time after a refusal.
    std::optional<Error> confirm();

private:
    enum class Verdict { Untried, OnTrial, Innocent, Guilty };

    QByteArrayList m_types; ///< as Box takes them
    bool m_unsendable = false;
    Verdict m_verdict = Verdict::Untried;
    Error m_refusal;
};

/// Whether an event of \p type is among those that somebody who chose \p wanted wants to have; with an
/// empty choice all are. Takes the two spellings of a name that has two for one.
bool wantsEventType(const QByteArrayList &wanted, std::string_view type);

} // namespace boxwatch
