// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionfile.h"

#include "core/store/sessionfileimpl.h"
#include "core/store/sessionplace.h"
#include "core/store/sessionrows.h"
#include "core/store/sessionschema.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype maximumViewSize = qsizetype{1024} * 1024;

qint64 sizeOnDisk(const QString &path)
{
    return QFileInfo(path).size() + QFileInfo(path + "-wal"_L1).size();
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

} // namespace

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
        QLockFile lock(sessionplace::lockPath(path));
        if (auto taken = sessionplace::take(lock, path); !taken)
            return taken.error();
        if (QFileInfo(path).size() > 0) // another process was quicker
            return fileError(u"%1: this name is taken"_s.arg(path));
        if (auto made = sessionplace::make(path); !made)
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
        impl->lock = std::make_unique<QLockFile>(sessionplace::lockPath(impl->path));
        if (auto taken = sessionplace::take(*impl->lock, impl->path); !taken)
            return taken.error();
    }

    const auto access = mode == Mode::Write ? Database::Access::Write : Database::Access::Read;
    auto database = Database::open(impl->path, access);
    Result<int> known = database ? sessionschema::check(**database) : Result<int>(database.error());
    // WAL needs files beside the session even for reading: not on a disc or in somebody's folder.
    if (!known && mode == Mode::ReadOnly && known.error().kind == Error::Kind::File
        && !QFileInfo::exists(impl->path + "-wal"_L1)) {
        database = Database::open(impl->path, Database::Access::ReadImmutable);
        known = database ? sessionschema::check(**database) : Result<int>(database.error());
    }
    if (!known)
        return known.error();
    impl->database = std::move(*database);
    impl->version = *known;

    if (mode == Mode::Write) {
        if (auto ready = sessionplace::prepareForWriting(*impl->database, impl->path); !ready)
            return ready.error();
        if (impl->version < formatVersion) {
            if (auto done = sessionschema::migrate(*impl->database, impl->version); !done)
                return done.error();
            impl->version = formatVersion;
        }
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
    summary.owner = sessionrows::ownerFrom(*owner);

    const QByteArray sql = QByteArray("SELECT sum(events), sum(unreadable), min(first_event),"
                                      " max(last_event), (SELECT sum(duplicates) FROM stream),"
                                      " (SELECT value FROM session WHERE key = 'created_at'),")
        + (m_impl->version < 2 ? " 0" : " sum(events) FILTER (WHERE late)") + " FROM chunk";
    auto totals = m_impl->database->prepare(sql.constData());
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

    summary.late = totals->integer(6);

    Result<std::vector<StoredStream>> streams = sessionrows::streams(
        *m_impl->database, m_impl->version);
    if (!streams)
        return streams.error();
    summary.streams = std::move(*streams);
    Result<std::vector<StreamGap>> gaps = sessionrows::gaps(*m_impl->database, m_impl->version);
    if (!gaps)
        return gaps.error();
    summary.gaps = std::move(*gaps);
    summary.bytesOnDisk = sizeOnDisk(m_impl->path);
    return summary;
}

Result<void> SessionFile::setOwner(const SessionOwner &owner)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->set("owner", sessionrows::toJson(owner));
}

Result<StoredStream> SessionFile::stream(StreamType type)
{
    const std::lock_guard guard(m_impl->mutex);
    Database &database = *m_impl->database;
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto streams = sessionrows::streams(database, m_impl->version);
        if (!streams)
            return streams.error();
        if (const auto found = std::ranges::find(*streams, type, &StoredStream::type);
            found != streams->end())
            return *found;
        if (auto added = m_impl->write([&] { return sessionrows::addStream(database, type); });
            !added)
            return added.error();
    }
    return fileError(u"The stream could not be added to the session."_s);
}

Result<qint64> SessionFile::newestEvent(int stream) const
{
    const std::lock_guard guard(m_impl->mutex);
    auto select = m_impl->database->prepare("SELECT max(last_event) FROM chunk WHERE stream = ?");
    if (!select)
        return select.error();
    if (const Result<bool> row = select->bind(1, stream).step(); !row)
        return row.error();
    return select->isNull(0) ? qint64{Event::noTime} : select->integer(0);
}

