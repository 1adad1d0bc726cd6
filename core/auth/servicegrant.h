// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/credentials.h"

#include <QTimer>

namespace boxwatch {

/// Gets a token for an app that acts by itself: by client credentials or by a signed assertion.
///
/// An assertion that Box finds too old, too new or already seen is made anew with Box's own time and
/// another id; what heals by itself is tried again too, five times in all. Owning this is wanting its
/// answer, which comes once and not from within the constructor.
class ServiceGrant final : public QObject
{
public:
    using Done = std::function<void(const Result<TokenGrant> &)>;

    static constexpr int mostAttempts = 5;

    /// \p endpoint outlives this object. \p firstPause doubles with each further attempt.
    ServiceGrant(
        TokenEndpoint &endpoint, Credentials credentials, std::chrono::milliseconds firstPause,
        Done done);

    /// Usage if \p credentials cannot work whatever Box says: a bad key, a missing subject.
    static Result<void> check(const Credentials &credentials);

private:
    void ask();
    void askWithAssertion();
    void answered(const Result<TokenGrant> &grant);
    void end(const Result<TokenGrant> &grant);

    TokenEndpoint &m_endpoint;
    Credentials m_credentials;
    std::chrono::milliseconds m_pause;
    Done m_done;
    int m_attempts = 0;
    QTimer m_timer;
    TokenEndpoint::Call m_call;
};

} // namespace boxwatch
