// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/secretstore.h"

#include <QHash>

namespace boxwatch {

/// Secrets for this run only: where there is no keychain, or a person wants none kept.
class MemorySecretStore final : public SecretStore
{
public:
    void read(const QString &key, QObject *context, ReadCallback callback) override;
    void write(
        const QString &key, const Secret &secret, QObject *context, DoneCallback callback) override;
    void remove(const QString &key, QObject *context, DoneCallback callback) override;

private:
    QHash<QString, Secret> m_secrets;
};

} // namespace boxwatch
