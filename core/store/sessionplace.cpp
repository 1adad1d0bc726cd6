// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionplace.h"

#include "core/store/sessionschema.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QStorageInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sessionplace {

namespace {

Error fileError(const QString &message)
{
    return Error{.kind = Error::Kind::File, .message = message};
}

/// Shared memory and locks of WAL do not work over a network, nor does it suit FAT.
bool wantsRollbackJournal(const QString &path)
{
    const QByteArray type = QStorageInfo(QFileInfo(path).absolutePath()).fileSystemType().toLower();
    const auto kinds = {"nfs", "cifs", "smb", "9p", "fuse", "vboxsf", "exfat", "vfat", "msdos"};
    return std::ranges::any_of(kinds, [&type](const char *kind) { return type.startsWith(kind); });
}

} // namespace

Result<void> prepareForWriting(Database &database, const QString &path)
{
    const bool rollback = wantsRollbackJournal(path);
    for (
        const char *sql : {
            rollback ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL",
            // FULL: a transaction that returned survives a power cut. A rollback journal needs EXTRA.
            rollback ? "PRAGMA synchronous=EXTRA" : "PRAGMA synchronous=FULL",
            "PRAGMA fullfsync=ON", // macOS: fsync alone does not reach the disk
            "PRAGMA checkpoint_fullfsync=ON",
            "PRAGMA wal_autocheckpoint=2000", // 16 MB,
            "PRAGMA journal_size_limit=67108864",
            "PRAGMA foreign_keys=ON",
            "PRAGMA cell_size_check=ON",
            "PRAGMA mmap_size=0",
            "PRAGMA temp_store=MEMORY",
        }) {
        if (auto done = database.execute(sql); !done)
            return done;
    }
    return {};
}

QString lockPath(const QString &path)
{
    return path + ".lock"_L1;
}

Result<void> take(QLockFile &lock, const QString &path)
{
    lock.setStaleLockTime(0); // only a dead owner makes it stale, not a slow one
    if (lock.tryLock(0))
        return {};
    if (lock.error() == QLockFile::LockFailedError)
        return Error{.kind = Error::Kind::Busy, .message = path};
    return fileError(u"%1: this place cannot be written"_s.arg(path));
}

/// Makes an empty session under another name first: a process that is killed meanwhile must not leave
/// something that is there and yet no session.
Result<void> make(const QString &path)
{
    const QString making = path + ".new"_L1;
    QFile::remove(making);
    QFile::remove(making + "-journal"_L1);
    {
        QFile file(making);
        if (!file.open(
                QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
            return fileError(u"%1: %2"_s.arg(path, file.errorString()));
    }
    auto database = Database::open(making, Database::Access::Write);
    Result<void> made = database
        ? sessionschema::create(**database, QDateTime::currentMSecsSinceEpoch())
        : Result<void>(database.error());
    if (database)
        database->reset();
    // An empty file of that name is one that somebody made room with, as mktemp does.
    if (made && QFileInfo::exists(path) && !QFile::remove(path))
        made = fileError(u"%1: this name is taken"_s.arg(path));
    // SQLite would replay what a deleted session of this name has left.
    for (const auto suffix : {"-wal"_L1, "-shm"_L1, "-journal"_L1}) {
        if (made && QFileInfo::exists(path + suffix) && !QFile::remove(path + suffix))
            made = fileError(u"%1: remains of another session are in the way"_s.arg(path));
    }
    if (made && !QFile::rename(making, path))
        made = fileError(u"%1: this place cannot be written"_s.arg(path));
    if (!made)
        QFile::remove(making);
    return made;
}

} // namespace boxwatch::sessionplace
