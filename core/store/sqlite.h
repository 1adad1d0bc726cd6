// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <memory>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace boxwatch {

class Database;

/// A prepared statement. Values are bound by position, from 1, and are not copied: they must live
/// until the statement was run. Internal to core/store.
class Statement
{
public:
    Statement() = default;

    Statement &bind(int index, qint64 value);
    Statement &bind(int index, std::string_view blob);
    Statement &bindText(int index, std::string_view text);
    Statement &bindNull(int index);

    /// True if there is a row, false at the end.
    Result<bool> step();

    /// Runs a statement that gives no rows, and makes it ready for the next time.
    Result<void> run();

    qint64 integer(int column) const;
    bool isNull(int column) const;
    /// A view that is good until the next step.
    std::string_view blob(int column) const;
    QByteArray bytes(int column) const;

    /// Also unbinds, so that nothing points to what was bound.
    void reset();

private:
    friend class Database;

    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    const Database *m_database = nullptr;
};

/// One connection, hardened: no triggers, views, extensions or attached files, whatever the file says.
/// Internal to core/store.
class Database
{
public:
    enum class Access {
        Read,
        ReadImmutable, ///< no locks and no files beside it: for media that cannot be written
        Write,
    };

    static Result<std::unique_ptr<Database>> open(const QString &path, Access access);

    Result<void> execute(const char *sql);
    Result<Statement> prepare(const char *sql) const;

    /// The same for a statement that is wanted again and again, kept until the connection is closed: for
    /// one that runs at every commit, to prepare it costs as much as a tenth of it. \p sql is a literal.
    Result<Statement *> prepared(const char *sql);
    Result<qint64> integer(const char *sql) const; ///< first column of the first row, 0 without one
    qint64 lastInsertId() const;

    /// Whether the file was deleted, moved or replaced under the connection. SQLite itself would go on
    /// writing into a file that nobody can reach.
    bool hasMoved() const;

    Error error(int code) const;

private:
    struct Close
    {
        void operator()(sqlite3 *database) const;
    };
    std::unique_ptr<sqlite3, Close> m_database;
    std::map<const char *, Statement> m_prepared; // finalized before the connection is closed
};

} // namespace boxwatch
