// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/secretstore.h"

#include <chrono>
#include <memory>

namespace QKeychain {
class Job;
}

namespace boxwatch {

/// How long a keychain may take.
struct KeychainPatience
{
    std::chrono::milliseconds read{10'000};
    std::chrono::milliseconds change{60'000}; ///< it may ask a person to unlock it
};

/// Secrets in the keychain of the operating system: libsecret or KWallet, Keychain, Credential
/// Manager.
///
/// QtKeychain works on one job at a time, for ever if the keychain shows a question that nobody
/// answers, and crashes if a running job is deleted. So each request has a time limit of ours, after
/// which its job is left alone; until that job comes back, requests fail at once instead of queueing
/// behind it. There is no fallback to plain text.
class KeychainSecretStore final : public SecretStore
{
public:
    /// \p service is the name under which the keychain's own program shows the entries.
    explicit KeychainSecretStore(QString service, KeychainPatience patience = {});
    ~KeychainSecretStore() override;

    void read(const QString &key, QObject *context, ReadCallback callback) override;
    void write(
        const QString &key, const Secret &secret, QObject *context, DoneCallback callback) override;
    void remove(const QString &key, QObject *context, DoneCallback callback) override;

    /// Whether a request has run out of time and its job has not come back yet.
    bool isBlocked() const;

    /// Finds out whether there is a keychain at all, without a question to anybody.
    void probe();

    /// What can be told at once: false if there is none as far as probe() has found, or it is stuck.
    bool isUsable() const;

private:
    using Finished = std::function<void(const Result<void> &, QKeychain::Job *)>;

    struct Queue;

    void run(
        QKeychain::Job *job, const QString &key, QObject *context, std::chrono::milliseconds limit,
        Finished finished);

    QString m_service;
    KeychainPatience m_patience;
    std::shared_ptr<Queue> m_queue; ///< jobs may outlive this object
};

} // namespace boxwatch
