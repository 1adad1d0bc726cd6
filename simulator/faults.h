// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"
#include "simulator/random.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <chrono>
#include <optional>

namespace boxwatch::sim {

/// Something that goes wrong for some of the next requests.
struct Fault
{
    enum class Kind {
        Status, ///< an error status, with the body that Box gives it
        Html, ///< a page with `status`, as a gateway sends
        Empty, ///< `status` and no body
        Garbage, ///< `status` and a body that is not JSON
        Truncate, ///< the right answer, cut in half
        Reset, ///< the connection is reset
        Stall, ///< no answer, ever
        Delay, ///< the right answer, after `delay`
    };

    QByteArray endpoint = "*"; ///< events, options, subscribe, me, token, revoke or all of them
    Kind kind = Kind::Status;
    int status = 503;
    QByteArray retryAfter; ///< the header, none if empty
    std::chrono::milliseconds delay{0}; ///< before the answer, whatever it is
    int skip = 0; ///< so many requests are spared first
    int times = 1; ///< so many requests are hit; negative: all
    double probability = 1; ///< that a request is hit when its turn comes

    /// From {"endpoint":…,"kind":…,"status":…,"retry_after":…,"delay_ms":…,"skip":…,"times":…,
    /// "probability":…}, all optional; nothing if a value is not understood.
    static std::optional<Fault> fromJson(const QJsonObject &json);

    /// The answer that stands in for \p right.
    HttpReply spoilt(const HttpReply &right) const;
};

/// The faults that are still to come. Random ones come from the seed.
class Faults
{
public:
    explicit Faults(std::uint64_t seed) : m_random(mixed(seed ^ 0xfa17U)) { }

    void add(const Fault &fault) { m_faults.append(fault); }
    void clear() { m_faults.clear(); }

    /// What is to happen to the next request of \p endpoint, if anything.
    std::optional<Fault> next(const QByteArray &endpoint);

private:
    QList<Fault> m_faults;
    Random m_random;
};

} // namespace boxwatch::sim
