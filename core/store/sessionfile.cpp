// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionfile.h"

#include "core/base/log.h"
#include "core/store/chunkcodec.h"
#include "core/store/sessionschema.h"
#include "core/store/sqlite.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QStorageInfo>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype maximumViewSize = qsizetype{1024} * 1024;

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
            "PRAGMA wal_autocheckpoint=1000", // 16 MB,
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

Error lockError(const QLockFile &lock, const QString &path)
{
    if (lock.error() == QLockFile::LockFailedError)
        return Error{.kind = Error::Kind::Busy, .message = path};
    return fileError(u"%1: this place cannot be written"_s.arg(path));
}

/// Makes an empty session under another name first: a process that is killed meanwhile must not leave
/// something that is there and yet no session.
Result<void> makeWhole(const QString &path)
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

QByteArray ownerToJson(const SessionOwner &owner)
{
    const QJsonObject object{
        {u"account_id"_s, owner.accountId},
        {u"login"_s, owner.login},
        {u"name"_s, owner.name},
        {u"enterprise_id"_s, owner.enterpriseId},
        {u"enterprise_name"_s, owner.enterpriseName}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

SessionOwner ownerFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    return SessionOwner{
        .accountId = object["account_id"_L1].toString(),
        .login = object["login"_L1].toString(),
        .name = object["name"_L1].toString(),
        .enterpriseId = object["enterprise_id"_L1].toString(),
        .enterpriseName = object["enterprise_name"_L1].toString()};
}

qint64 sizeOnDisk(const QString &path)
{
    return QFileInfo(path).size() + QFileInfo(path + "-wal"_L1).size();
}

std::optional<QDateTime> optionalTime(const Statement &row, int column)
{
    if (row.isNull(column))
        return {};
    return QDateTime::fromMSecsSinceEpoch(row.integer(column), Qt::UTC);
}

void bindTime(Statement &statement, int index, const std::optional<QDateTime> &time)
{
    if (time)
        statement.bind(index, time->toMSecsSinceEpoch());
    else
        statement.bindNull(index);
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// Smallest and largest created_at of some events.
std::pair<qint64, qint64> timeSpan(std::span<const Event> events)
{
    std::pair<qint64, qint64> span{Event::noTime, Event::noTime};
    for (const Event &event : events) {
        if (event.createdAt == Event::noTime)
            continue;
        if (span.first == Event::noTime || event.createdAt < span.first)
            span.first = event.createdAt;
        span.second = std::max<qint64>(span.second, event.createdAt);
    }
    return span;
}

constexpr const char *selectStreams =
    "SELECT id, type, position, start_date, end_date, event_types,"
    " last_answer FROM stream";

StoredStream readStream(const Statement &row)
{
    StoredStream stream;
    stream.id = static_cast<int>(row.integer(0));
    stream.type = streamTypeFromName(row.bytes(1)).value_or(StreamType::AdminLogs);
    stream.state.position = StreamPosition(row.bytes(2));
    stream.state.startDate = optionalTime(row, 3);
    stream.state.endDate = optionalTime(row, 4);
    if (const QByteArray types = row.bytes(5); !types.isEmpty())
        stream.state.eventTypes = types.split(',');
    stream.lastAnswer = row.integer(6);
    return stream;
}

} // namespace

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

    Result<void> begin()
    {
        if (mode != Mode::Write)
            return fileError(u"The session was opened for reading only."_s);
        // SQLite goes on writing into a file that was deleted or replaced, and reports success.
        if (database->hasMoved())
            return fileError(
                u"The session file was moved or deleted while Boxwatch was writing."_s);
        return database->execute("BEGIN IMMEDIATE");
    }

    /// Ends a transaction: for good if all went well, as if it had never begun otherwise.
    Result<void> end(Result<void> done)
    {
        if (done)
            done = database->execute("COMMIT");
        if (!done && !database->execute("ROLLBACK"))
            qCDebug(logStore) << "nothing to roll back";
        return done;
    }

    Result<void> set(const char *key, const QByteArray &value)
    {
        auto statement = database->prepare("INSERT INTO session VALUES(?, ?) ON CONFLICT(key) DO "
                                           "UPDATE SET value = excluded.value");
        if (!statement)
            return statement.error();
        if (auto begun = begin(); !begun)
            return begun;
        return end(statement->bindText(1, key).bind(2, viewOf(value)).run());
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

    Result<void> writeState(const Commit &commit);
    Result<void> writeChunk(const Commit &commit);
    Result<StoredChunk> decodeChunk(const Statement &row) const;
    Result<std::optional<StoredChunk>> chunkWhere(const char *condition, qint64 id) const;
};

SessionFile::SessionFile(std::unique_ptr<Impl> impl) : m_impl(std::move(impl))
{
}

SessionFile::~SessionFile() = default;

QString SessionFile::path() const
{
    return m_impl->path;
}

SessionFile::Mode SessionFile::mode() const
{
    return m_impl->mode;
}

Result<std::unique_ptr<SessionFile>> SessionFile::create(const QString &path)
{
    if (const QFileInfo taken(path); taken.exists() && taken.size() > 0)
        return fileError(u"%1: this name is taken"_s.arg(path));
    {
        QLockFile lock(path + ".lock"_L1);
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            return lockError(lock, path);
        if (QFileInfo(path).size() > 0) // another process was quicker
            return fileError(u"%1: this name is taken"_s.arg(path));
        if (auto made = makeWhole(path); !made)
            return made.error();
    }
    return open(path, Mode::Write);
}

Result<std::unique_ptr<SessionFile>> SessionFile::open(const QString &path, Mode mode)
{
    const QFileInfo info(path);
    if (!info.exists())
        return fileError(u"%1: there is no such file"_s.arg(path));
    if (!info.isFile())
        return fileError(u"%1: this is not a file"_s.arg(path));

    auto impl = std::make_unique<Impl>();
    impl->path = info.absoluteFilePath();
    impl->mode = mode;
    if (mode == Mode::Write) {
        impl->lock = std::make_unique<QLockFile>(impl->path + ".lock"_L1);
        impl->lock->setStaleLockTime(0); // only a dead owner makes it stale, not a slow one
        if (!impl->lock->tryLock(0))
            return lockError(*impl->lock, impl->path);
    }

    const auto access = mode == Mode::Write ? Database::Access::Write : Database::Access::Read;
    auto database = Database::open(impl->path, access);
    Result<void> known = database ? sessionschema::check(**database)
                                  : Result<void>(database.error());
    // WAL needs files beside the session even for reading: not on a disc or in somebody's folder.
    if (!known && mode == Mode::ReadOnly && known.error().kind == Error::Kind::File
        && !QFileInfo::exists(impl->path + "-wal"_L1)) {
        database = Database::open(impl->path, Database::Access::ReadImmutable);
        known = database ? sessionschema::check(**database) : Result<void>(database.error());
    }
    if (!known)
        return known.error();
    impl->database = std::move(*database);

    if (mode == Mode::Write) {
        if (auto ready = prepareForWriting(*impl->database, impl->path); !ready)
            return ready.error();
    }
    const Result<qint64> rows = impl->database->integer(
        "SELECT first_row + events FROM chunk ORDER BY id DESC LIMIT 1");
    if (!rows)
        return rows.error();
    impl->rows = *rows;
    return std::unique_ptr<SessionFile>(new SessionFile(std::move(impl)));
}

Result<SessionSummary> SessionFile::summary() const
{
    const std::lock_guard guard(m_impl->mutex);
    SessionSummary summary;
    const Result<QByteArray> owner = m_impl->get("owner");
    if (!owner)
        return owner.error();
    summary.owner = ownerFromJson(*owner);

    auto totals = m_impl->database->prepare(
        "SELECT sum(events), sum(unreadable), min(first_event), max(last_event),"
        " (SELECT sum(duplicates) FROM stream),"
        " (SELECT value FROM session WHERE key = 'created_at') FROM chunk");
    if (!totals)
        return totals.error();
    if (const Result<bool> row = totals->step(); !row)
        return row.error();
    summary.events = totals->integer(0);
    summary.unreadable = totals->integer(1);
    if (!totals->isNull(2)) {
        summary.firstEvent = totals->integer(2);
        summary.lastEvent = totals->integer(3);
    }
    summary.duplicates = totals->integer(4);
    summary.createdAt = totals->integer(5);

    auto streams = m_impl->database->prepare(selectStreams);
    if (!streams)
        return streams.error();
    for (Result<bool> row = streams->step();; row = streams->step()) {
        if (!row)
            return row.error();
        if (!*row)
            break;
        summary.streams.push_back(readStream(*streams));
    }
    summary.bytesOnDisk = sizeOnDisk(m_impl->path);
    return summary;
}

Result<void> SessionFile::setOwner(const SessionOwner &owner)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->set("owner", ownerToJson(owner));
}

