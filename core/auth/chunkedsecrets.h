// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/secretstore.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace boxwatch {

/// Secrets of any length in a store whose entries are small: Windows takes 2560 bytes.
///
/// A secret of the name N is one entry `N/manifest`, which holds it whole if it is short, and else
/// says in which chunks `N/GENERATION/CHUNK` it stands. Each write is a new generation: its chunks
/// first, then the manifest, then the old chunks are deleted. So a crash at any moment leaves the old
/// secret or the new one. Main thread only; answers later, once, while this object lives.
class ChunkedSecrets final : public QObject
{
public:
    /// Of an entry. Below what Windows takes, and the same everywhere.
    static constexpr qsizetype largestEntry = 2000;

    struct Kept
    {
        Secret secret;
        qint64 generation = 0;
    };

    using ReadCallback = std::function<void(const Result<std::optional<Kept>> &)>;
    using WriteCallback = std::function<void(const Result<qint64> &)>;
    using DoneCallback = SecretStore::DoneCallback;

    /// \p store outlives this object.
    explicit ChunkedSecrets(SecretStore &store, QObject *parent = nullptr);

    /// Nothing if there is no such secret; a locked keychain can say the same. Keychain, with the code
    /// `damaged`, if there are parts of one.
    void read(const QString &name, ReadCallback callback);

    /// Gives the new generation: one more than what read() or write() saw last.
    void write(const QString &name, const Secret &secret, WriteCallback callback);

    /// Every entry of the name, also those that an interrupted write() left.
    void remove(const QString &name, DoneCallback callback);

private:
    struct Manifest
    {
        qint64 generation = 0;
        qsizetype chunks = 0; ///< 0: `content` is all
        qsizetype size = 0;
        QByteArray digest; ///< SHA-256 of the secret, hexadecimal
        QByteArray content;
    };
    struct Reading;
    struct Writing;
    struct Removing;

    static QString manifestKey(const QString &name);
    static QString chunkKey(const QString &name, qint64 generation, qsizetype chunk);
    static Secret textOf(const Manifest &manifest);
    static std::optional<Manifest> manifestFrom(const QByteArray &text);

    void readManifest(
        const QString &name, std::function<void(const Result<std::optional<Manifest>> &)> callback);
    void readAgain(const std::shared_ptr<Reading> &reading);
    void readChunk(const std::shared_ptr<Reading> &reading);
    void finishReading(const std::shared_ptr<Reading> &reading);
    void writeNext(const std::shared_ptr<Writing> &writing);
    void writeManifest(const std::shared_ptr<Writing> &writing);
    void removeNext(const std::shared_ptr<Removing> &removing);

    SecretStore &m_store;
    QHash<QString, Manifest> m_known; ///< without content; by name
};

} // namespace boxwatch
