// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/memorysecretstore.h"

#include <QTimer>

#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace boxwatch {

void MemorySecretStore::read(const QString &key, QObject *context, ReadCallback callback)
{
    std::optional<Secret> secret;
    if (m_secrets.contains(key))
        secret = m_secrets.value(key);
    QTimer::singleShot(0ms, context, [secret = std::move(secret), callback = std::move(callback)] {
        callback(secret);
    });
}

void MemorySecretStore::write(
    const QString &key, const Secret &secret, QObject *context, DoneCallback callback)
{
    m_secrets.insert(key, secret);
    QTimer::singleShot(0ms, context, [callback = std::move(callback)] { callback({}); });
}

void MemorySecretStore::remove(const QString &key, QObject *context, DoneCallback callback)
{
    m_secrets.remove(key);
    QTimer::singleShot(0ms, context, [callback = std::move(callback)] { callback({}); });
}

} // namespace boxwatch
