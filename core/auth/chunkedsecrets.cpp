// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/chunkedsecrets.h"

#include <QCryptographicHash>
#include <QList>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr auto format = "boxwatch1";
constexpr qsizetype mostChunks = 1000;

// Another process may write a new generation, and delete the old one, between two of our reads.
constexpr int readsOfOneSecret = 3;

QByteArray digestOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

Error damaged()
{
    Error error;
    error.kind = Error::Kind::Keychain;
    error.code = u"damaged"_s;
    error.message = u"what the keychain holds is incomplete"_s;
    return error;
}

} // namespace

struct ChunkedSecrets::Reading
{
    QString name;
    ReadCallback callback;
    Manifest manifest;
    QByteArray bytes;
    qsizetype chunk = 0;
    int attempts = 0;
};

struct ChunkedSecrets::Writing
{
    QString name;
    Secret secret;
    WriteCallback callback;
    Manifest manifest;
    qsizetype chunk = 0;
};

struct ChunkedSecrets::Removing
{
    QString name;
    DoneCallback callback;
    qint64 generation = 0;
    qint64 last = 0;
    qsizetype chunk = 0;
    qsizetype least = 0; ///< chunks of each generation to delete unseen
};

ChunkedSecrets::ChunkedSecrets(SecretStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
}

QString ChunkedSecrets::manifestKey(const QString &name)
{
    return name + u"/manifest"_s;
}

QString ChunkedSecrets::chunkKey(const QString &name, qint64 generation, qsizetype chunk)
{
    return u"%1/%2/%3"_s.arg(name).arg(generation).arg(chunk);
}

Secret ChunkedSecrets::textOf(const Manifest &manifest)
{
    return Secret(
        QByteArray(format) + ' ' + QByteArray::number(manifest.generation) + ' '
        + QByteArray::number(manifest.chunks) + ' ' + QByteArray::number(manifest.size) + ' '
        + manifest.digest + '\n' + manifest.content);
}

std::optional<ChunkedSecrets::Manifest> ChunkedSecrets::manifestFrom(const QByteArray &text)
{
    const qsizetype end = text.indexOf('\n');
    const QList<QByteArray> words = text.left(std::max<qsizetype>(end, 0)).split(' ');
    if (words.size() != 5 || words.at(0) != format)
        return std::nullopt;
    Manifest manifest;
    manifest.generation = words.at(1).toLongLong();
    manifest.chunks = words.at(2).toLongLong();
    manifest.size = words.at(3).toLongLong();
    manifest.digest = words.at(4);
    manifest.content = text.mid(end + 1);
    const bool sound = manifest.generation > 0 && manifest.chunks >= 0
        && manifest.chunks <= mostChunks;
    return sound ? std::optional(std::move(manifest)) : std::nullopt;
}

void ChunkedSecrets::readManifest(
    const QString &name, std::function<void(const Result<std::optional<Manifest>> &)> callback)
{
    m_store.read(
        manifestKey(name), this,
        [this, name, callback = std::move(callback)](const Result<std::optional<Secret>> &read) {
            if (!read) {
                callback(read.error());
                return;
            }
            if (!read->has_value()) {
                m_known.remove(name);
                callback(std::optional<Manifest>());
                return;
            }
            auto manifest = manifestFrom((*read)->reveal());
            if (!manifest) {
                callback(damaged());
                return;
            }
            m_known.insert(
                name,
                {manifest->generation, manifest->chunks, manifest->size, manifest->digest, {}});
            callback(std::move(manifest));
        });
}

void ChunkedSecrets::read(const QString &name, ReadCallback callback)
{
    auto reading = std::make_shared<Reading>();
    reading->name = name;
    reading->callback = std::move(callback);
    readAgain(reading);
}

void ChunkedSecrets::readAgain(const std::shared_ptr<Reading> &reading)
{
    if (reading->attempts++ == readsOfOneSecret) {
        reading->callback(damaged());
        return;
    }
    readManifest(reading->name, [this, reading](const Result<std::optional<Manifest>> &manifest) {
        if (!manifest) {
            reading->callback(manifest.error());
        } else if (!manifest->has_value()) {
            reading->callback(std::optional<Kept>());
        } else {
            reading->manifest = **manifest;
            reading->bytes = (*manifest)->content;
            reading->chunk = 0;
            readChunk(reading);
        }
    });
}

void ChunkedSecrets::readChunk(const std::shared_ptr<Reading> &reading)
{
    if (reading->chunk == reading->manifest.chunks) {
        finishReading(reading);
        return;
    }
    m_store.read(
        chunkKey(reading->name, reading->manifest.generation, reading->chunk), this,
        [this, reading](const Result<std::optional<Secret>> &chunk) {
            if (!chunk) {
                reading->callback(chunk.error());
            } else if (!chunk->has_value()) {
                readAgain(reading);
            } else {
                reading->bytes += (*chunk)->reveal();
                ++reading->chunk;
                readChunk(reading);
            }
        });
}