Result<StoredStream> SessionFile::stream(StreamType type)
{
    const std::lock_guard guard(m_impl->mutex);
    const QByteArray name = streamTypeName(type);
    const QByteArray sql = QByteArray(selectStreams) + " WHERE type = ?";
    auto select = m_impl->database->prepare(sql.constData());
    if (!select)
        return select.error();
    Result<bool> row = select->bindText(1, viewOf(name)).step();
    if (!row)
        return row.error();
    if (*row)
        return readStream(*select);

    auto insert = m_impl->database->prepare(
        "INSERT INTO stream(type, position, event_types, last_answer, duplicates)"
        " VALUES(?, x'', '', 0, 0)");
    if (!insert)
        return insert.error();
    if (auto begun = m_impl->begin(); !begun)
        return begun.error();
    if (auto done = m_impl->end(insert->bindText(1, viewOf(name)).run()); !done)
        return done.error();
    return StoredStream{
        .id = static_cast<int>(m_impl->database->lastInsertId()), .type = type, .state = {}};
}

Result<void> SessionFile::Impl::writeState(const Commit &commit)
{
    auto update = database->prepare(
        "UPDATE stream SET position = ?, start_date = ?, end_date = ?, event_types = ?,"
        " last_answer = max(last_answer, ?), duplicates = duplicates + ? WHERE id = ?");
    if (!update)
        return update.error();
    const QByteArray types = commit.after.eventTypes.join(',');
    update->bind(1, viewOf(commit.after.position.text()));
    bindTime(*update, 2, commit.after.startDate);
    bindTime(*update, 3, commit.after.endDate);
    update->bindText(4, viewOf(types));
    update->bind(5, commit.receivedAt).bind(6, commit.duplicates).bind(7, commit.stream);
    return update->run();
}

