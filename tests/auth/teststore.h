// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/secretstore.h"

#include <QHash>
#include <QTimer>

#include <chrono>
#include <memory>

namespace boxwatch {

/// A keychain in memory that several "processes" can share, as small as that of Windows, and in
/// whatever mood a test wants it.
class TestStore final : public SecretStore
{
public:
    static constexpr qsizetype largest = 2560;

    using Entries = std::shared_ptr<QHash<QString, QByteArray>>;

    explicit TestStore(Entries shared = std::make_shared<QHash<QString, QByteArray>>())
        : entries(std::move(shared))
    {
    }

    void read(const QString &key, QObject *context, ReadCallback callback) override
    {
        QTimer::singleShot(delay, context, [this, key, callback] {
            if (refusesReads || !lives())
                callback(error(u"failed"));
            else if (looksEmpty || !entries->contains(key))
                callback(std::optional<Secret>());
            else
                callback(std::optional<Secret>(Secret(entries->value(key))));
        });
    }

    void write(
        const QString &key, const Secret &secret, QObject *context, DoneCallback callback) override
    {
        ++writes;
        QTimer::singleShot(delay, context, [this, key, secret, callback] {
            if (refusesWrites || !lives() || secret.reveal().size() > largest) {
                callback(error(u"failed"));
                return;
            }
            entries->insert(key, secret.reveal());
            callback({});
        });
    }

    void remove(const QString &key, QObject *context, DoneCallback callback) override
    {
        QTimer::singleShot(delay, context, [this, key, callback] {
            if (refusesWrites || !lives()) {
                callback(error(u"failed"));
                return;
            }
            entries->remove(key);
            callback({});
        });
    }

    Entries entries;
    bool refusesReads = false;
    bool refusesWrites = false;
    bool looksEmpty = false;
    int lifeLeft = -1; ///< so many operations work, then none; negative: all
    int writes = 0;
    std::chrono::milliseconds delay{0};

private:
    bool lives() { return lifeLeft < 0 || lifeLeft-- > 0; }

    static Error error(QStringView code)
    {
        Error error;
        error.kind = Error::Kind::Keychain;
        error.code = code.toString();
        return error;
    }
};

} // namespace boxwatch
