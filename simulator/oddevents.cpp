// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/oddevents.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr qint64 maxLevels = 100'000;
constexpr qint64 maxLarge = 64 * 1024 * 1024;

// Beyond what a double can hold.
constexpr qint64 bigId = 9'007'199'254'740'993;

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray bytesOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Line \p name (S1 to S14) of the samples, with the id of the event it stands for.
QByteArray sample(const QByteArray &name, const QByteArray &right)
{
    QFile file(u":/simulator/samples.jsonl"_s);
    if (!file.open(QIODevice::ReadOnly))
        return right;
    const QList<QByteArray> lines = file.readAll().split('\n');
    const QByteArray line = lines.value(name.mid(1).toInt() - 1);
    // Replaced as text: a sample keeps its own order and its own numbers.
    const QByteArray old = objectOf(line)["event_id"_L1].toString().toUtf8();
    const QByteArray id = objectOf(right)["event_id"_L1].toString().toUtf8();
    return id.isEmpty() ? line : QByteArray(line).replace(old, id);
}

/// \p right with one more member, written as it is given: Qt has no room for what is that deep.
QByteArray withDetails(const QByteArray &right, const QByteArray &details)
{
    QJsonObject event = objectOf(right);
    event.remove("additional_details"_L1);
    return bytesOf(event).chopped(1) + ",\"additional_details\":" + details + '}';
}

QByteArray nested(qint64 levels)
{
    const qint64 count = std::clamp<qint64>(levels, 1, maxLevels);
    return QByteArray("{\"deep\":").repeated(count) + "null" + QByteArray(count, '}');
}

QJsonObject withNulls(QJsonObject event)
{
    for (auto member = event.begin(); member != event.end(); ++member) {
        if (member.key() != u"event_id" && member.key() != u"created_at")
            *member = QJsonValue::Null;
    }
    return event;
}

QJsonObject withOddMembers(QJsonObject event)
{
    event[u"type"] = 7;
    event[u"event_type"] = QJsonArray{u"UPLOAD"_s};
    event[u"created_by"] = u"Mara Okafor"_s;
    event[u"action_by"] = QJsonArray();
    event[u"source"] = QJsonArray{QJsonObject{{u"type"_s, u"file"_s}}, 4, QJsonValue::Null};
    event[u"additional_details"] = u"a text"_s;
    event[u"ip_address"] = 127001;
    event[u"session_id"] = true;
    event[u"nobody_knows_this"] = QJsonObject{{u"a"_s, 1.5}};
    return event;
}

QJsonObject withNumericIds(QJsonObject event)
{
    const QJsonObject person{
        {u"type"_s, u"user"_s}, {u"id"_s, bigId}, {u"name"_s, u"Number"_s}, {u"login"_s, u""_s}};
    event[u"created_by"] = person;
    event[u"source"] = QJsonObject{
        {u"item_type"_s, u"file"_s},
        {u"item_id"_s, bigId + 2},
        {u"item_name"_s, u"seven"_s},
        {u"parent"_s, QJsonObject{{u"type"_s, u"folder"_s}, {u"id"_s, 0}, {u"name"_s, u""_s}}},
        {u"owned_by"_s, person}};
    return event;
}

/// The text of created_at in another zone; \p index says in which.
QJsonObject inAnotherZone(QJsonObject event, std::size_t index)
{
    static constexpr std::array<const char *, 7> forms{
        "2026-03-08T01:59:59-08:00",  "2026-03-08T03:00:00-07:00", "2026-03-03T02:45:12+10:00",
        "2026-03-02T17:15:00.250Z",   "2026-03-02T08:20:31+0530",  "2026-03-02T08:20:31",
        "2026-03-29T03:00:00.1+02:00"};
    event[u"created_at"] = QString::fromLatin1(forms[index % forms.size()]);
    return event;
}

QByteArray awkward(const QByteArray &right)
{
    QJsonObject event = objectOf(right);
    event[u"source"] = QJsonObject{
        {u"item_type"_s, u"file"_s},
        {u"item_id"_s, u""_s},
        {u"item_name"_s, QString(u"\u202Egpj.exe <b>bold</b><img src=x>\u0001\u0000\t\n"_s)},
        {u"parent"_s, QJsonValue::Null},
        {u"owned_by"_s,
         QJsonObject{
             {u"type"_s, u"user"_s}, {u"id"_s, u""_s}, {u"name"_s, QString(10'000, u'x')}}}};
    // Half of a surrogate pair cannot be in a QString that becomes UTF-8.
    return bytesOf(event).chopped(1) + ",\"session_id\":\"\\ud800 lone\"}";
}

QByteArray withId(const QByteArray &right, const QByteArray &how)
{
    QJsonObject event = objectOf(right);
    if (how == "missing_id")
        event.remove("event_id"_L1);
    else if (how == "null_id")
        event[u"event_id"] = QJsonValue::Null;
    else if (how == "empty_id")
        event[u"event_id"] = u""_s;
    else
        event[u"event_id"] = bigId
            + static_cast<qint64>(mixed(qHash(right)) % 1'000'000'000'000) * 2;
    return bytesOf(event);
}

} // namespace

void OddEvents::put(std::uint64_t index, const QByteArray &right, const Fault &fault)
{
    Event event;
    event.json = made(right, fault);
    // From the event as it was if Qt cannot read it any more: only its details are that deep.
    const QJsonDocument document = QJsonDocument::fromJson(event.json);
    const QJsonObject object = document.isObject() ? document.object() : objectOf(right);
    const QJsonValue id = object["event_id"_L1];
    if (id.isString() && !id.toString().isEmpty())
        event.id = id.toString().toUtf8();
    else if (id.isDouble())
        event.id = QByteArray::number(id.toInteger());
    event.type = object["event_type"_L1].toString().toUtf8();
    m_events.insert(index, event);
}

QByteArray OddEvents::made(const QByteArray &right, const Fault &fault)
{
    const QByteArray &how = fault.how;
    QJsonObject event = objectOf(right);
    if (how.startsWith('S'))
        return sample(how, right);
    if (how.endsWith("_id"))
        return withId(right, how);
    if (how == "null_members")
        return bytesOf(withNulls(event));
    if (how == "missing_members")
        return bytesOf({{u"event_id"_s, event["event_id"_L1]}});
    if (how == "odd_members")
        return bytesOf(withOddMembers(event));
    if (how == "numeric_ids")
        return bytesOf(withNumericIds(event));
    if (how == "deep")
        return withDetails(right, nested(fault.number("levels"_L1, 600)));
    if (how == "large")
        return withDetails(
            right,
            "{\"text\":\""
                + QByteArray(
                    std::clamp<qint64>(fault.number("bytes"_L1, 1'000'000), 0, maxLarge), 'x')
                + "\"}");
    if (how == "mixed_offsets")
        return bytesOf(inAnotherZone(event, qHash(right)));
    if (how == "awkward_text")
        return awkward(right);
    if (how == "unknown_type")
        event[u"event_type"] = u"HOLODECK_PROGRAM_STARTED"_s;
    else if (how == "missing_type")
        event.remove("event_type"_L1);
    const QJsonObject members = fault.details["members"_L1].toObject();
    for (auto member = members.begin(); member != members.end(); ++member)
        event[member.key()] = *member;
    return bytesOf(event);
}

} // namespace boxwatch::sim
