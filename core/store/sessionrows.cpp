// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionrows.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace boxwatch::sessionrows {

namespace {

constexpr qint64 msPerDay = 86'400'000;

constexpr auto tooOld = "too_old";
constexpr auto refused = "refused";

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

qint64 dayOf(qint64 time)
{
    return time / msPerDay;
}

qint64 firstDayOfMonth(qint64 time)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).date();
    return QDate(day.year(), day.month(), 1).toJulianDay() - QDate(1970, 1, 1).toJulianDay();
}

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
    if (!row.isNull(7))
        stream.coversFrom = row.integer(7);
    return stream;
}

/// Calls \p take for each row of \p statement.
template<typename Take>
Result<void> eachRow(Statement &statement, Take take)
{
    for (Result<bool> row = statement.step();; row = statement.step()) {
        if (!row)
            return row.error();
        if (!*row)
            return {};
        take(statement);
    }
}

} // namespace

QByteArray toJson(const SessionOwner &owner)
{
    const QJsonObject object{
        {u"account_id"_s, owner.accountId},
        {u"login"_s, owner.login},
        {u"name"_s, owner.name},
        {u"enterprise_id"_s, owner.enterpriseId},
        {u"enterprise_name"_s, owner.enterpriseName}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

SessionOwner ownerFrom(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    return SessionOwner{
        .accountId = object["account_id"_L1].toString(),
        .login = object["login"_L1].toString(),
        .name = object["name"_L1].toString(),
        .enterpriseId = object["enterprise_id"_L1].toString(),
        .enterpriseName = object["enterprise_name"_L1].toString()};
}

Result<std::vector<StoredStream>> streams(const Database &database, int version)
{
    auto select = database.prepare(
        version < 2 ? "SELECT id, type, position, start_date, end_date, event_types, last_answer,"
                      " NULL FROM stream ORDER BY id"
                    : "SELECT id, type, position, start_date, end_date, event_types, last_answer,"
                      " covers_from FROM stream ORDER BY id");
    if (!select)
        return select.error();
    std::vector<StoredStream> streams;
    const Result<void> read = eachRow(
        *select, [&streams](const Statement &row) { streams.push_back(readStream(row)); });
    if (!read)
        return read.error();
    return streams;
}

Result<void> addStream(Database &database, StreamType type)
{
    auto insert = database.prepare(
        "INSERT INTO stream(type, position, event_types, last_answer, duplicates)"
        " VALUES(?, x'', '', 0, 0)");
    if (!insert)
        return insert.error();
    const QByteArray name = streamTypeName(type);
    return insert->bindText(1, viewOf(name)).run();
}

Result<void> setCoversFrom(Database &database, int stream, qint64 time)
{
    auto update = database.prepare("UPDATE stream SET covers_from = ? WHERE id = ?");
    if (!update)
        return update.error();
    return update->bind(1, time).bind(2, stream).run();
}

Result<void> setLastAnswer(Database &database, int stream, qint64 time)
{
    auto update = database.prepare(
        "UPDATE stream SET last_answer = max(last_answer, ?) WHERE id = ?");
    if (!update)
        return update.error();
    return update->bind(1, time).bind(2, stream).run();
}

Result<void> writeState(Database &database, const SessionFile::Commit &commit)
{
    const Result<Statement *> prepared = database.prepared(
        "UPDATE stream SET position = ?, start_date = ?, end_date = ?, event_types = ?,"
        " last_answer = max(last_answer, ?), duplicates = duplicates + ?,"
        " covers_from = coalesce(?, covers_from) WHERE id = ?");
    if (!prepared)
        return prepared.error();
    Statement *update = *prepared;
    const QByteArray types = commit.after.eventTypes.join(',');
    update->bind(1, viewOf(commit.after.position.text()));
    bindTime(*update, 2, commit.after.startDate);
    bindTime(*update, 3, commit.after.endDate);
    update->bindText(4, viewOf(types));
    update->bind(5, commit.receivedAt).bind(6, commit.duplicates).bind(8, commit.stream);
    if (commit.coversFrom)
        update->bind(7, *commit.coversFrom);
    else
        update->bindNull(7);
    return update->run();
}

Result<std::vector<StreamGap>> gaps(const Database &database, int version)
{
    if (version < 2)
        return std::vector<StreamGap>();
    auto select = database.prepare("SELECT stream.type, after, before, reason FROM gap JOIN stream"
                                   " ON stream.id = gap.stream ORDER BY gap.id LIMIT 1000");
    if (!select)
        return select.error();
    std::vector<StreamGap> gaps;
    const Result<void> read = eachRow(*select, [&gaps](const Statement &row) {
        gaps.push_back(
            {.type = streamTypeFromName(row.bytes(0)).value_or(StreamType::AdminLogs),
             .after = optionalTime(row, 1).value_or(QDateTime()),
             .before = optionalTime(row, 2).value_or(QDateTime()),
             .reason = row.bytes(3) == refused ? StreamGap::Reason::Refused
                                               : StreamGap::Reason::TooOld});
    });
    if (!read)
        return read.error();
    return gaps;
}

Result<bool> addGap(Database &database, int stream, const StreamGap &gap, qint64 now)
{
    const auto time = [](const QDateTime &when) {
        return when.isValid() ? std::optional(when) : std::nullopt;
    };
    auto known = database.prepare("SELECT 1 FROM gap WHERE stream = ? AND after IS ?");
    if (!known)
        return known.error();
    bindTime(known->bind(1, stream), 2, time(gap.after));
    if (const Result<bool> row = known->step(); !row || *row)
        return row ? Result<bool>(false) : row.error();

    auto insert = database.prepare(
        "INSERT INTO gap(stream, after, before, reason, noticed_at) VALUES(?, ?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    bindTime(insert->bind(1, stream), 2, time(gap.after));
    bindTime(*insert, 3, time(gap.before));
    insert->bindText(4, gap.reason == StreamGap::Reason::Refused ? refused : tooOld).bind(5, now);
    if (auto done = insert->run(); !done)
        return done.error();
    return true;
}

Result<void> addCalls(Database &database, qint64 time, qint64 calls)
{
    auto insert = database.prepare("INSERT INTO calls VALUES(?, ?) ON CONFLICT(day) DO UPDATE SET"
                                   " calls = calls + excluded.calls");
    if (!insert)
        return insert.error();
    return insert->bind(1, dayOf(time)).bind(2, calls).run();
}

Result<CallCounts> calls(const Database &database, int version, qint64 time)
{
    if (version < 2)
        return CallCounts();
    auto select = database.prepare(
        "SELECT coalesce((SELECT calls FROM calls WHERE day = ?1), 0),"
        " coalesce((SELECT sum(calls) FROM calls WHERE day BETWEEN ?2 AND ?1), 0)");
    if (!select)
        return select.error();
    if (const auto row = select->bind(1, dayOf(time)).bind(2, firstDayOfMonth(time)).step(); !row)
        return row.error();
    return CallCounts{.today = select->integer(0), .month = select->integer(1)};
}

} // namespace boxwatch::sessionrows
