// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/tokensource.h"

namespace boxwatch {

/// A token that a person typed in: a developer token or any access token. It cannot be renewed; once
/// Box refuses it, a person has to bring another one.
class FixedToken final : public TokenSource
{
public:
    explicit FixedToken(Secret token) : m_token(std::move(token)) { }

    /// Takes effect with the next call.
    void replace(Secret token) { m_token = std::move(token); }

    /// Unauthorized if there is no token at all.
    void withToken(QObject *context, Callback callback) override;

    /// Does nothing, since there is no other token: a caller who gets the same one again gives up.
    void reject(const Secret &token) override;

private:
    Secret m_token;
};

} // namespace boxwatch
