// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <functional>
#include <memory>

class QObject;

namespace boxwatch {

/// Where calls get their access token from. Lives in the thread of the BoxApi that uses it.
class TokenSource
{
public:
    using Callback = std::function<void(const Result<Secret> &)>;

    TokenSource() = default;
    TokenSource(const TokenSource &) = delete;
    TokenSource &operator=(const TokenSource &) = delete;
    virtual ~TokenSource() = default;

    /// Calls \p callback once with a token, at once or later, unless \p context is destroyed before.
    /// Errors: Unauthorized if a person has to sign in; any other kind may heal by itself.
    virtual void withToken(QObject *context, Callback callback) = 0;

    /// Box answered 401 to \p token. The next withToken() gives another one if there is a way to get
    /// one, and the same one if there is not.
    virtual void reject(const Secret &token) = 0;
};

/// Makes the TokenSource of an account, in the thread that will use it. The factory may be copied to
/// any thread; the source stays in its own.
using TokenSourceFactory = std::function<std::unique_ptr<TokenSource>()>;

} // namespace boxwatch