Result<void> SessionFile::Impl::writeChunk(const Commit &commit)
{
    const Result<ChunkCodec::Encoded> encoded = codec.encode(commit.events);
    if (!encoded)
        return encoded.error();
    auto insert = database->prepare(
        "INSERT INTO chunk(stream, received_at, first_row, events, unreadable, first_event,"
        " last_event, size, data) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    const auto unreadable = std::ranges::count(commit.events, false, &Event::readable);
    const auto [first, last] = timeSpan(commit.events);
    insert->bind(1, commit.stream).bind(2, commit.receivedAt).bind(3, rows);
    insert->bind(4, static_cast<qint64>(commit.events.size())).bind(5, unreadable);
    if (first != Event::noTime)
        insert->bind(6, first).bind(7, last);
    insert->bind(8, encoded->size).bind(9, encoded->data);
    return insert->run();
}

Result<qint64> SessionFile::commit(const Commit &commit)
{
    const std::lock_guard guard(m_impl->mutex);
    if (auto begun = m_impl->begin(); !begun)
        return begun.error();
    Result<void> done = m_impl->writeState(commit);
    qint64 id = 0;
    if (done && !commit.events.empty()) {
        done = m_impl->writeChunk(commit);
        id = m_impl->database->lastInsertId();
    }
    if (done = m_impl->end(std::move(done)); !done)
        return done.error();
    m_impl->rows += static_cast<qint64>(commit.events.size());
    return id;
}

Result<void> SessionFile::setState(int stream, const StreamState &state)
{
    const std::lock_guard guard(m_impl->mutex);
    if (auto begun = m_impl->begin(); !begun)
        return begun;
    return m_impl->end(m_impl->writeState({.stream = stream, .after = state, .events = {}}));
}

Result<StoredChunk> SessionFile::Impl::decodeChunk(const Statement &row) const
{
    Result<ChunkCodec::Decoded> decoded = codec.decode(row.blob(4));
    if (!decoded)
        return decoded.error();
    if (static_cast<qint64>(decoded->events.size()) != row.integer(5))
        return Error{
            .kind = Error::Kind::DamagedFile,
            .message = u"Block %1 does not hold as many events as it says."_s.arg(row.integer(0))};
    return StoredChunk{
        .id = row.integer(0),
        .stream = static_cast<int>(row.integer(1)),
        .receivedAt = row.integer(2),
        .firstRow = row.integer(3),
        .events = std::move(decoded->events),
        .bytes = std::move(decoded->bytes)};
}

Result<std::optional<StoredChunk>> SessionFile::Impl::chunkWhere(
    const char *condition, qint64 id) const
{
    const QByteArray sql =
        QByteArray("SELECT id, stream, received_at, first_row, data, events FROM chunk WHERE ")
        + condition;
    auto select = database->prepare(sql.constData());
    if (!select)
        return select.error();
    const Result<bool> row = select->bind(1, id).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<StoredChunk>();
    Result<StoredChunk> chunk = decodeChunk(*select);
    if (!chunk)
        return chunk.error();
    return std::optional(std::move(*chunk));
}

Result<StoredChunk> SessionFile::readChunk(qint64 id) const
{
    const std::lock_guard guard(m_impl->mutex);
    Result<std::optional<StoredChunk>> chunk = m_impl->chunkWhere("id = ?", id);
    if (!chunk)
        return chunk.error();
    if (!*chunk)
        return Error{
            .kind = Error::Kind::DamagedFile, .message = u"Block %1 is missing."_s.arg(id)};
    return std::move(**chunk);
}

Result<std::optional<StoredChunk>> SessionFile::nextChunk(qint64 id) const
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->chunkWhere("id > ? ORDER BY id LIMIT 1", id);
}

Result<void> SessionFile::setView(const QByteArray &view)
{
    const std::lock_guard guard(m_impl->mutex);
    if (view.size() > maximumViewSize)
        return fileError(u"The settings of the window are too large to keep."_s);
    return m_impl->set("view", view);
}

Result<QByteArray> SessionFile::view() const
{
    const std::lock_guard guard(m_impl->mutex);
    Result<QByteArray> view = m_impl->get("view");
    if (view && view->size() > maximumViewSize)
        return QByteArray();
    return view;
}

} // namespace boxwatch
