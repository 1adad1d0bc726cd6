// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/tablecopy.h"

#include <QUuid>

#include <algorithm>

namespace boxwatch {

namespace {

Person personOf(const TableSnapshot &table, EventTable::Code code)
{
    const EventTable::Triple person = table.person(code);
    return {
        .id = table.text(person.first),
        .name = table.text(person.second),
        .login = table.text(person.third)};
}

Event eventOf(const TableSnapshot &table, EventTable::Row row)
{
    const EventTable::Triple item = table.itemEntry(table.item(row));
    const EventTable::Triple folder = table.folderEntry(table.folder(row));
    Event event;
    event.readable = table.isReadable(row);
    event.type = table.typeName(table.type(row));
    event.createdAt = table.createdAt(row);
    event.recordedAt = table.recordedAt(row);
    event.actor = personOf(table, table.actor(row));
    event.actingFor = personOf(table, table.actingFor(row));
    event.target = personOf(table, table.target(row));
    event.owner = personOf(table, table.owner(row));
    event.item = {
        .type = table.text(item.first),
        .id = table.text(item.second),
        .name = table.text(item.third)};
    event.folder = {.id = table.text(folder.first), .name = table.text(folder.second)};
    event.address = table.text(table.address(row));
    event.service = table.text(table.service(row));
    event.session = table.text(table.session(row));
    event.sharedLink = table.text(table.sharedLink(row));
    event.classification = table.text(table.classification(row));
    event.size = table.size(row);
    event.risk = table.risk(row);
    return event;
}

} // namespace

void copyRows(const TableSnapshot &from, EventTable::Row rows, int times, EventTable &to)
{
    constexpr EventTable::Row rowsPerChunk = 500;

    EventTable::Row next = 0;
    for (int time = 0; time < times; ++time) {
        for (EventTable::Row row = 0; row < std::min(rows, from.size()); ++row, ++next) {
            if (row % rowsPerChunk == 0) {
                to.beginChunk({.receivedAt = from.receivedAt(row), .first = next, .stream = 1});
                to.publish();
            }
            const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
            to.append(
                eventOf(from, row),
                EventId::fromText({id.constData(), static_cast<std::size_t>(id.size())}));
        }
    }
    to.publish();
}

} // namespace boxwatch
