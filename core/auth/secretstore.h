// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>

#include <functional>
#include <optional>

class QObject;

namespace boxwatch {

/// A place for secrets, by key. All functions answer later, once, unless \p context is destroyed
/// before. Main thread only.
///
/// Every error is of the kind Keychain: the place is locked, missing or silent, and nothing is known
/// about what is in it.
class SecretStore
{
public:
    using ReadCallback = std::function<void(const Result<std::optional<Secret>> &)>;
    using DoneCallback = std::function<void(const Result<void> &)>;

    SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;
    virtual ~SecretStore() = default;

    /// Gives nothing if there is no such secret. A locked keychain can say the same: whoever knows
    /// that there was one must not take it for gone.
    virtual void read(const QString &key, QObject *context, ReadCallback callback) = 0;

    virtual void write(
        const QString &key, const Secret &secret, QObject *context, DoneCallback callback) = 0;

    /// Succeeds also if there was no such secret.
    virtual void remove(const QString &key, QObject *context, DoneCallback callback) = 0;
};

} // namespace boxwatch
