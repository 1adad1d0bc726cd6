// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sqlite.h"

#include <QUrl>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

Error::Kind kindOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Error::Kind::DamagedFile;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error::Kind::Busy;
    default:
        return Error::Kind::File;
    }
}

/// The settings that SQLite recommends for files from strangers, and bounds for what they may hold.
void harden(sqlite3 *database)
{
    for (const auto &[option, value] : {
             std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
             std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
             std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
             std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
             std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
             std::pair{SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
             std::pair{SQLITE_DBCONFIG_DQS_DML, 0},
             std::pair{SQLITE_DBCONFIG_DQS_DDL, 0},
         })
        sqlite3_db_config(database, option, value, nullptr);

    for (const auto &[limit, value] : {
             std::pair{SQLITE_LIMIT_LENGTH, 128 * 1024 * 1024},
             std::pair{SQLITE_LIMIT_SQL_LENGTH, 100'000},
             std::pair{SQLITE_LIMIT_COLUMN, 100},
             std::pair{SQLITE_LIMIT_EXPR_DEPTH, 100},
             std::pair{SQLITE_LIMIT_ATTACHED, 0},
             std::pair{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
             std::pair{SQLITE_LIMIT_WORKER_THREADS, 0},
         })
        sqlite3_limit(database, limit, value);
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Statement &Statement::bind(int index, qint64 value)
{
    sqlite3_bind_int64(m_statement.get(), index, value);
    return *this;
}

Statement &Statement::bind(int index, std::string_view blob)
{
    sqlite3_bind_blob64(m_statement.get(), index, blob.data(), blob.size(), SQLITE_STATIC);
    return *this;
}

Statement &Statement::bindText(int index, std::string_view text)
{
    sqlite3_bind_text64(
        m_statement.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement &Statement::bindNull(int index)
{
    sqlite3_bind_null(m_statement.get(), index);
    return *this;
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    const Error error = m_database->error(code);
    reset();
    return error;
}

Result<void> Statement::run()
{
    const Result<bool> row = step();
    reset();
    if (!row)
        return row.error();
    return {};
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::string_view Statement::blob(int column) const
{
    const void *data = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return {static_cast<const char *>(data), data ? static_cast<std::size_t>(size) : 0};
}

QByteArray Statement::bytes(int column) const
{
    const std::string_view view = blob(column);
    return {view.data(), static_cast<qsizetype>(view.size())};
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
}

void Database::Close::operator()(sqlite3 *database) const
{
    sqlite3_close_v2(database);
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= access == Access::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    QByteArray name = path.toUtf8();
    if (access == Access::ReadImmutable) {
        flags |= SQLITE_OPEN_URI;
        name = "file://" + QUrl::toPercentEncoding(path, "/") + "?immutable=1";
    }

    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(name.constData(), &handle, flags, nullptr);
    auto database = std::make_unique<Database>();
    database->m_database.reset(handle);
    if (code != SQLITE_OK)
        return database->error(code);
    harden(handle);
    sqlite3_busy_timeout(handle, 5000);
    return database;
}

Result<void> Database::execute(const char *sql)
{
    const int code = sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return error(code);
    return {};
}

Result<Statement> Database::prepare(const char *sql) const
{
    sqlite3_stmt *handle = nullptr;
    const int code = sqlite3_prepare_v3(
        m_database.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK)
        return error(code);
    Statement statement;
    statement.m_statement.reset(handle);
    statement.m_database = this;
    return statement;
}

Result<Statement *> Database::prepared(const char *sql)
{
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        Result<Statement> statement = prepare(sql);
        if (!statement)
            return statement.error();
        found = m_prepared.emplace(sql, std::move(*statement)).first;
    }
    return &found->second;
}

Result<qint64> Database::integer(const char *sql) const
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return statement.error();
    const Result<bool> row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

qint64 Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_database.get());
}

bool Database::hasMoved() const
{
    int moved = 0;
    sqlite3_file_control(m_database.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

Error Database::error(int code) const
{
    const char *message = m_database ? sqlite3_errmsg(m_database.get()) : sqlite3_errstr(code);
    return Error{
        .kind = kindOf(code),
        .message = u"SQLite %1: %2"_s.arg(code).arg(QString::fromUtf8(message))};
}

} // namespace boxwatch
