// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/query/sampleevents.h"

#include <array>
#include <string_view>
#include <utility>

namespace boxwatch {

namespace {

constexpr std::array persons{
    std::array{"11", "Ana Ruiz", "ana@example.com"},
    std::array{"12", "ANA RUIZ", "ana.ruiz@example.org"},
    std::array{"13", "Kim Novák", "kim@example.com"},
    std::array{"14", "Москва Иванов", "ivan@example.com"},
    std::array{"15", "見積 太郎", ""},
    std::array{"", "Nobody Known", ""},
    std::array{"", "", "guest@example.net"},
    std::array{"11", "Ana Maria Ruiz", "ana@example.com"},
    std::array{"", "", ""},
};
constexpr std::array names{
    "Forecast Q1.xlsx",
    "forecast q10.xlsx",
    "FORECAST Q2.PDF",
    "report-final.pdf",
    "report.docx",
    "Łódź plan.txt",
    "見積もり.pdf",
    "Бюджет 2026.xlsx",
    "budget",
    "a*b",
    "100%",
    "x",
    "Ünïcode.TXT",
    "\xff\xfe broken",
    "file 007.bin",
    "file 7.bin",
    "12",
    ""};
constexpr std::array folders{"Finance",   "finance",      "HR / Verträge",
                             "All Files", "Finance 2026", ""};
constexpr std::array types{
    "DOWNLOAD",
    "UPLOAD",
    "PREVIEW",
    "LOGIN",
    "FAILED_LOGIN",
    "SHIELD_ALERT",
    "COLLABORATION_INVITE",
    "MADE_UP_TYPE",
    "made_up_type",
    ""};
constexpr std::array addresses{
    "10.20.1.2",   "10.20.255.1",   "10.2.0.1",     "192.0.2.1",  "198.51.100.77",
    "2001:db8::1", "2001:DB8:0::2", "fe80::1%eth0", "Unknown IP", ""};
constexpr std::array services{"Box Sync", "Box Web Application", "box sync", "SFTP", ""};
constexpr std::array classifications{"Confidential", "Public", "INTERNAL only", ""};
constexpr std::array itemTypes{"file", "folder", "web_link", ""};

template<typename Pool>
const auto &oneOf(QRandomGenerator &random, const Pool &pool)
{
    return pool[random.bounded(static_cast<quint32>(pool.size()))];
}

template<typename Pool>
QByteArray textOf(QRandomGenerator &random, const Pool &pool)
{
    return QByteArray(oneOf(random, pool));
}

SamplePerson randomPerson(QRandomGenerator &random)
{
    const auto &person = oneOf(random, persons);
    return {.id = person[0], .name = person[1], .login = person[2]};
}

bool chance(QRandomGenerator &random, quint32 oneIn)
{
    return random.bounded(oneIn) == 0;
}

QByteArray randomId(QRandomGenerator &random)
{
    const QByteArray digits = QByteArray::number(random.generate64(), 16).rightJustified(16, '0')
        + QByteArray::number(random.generate64(), 16).rightJustified(16, '0');
    switch (random.bounded(8)) {
    case 0:
        return {};
    case 1:
        return QByteArray::number(random.bounded(1000));
    case 2:
        return digits + "01234567";
    case 3:
        return "an-id-that-is-longer-than-most-" + digits;
    default:
        return digits.left(8) + '-' + digits.mid(8, 4) + '-' + digits.mid(12, 4) + '-'
            + digits.mid(16, 4) + '-' + digits.mid(20, 12);
    }
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

Person viewOf(const SamplePerson &person)
{
    return {.id = viewOf(person.id), .name = viewOf(person.name), .login = viewOf(person.login)};
}

Event eventOf(const SampleEvent &sample)
{
    Event event;
    event.readable = sample.readable;
    event.id = viewOf(sample.id);
    event.type = viewOf(sample.type);
    event.createdAt = sample.createdAt;
    event.recordedAt = sample.recordedAt;
    event.actor = viewOf(sample.actor);
    event.actingFor = viewOf(sample.actingFor);
    event.target = viewOf(sample.target);
    event.owner = viewOf(sample.owner);
    event.item = {
        .type = viewOf(sample.itemType),
        .id = viewOf(sample.itemId),
        .name = viewOf(sample.itemName)};
    event.folder = {.id = viewOf(sample.folderId), .name = viewOf(sample.folderName)};
    event.address = viewOf(sample.address);
    event.service = viewOf(sample.service);
    event.session = viewOf(sample.session);
    event.sharedLink = viewOf(sample.sharedLink);
    event.classification = viewOf(sample.classification);
    event.size = sample.size;
    event.risk = sample.risk;
    return event;
}

SampleEvent randomEvent(QRandomGenerator &random)
{
    constexpr qint64 start = 1'772'400'000'000; // 2026-03-01T21:20:00Z
    constexpr qint64 week = 7LL * 24 * 3600 * 1000;

    SampleEvent event;
    event.id = randomId(random);
    if (chance(random, 20)) {
        event.readable = chance(random, 2);
        return event; // nothing else is known of it
    }
    event.type = textOf(random, types);
    event.actor = randomPerson(random);
    if (chance(random, 4))
        event.actingFor = randomPerson(random);
    if (chance(random, 3))
        event.target = randomPerson(random);
    event.owner = randomPerson(random);
    event.itemType = textOf(random, itemTypes);
    event.itemId = chance(random, 3) ? QByteArray() : QByteArray::number(random.bounded(40));
    event.itemName = textOf(random, names);
    event.folderId = chance(random, 3) ? QByteArray() : QByteArray::number(random.bounded(20));
    event.folderName = textOf(random, folders);
    event.address = textOf(random, addresses);
    event.service = textOf(random, services);
    event.session = chance(random, 2) ? QByteArray() : QByteArray::number(random.bounded(50));
    event.sharedLink = chance(random, 2) ? QByteArray()
                                         : "link" + QByteArray::number(random.bounded(9));
    event.classification = textOf(random, classifications);
    event.size = chance(random, 3) ? -1 : random.bounded(5) * 1024;
    event.risk = chance(random, 2) ? -1 : random.bounded(101);
    if (!chance(random, 10))
        event.createdAt = start + static_cast<qint64>(random.bounded(1.0) * week);
    if (chance(random, 2))
        event.recordedAt = start + static_cast<qint64>(random.bounded(1.0) * week);
    event.isMarked = chance(random, 6);
    return event;
}

} // namespace

StreamType sampleStreamType(int stream)
{
    constexpr std::array streams{
        StreamType::AdminLogsStreaming, StreamType::AdminLogs, StreamType::All};
    return streams[static_cast<std::size_t>(stream - 1)];
}

QByteArray randomText(QRandomGenerator &random)
{
    switch (random.bounded(8)) {
    case 0: {
        const SamplePerson person = randomPerson(random);
        return !person.name.isEmpty() ? person.name : person.login;
    }
    case 1:
        return randomPerson(random).login;
    case 2:
        return textOf(random, folders);
    case 3:
        return textOf(random, types);
    case 4:
        return textOf(random, addresses);
    case 5:
        return textOf(random, services);
    default:
        return textOf(random, names);
    }
}

std::vector<SampleEvent> randomEvents(QRandomGenerator &random, std::size_t count)
{
    std::vector<SampleEvent> events;
    events.reserve(count);
    int left = 0;
    qint64 receivedAt = 1'773'000'000'000;
    int stream = 1;
    bool late = false;
    while (events.size() < count) {
        if (left-- == 0) {
            left = random.bounded(1, 12);
            receivedAt += random.bounded(60'000);
            stream = random.bounded(1, 4);
            late = chance(random, 4);
        }
        events.push_back(randomEvent(random));
        events.back().receivedAt = receivedAt;
        events.back().stream = stream;
        events.back().late = late;
    }
    return events;
}

void appendSamples(
    EventTable &table, const std::vector<SampleEvent> &events, std::size_t first, std::size_t end)
{
    for (std::size_t i = first; i < end; ++i) {
        const SampleEvent &sample = events[i];
        const bool isNewChunk = i == first || events[i - 1].receivedAt != sample.receivedAt
            || events[i - 1].stream != sample.stream || events[i - 1].late != sample.late;
        if (isNewChunk) {
            table.beginChunk(
                {.receivedAt = sample.receivedAt,
                 .first = static_cast<EventTable::Row>(i),
                 .stream = static_cast<quint16>(sample.stream),
                 .late = sample.late});
        }
        const Event event = eventOf(sample);
        table.append(event, table.packId(event));
    }
    table.publish();
}

} // namespace boxwatch
