// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/auth/fixedtoken.h"
#include "support/loopbackserver.h"

#include <optional>

namespace boxwatch {

/// Gives `old` until it is refused and `new` from then on, both a little later.
class RenewingToken final : public TokenSource
{
public:
    void withToken(QObject *context, Callback callback) override
    {
        ++asked;
        QTimer::singleShot(
            std::chrono::milliseconds(1), context, [this, callback = std::move(callback)] {
                callback(Secret(rejected > 0 ? "new" : "old"));
            });
    }
    void reject(const Secret &token) override
    {
        if (token == Secret("old"))
            ++rejected;
    }

    int asked = 0;
    int rejected = 0;
};

/// Box as far as a test needs it, and somebody who asks it.
struct ApiFixture
{
    LoopbackServer server;
    FixedToken fixed{Secret("t0k")};
    Network network{settings()};
    BoxApi api{network, fixed};

    NetworkSettings settings() const
    {
        NetworkSettings settings;
        settings.apiUrl = server.url(QStringLiteral("/2.0"));
        return settings;
    }
};

/// For the callback of a call.
template<typename T>
auto into(std::optional<Result<T>> &result)
{
    return [&result](Result<T> answer) { result = std::move(answer); };
}

inline bool hasKind(const auto &result, Error::Kind kind)
{
    return result && !result->hasValue() && result->error().kind == kind;
}

} // namespace boxwatch