Result<void> SessionFile::setCoversFrom(int stream, qint64 time)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->write(
        [&] { return sessionrows::setCoversFrom(*m_impl->database, stream, time); });
}

Result<void> SessionFile::setStart(int stream, const StreamState &start)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->write([&] {
        return sessionrows::writeState(
            *m_impl->database, {.stream = stream, .after = start, .events = {}});
    });
}

Result<void> SessionFile::setLastAnswer(int stream, qint64 time)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->write(
        [&] { return sessionrows::setLastAnswer(*m_impl->database, stream, time); });
}

Result<ChunkCodec::Encoded> SessionFile::Impl::encode(const Commit &commit, bool late)
{
    if (late)
        return codec.encode(commit.late);
    return commit.encoded ? Result(*commit.encoded) : codec.encode(commit.events);
}

Result<void> SessionFile::Impl::writeChunk(
    const Commit &commit, std::span<const Event> events, bool late)
{
    const Result<ChunkCodec::Encoded> encoded = encode(commit, late);
    if (!encoded)
        return encoded.error();
    const Result<Statement *> prepared = database->prepared(
        "INSERT INTO chunk(stream, received_at, first_row, events, unreadable, first_event,"
        " last_event, size, data, late) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!prepared)
        return prepared.error();
    Statement *insert = *prepared;
    const auto unreadable = std::ranges::count(events, false, &Event::readable);
    const auto [first, last] = timeSpan(events);
    insert->bind(1, commit.stream).bind(2, commit.receivedAt).bind(3, rows);
    insert->bind(4, static_cast<qint64>(events.size())).bind(5, unreadable);
    if (first != Event::noTime)
        insert->bind(6, first).bind(7, last);
    insert->bind(8, encoded->size).bind(9, encoded->data).bind(10, qint64{late});
    if (auto done = insert->run(); !done)
        return done;
    rows += static_cast<qint64>(events.size());
    return {};
}

Result<qint64> SessionFile::commit(const Commit &commit)
{
    const std::lock_guard guard(m_impl->mutex);
    const qint64 rowsBefore = m_impl->rows;
    qint64 id = 0;
    const Result<void> done = m_impl->write([&] {
        Result<void> written = sessionrows::writeState(*m_impl->database, commit);
        for (const auto &[events, late] :
             {std::pair{commit.events, false}, std::pair{commit.late, true}}) {
            if (!written || events.empty())
                continue;
            written = m_impl->writeChunk(commit, events, late);
            id = id > 0 ? id : m_impl->database->lastInsertId();
        }
        return written;
    });
    if (!done) {
        m_impl->rows = rowsBefore;
        return done.error();
    }
    return id;
}

Result<bool> SessionFile::addGap(int stream, const StreamGap &gap)
{
    const std::lock_guard guard(m_impl->mutex);
    bool isNews = false;
    const Result<void> done = m_impl->write([&]() -> Result<void> {
        const Result<bool> added = sessionrows::addGap(
            *m_impl->database, stream, gap, QDateTime::currentMSecsSinceEpoch());
        if (!added)
            return added.error();
        isNews = *added;
        return {};
    });
    if (!done)
        return done.error();
    return isNews;
}

Result<void> SessionFile::addCalls(qint64 time, qint64 calls)
{
    const std::lock_guard guard(m_impl->mutex);
    return m_impl->write([&] { return sessionrows::addCalls(*m_impl->database, time, calls); });
}

Result<CallCounts> SessionFile::calls(qint64 time) const
{
    const std::lock_guard guard(m_impl->mutex);
    return sessionrows::calls(*m_impl->database, m_impl->version, time);
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
        .late = row.integer(6) != 0,
        .firstRow = row.integer(3),
        .events = std::move(decoded->events),
        .bytes = std::move(decoded->bytes)};
}

Result<std::optional<StoredChunk>> SessionFile::Impl::chunkWhere(
    const char *condition, qint64 id) const
{
    const QByteArray sql = QByteArray("SELECT id, stream, received_at, first_row, data, events, ")
        + (version < 2 ? "0" : "late") + " FROM chunk WHERE " + condition;
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
