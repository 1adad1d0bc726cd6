// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/log.h"
#include "core/store/chunkcodec.h"
#include "core/store/sessionfile.h"
#include "core/store/sqlite.h"

#include <QLockFile>

#include <mutex>

namespace boxwatch {

inline Error fileError(const QString &message)
{
    return Error{.kind = Error::Kind::File, .message = message};
}

inline std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// What is behind a SessionFile. Internal to core/store.
class SessionFile::Impl
{
public:
    QString path;
    Mode mode = Mode::ReadOnly;
    // Before the database, so that it is released after the connection is closed.
    std::unique_ptr<QLockFile> lock;
    std::unique_ptr<Database> database;
    mutable ChunkCodec codec;
    mutable std::mutex mutex; // held by every call from outside
    qint64 rows = 0;
    int version = formatVersion; // of the file; older only if it is read

    Result<void> begin()
    {
        if (mode != Mode::Write)
            return fileError(QStringLiteral("The session was opened for reading only."));
        // SQLite goes on writing into a file that was deleted or replaced, and reports success.
        if (database->hasMoved())
            return fileError(QStringLiteral(
                "The session file was moved or deleted while Boxwatch was writing."));
        return run("BEGIN IMMEDIATE");
    }

    /// A statement without values that is run often.
    Result<void> run(const char *sql)
    {
        const Result<Statement *> statement = database->prepared(sql);
        if (!statement)
            return statement.error();
        return (*statement)->run();
    }

    /// Ends a transaction: for good if all went well, as if it had never begun otherwise.
    Result<void> end(Result<void> done)
    {
        if (done)
            done = run("COMMIT");
        if (!done && !database->execute("ROLLBACK"))
            qCDebug(logStore) << "nothing to roll back";
        return done;
    }

    /// Runs \p write as a transaction.
    template<typename Write>
    Result<void> write(Write &&write)
    {
        if (auto begun = begin(); !begun)
            return begun;
        return end(write());
    }

    Result<void> set(const char *key, const QByteArray &value)
    {
        auto statement = database->prepare("INSERT INTO session VALUES(?, ?) ON CONFLICT(key) DO "
                                           "UPDATE SET value = excluded.value");
        if (!statement)
            return statement.error();
        return write([&] { return statement->bindText(1, key).bind(2, viewOf(value)).run(); });
    }

    Result<QByteArray> get(const char *key) const
    {
        auto statement = database->prepare("SELECT value FROM session WHERE key = ?");
        if (!statement)
            return statement.error();
        const Result<bool> row = statement->bindText(1, key).step();
        if (!row)
            return row.error();
        return *row ? statement->bytes(0) : QByteArray();
    }

    Result<void> forgetSegments(std::size_t from);
    Result<ChunkCodec::Encoded> encode(const Commit &commit, bool late);
    Result<void> writeChunk(const Commit &commit, std::span<const Event> events, bool late);
    Result<StoredChunk> decodeChunk(const Statement &row) const;
    Result<std::optional<StoredChunk>> chunkWhere(const char *condition, qint64 id) const;
};

} // namespace boxwatch