void ChunkedSecrets::finishReading(const std::shared_ptr<Reading> &reading)
{
    const Manifest &manifest = reading->manifest;
    if (reading->bytes.size() != manifest.size || digestOf(reading->bytes) != manifest.digest)
        readAgain(reading);
    else
        reading->callback(
            std::optional(Kept{Secret(std::exchange(reading->bytes, {})), manifest.generation}));
}

void ChunkedSecrets::write(const QString &name, const Secret &secret, WriteCallback callback)
{
    auto writing = std::make_shared<Writing>();
    writing->name = name;
    writing->secret = secret;
    writing->callback = std::move(callback);
    const auto begin = [this, writing] {
        const QByteArray &bytes = writing->secret.reveal();
        Manifest &manifest = writing->manifest;
        manifest.generation = m_known.value(writing->name).generation + 1;
        manifest.size = bytes.size();
        manifest.digest = digestOf(bytes);
        manifest.content = bytes;
        if (textOf(manifest).reveal().size() > largestEntry) {
            manifest.content.clear();
            manifest.chunks = (bytes.size() + largestEntry - 1) / largestEntry;
        }
        writeNext(writing);
    };
    if (m_known.contains(name)) {
        begin();
        return;
    }
    readManifest(name, [writing, begin](const Result<std::optional<Manifest>> &manifest) {
        // What is damaged may be replaced; of what is out of reach nothing is known.
        if (!manifest && manifest.error().code != "damaged"_L1)
            writing->callback(manifest.error());
        else
            begin();
    });
}

void ChunkedSecrets::writeNext(const std::shared_ptr<Writing> &writing)
{
    if (writing->chunk == writing->manifest.chunks) {
        writeManifest(writing);
        return;
    }
    const Secret chunk(writing->secret.reveal().mid(writing->chunk * largestEntry, largestEntry));
    m_store.write(
        chunkKey(writing->name, writing->manifest.generation, writing->chunk), chunk, this,
        [this, writing](const Result<void> &written) {
            if (!written) {
                writing->callback(written.error());
                return;
            }
            ++writing->chunk;
            writeNext(writing);
        });
}

void ChunkedSecrets::writeManifest(const std::shared_ptr<Writing> &writing)
{
    m_store.write(
        manifestKey(writing->name), textOf(writing->manifest), this,
        [this, writing](const Result<void> &written) {
            if (!written) {
                // It may have been taken all the same; the next write looks before.
                m_known.remove(writing->name);
                writing->callback(written.error());
                return;
            }
            Manifest manifest = writing->manifest;
            manifest.content.clear();
            const Manifest old = m_known.value(writing->name);
            m_known.insert(writing->name, manifest);
            for (qsizetype chunk = 0; chunk < old.chunks; ++chunk)
                m_store.remove(
                    chunkKey(writing->name, old.generation, chunk), this,
                    [](const Result<void> &) {});
            writing->callback(manifest.generation);
        });
}

void ChunkedSecrets::remove(const QString &name, DoneCallback callback)
{
    readManifest(
        name,
        [this, name,
         callback = std::move(callback)](const Result<std::optional<Manifest>> &manifest) {
            if (!manifest && manifest.error().code != "damaged"_L1) {
                callback(manifest.error());
                return;
            }
            auto removing = std::make_shared<Removing>();
            removing->name = name;
            removing->callback = callback;
            if (manifest && *manifest) {
                removing->generation = std::max<qint64>((*manifest)->generation - 1, 1);
                removing->last = (*manifest)->generation + 1;
                removing->least = (*manifest)->chunks;
            } else {
                removing->generation = 1;
                removing->last = 1;
            }
            removeNext(removing);
        });
}

void ChunkedSecrets::removeNext(const std::shared_ptr<Removing> &removing)
{
    if (removing->generation > removing->last) {
        m_known.remove(removing->name);
        m_store.remove(manifestKey(removing->name), this, removing->callback);
        return;
    }
    const QString key = chunkKey(removing->name, removing->generation, removing->chunk);
    m_store.read(key, this, [this, removing, key](const Result<std::optional<Secret>> &chunk) {
        if (!chunk) {
            removing->callback(chunk.error());
            return;
        }
        if (!chunk->has_value() && removing->chunk >= removing->least) {
            ++removing->generation;
            removing->chunk = 0;
            removeNext(removing);
            return;
        }
        ++removing->chunk;
        m_store.remove(key, this, [this, removing](const Result<void> &removed) {
            if (removed)
                removeNext(removing);
            else
                removing->callback(removed);
        });
    });
}

} // namespace boxwatch
