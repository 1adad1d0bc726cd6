// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionschema.h"

#include "core/base/log.h"
#include "core/store/sessionfile.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace boxwatch::sessionschema {

namespace {

// What the session is: created_at, owner, view. One row for each.
constexpr auto sessionTable =
    "CREATE TABLE session(key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) WITHOUT ROWID";

using Tables = std::vector<const char *>;

const Tables &tablesOfVersion1()
{
    static const Tables tables{
        sessionTable,
        "CREATE TABLE stream(id INTEGER PRIMARY KEY, type TEXT NOT NULL UNIQUE, position BLOB NOT "
        "NULL,"
        " start_date INTEGER, end_date INTEGER, event_types TEXT NOT NULL,"
        " last_answer INTEGER NOT NULL, duplicates INTEGER NOT NULL)",
        "CREATE TABLE chunk(id INTEGER PRIMARY KEY, stream INTEGER NOT NULL REFERENCES stream,"
        " received_at INTEGER NOT NULL, first_row INTEGER NOT NULL, events INTEGER NOT NULL,"
        " unreadable INTEGER NOT NULL, first_event INTEGER, last_event INTEGER, size INTEGER NOT "
        "NULL,"
        " data BLOB NOT NULL)",
    };
    return tables;
}

/// The new columns stand where ALTER TABLE puts them, so that a session that was migrated and one that
/// was made new read the same.
const Tables &tablesOfVersion2()
{
    static const Tables tables{
        sessionTable,
        // The streams and their cursors. A cursor follows exactly the events in `chunk`.
        "CREATE TABLE stream(id INTEGER PRIMARY KEY, type TEXT NOT NULL UNIQUE, position BLOB NOT "
        "NULL,"
        " start_date INTEGER, end_date INTEGER, event_types TEXT NOT NULL,"
        " last_answer INTEGER NOT NULL, duplicates INTEGER NOT NULL, covers_from INTEGER)",
        // What an answer brought that was new, compressed, in order of arrival.
        "CREATE TABLE chunk(id INTEGER PRIMARY KEY, stream INTEGER NOT NULL REFERENCES stream,"
        " received_at INTEGER NOT NULL, first_row INTEGER NOT NULL, events INTEGER NOT NULL,"
        " unreadable INTEGER NOT NULL, first_event INTEGER, last_event INTEGER, size INTEGER NOT "
        "NULL,"
        " data BLOB NOT NULL, late INTEGER NOT NULL DEFAULT 0)",
        // Stretches of time of which events may be missing, and why.
        "CREATE TABLE gap(id INTEGER PRIMARY KEY, stream INTEGER NOT NULL REFERENCES stream,"
        " after INTEGER, before INTEGER, reason TEXT NOT NULL, noticed_at INTEGER NOT NULL)",
        // How often Box was asked, by day: days since 1970-01-01 UTC.
        "CREATE TABLE calls(day INTEGER PRIMARY KEY NOT NULL, calls INTEGER NOT NULL)",
    };
    return tables;
}

/// Version 2, and what makes a large session quick to open.
const Tables &tablesOfVersion3()
{
    static const Tables tables = [] {
        Tables all = tablesOfVersion2();
        all.push_back(
            // The columns of each 65,536 rows, so that they need not be parsed from the chunks again.
            // They may be missing: the chunks have it all.
            "CREATE TABLE segment(id INTEGER PRIMARY KEY, token INTEGER NOT NULL, data BLOB NOT "
            "NULL)");
        all.push_back(
            // Rows that a person marked.
            "CREATE TABLE mark(row INTEGER PRIMARY KEY, marked_at INTEGER NOT NULL,"
            " note TEXT NOT NULL DEFAULT '')");
        all.push_back(
            // All of a chunk but its data. `late` stands behind the data, so that without this index to
            // ask for it would mean to read the whole file.
            "CREATE INDEX chunk_summary ON chunk(first_row, events, stream, received_at, late,"
            " unreadable, first_event, last_event)");
        return all;
    }();
    return tables;
}

const Tables &tablesOf(int version)
{
    return version < 2 ? tablesOfVersion1() : version < 3 ? tablesOfVersion2() : tablesOfVersion3();
}

Error damaged(const QString &detail)
{
    return Error{.kind = Error::Kind::DamagedFile, .message = detail};
}

} // namespace

Result<void> create(Database &database, qint64 now)
{
    for (const char *sql :
         {"PRAGMA page_size=8192", "PRAGMA encoding='UTF-8'", "BEGIN IMMEDIATE"}) {
        if (auto done = database.execute(sql); !done)
            return done;
    }
    for (const char *sql : tablesOfVersion3()) {
        if (auto done = database.execute(sql); !done)
            return done;
    }
    auto insert = database.prepare("INSERT INTO session VALUES('created_at', ?)");
    if (!insert)
        return insert.error();
    if (auto done = insert->bind(1, now).run(); !done)
        return done;
    const QByteArray ids = u"PRAGMA application_id=%1; PRAGMA user_version=%2; COMMIT"_s
                               .arg(applicationId)
                               .arg(SessionFile::formatVersion)
                               .toLatin1();
    return database.execute(ids.constData());
}

Result<int> check(const Database &database)
{
    const Result<qint64> id = database.integer("PRAGMA application_id");
    if (!id)
        return id.error();
    if (*id != applicationId)
        return damaged(u"It is a database, but not a session."_s);
    const Result<qint64> version = database.integer("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version > SessionFile::formatVersion)
        return Error{
            .kind = Error::Kind::NewerFile,
            .message = u"format %1, this Boxwatch reads up to %2"_s.arg(*version).arg(
                SessionFile::formatVersion)};

    auto schema = database.prepare(
        "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_autoindex\\_%' ESCAPE '\\'"
        " ORDER BY rowid");
    if (!schema)
        return schema.error();
    for (const char *expected : tablesOf(static_cast<int>(*version))) {
        const Result<bool> row = schema->step();
        if (!row)
            return row.error();
        if (!*row || schema->blob(0) != expected)
            return damaged(u"Its tables are not those of a session."_s);
    }
    const Result<bool> more = schema->step();
    if (!more)
        return more.error();
    if (*more)
        return damaged(u"It holds more than the tables of a session."_s);
    return static_cast<int>(*version);
}

Result<void> migrate(Database &database, int version)
{
    std::vector<const char *> steps{"BEGIN IMMEDIATE"};
    if (version < 2) {
        steps.push_back("ALTER TABLE stream ADD COLUMN covers_from INTEGER");
        steps.push_back("ALTER TABLE chunk ADD COLUMN late INTEGER NOT NULL DEFAULT 0");
    }
    const std::size_t known = tablesOf(version).size();
    steps.insert(
        steps.end(), tablesOfVersion3().begin() + static_cast<std::ptrdiff_t>(known),
        tablesOfVersion3().end());
    steps.push_back("PRAGMA user_version=3");
    steps.push_back("COMMIT");
    for (const char *sql : steps) {
        if (auto done = database.execute(sql); !done) {
            if (!database.execute("ROLLBACK"))
                qCDebug(logStore) << "nothing to roll back";
            return done;
        }
    }
    return {};
}

} // namespace boxwatch::sessionschema
