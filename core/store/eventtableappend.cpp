// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventtabledata.h"

#include <algorithm>
#include <array>

namespace boxwatch {

namespace {

// So many events wait for their memory at the same time. More would fall out of the nearest cache.
constexpr std::size_t together = 16;

/// The texts of one event by which the dictionaries are asked, and their hashes.
struct Keys
{
    using Triple = TripleDictionary::Texts;

    std::array<Triple, 4> persons; // actor, acting for, target, owner
    Triple item;
    Triple folder;
    std::array<std::string_view, 5> texts; // address, service, session, shared link, classification
    std::array<std::size_t, 4> personHashes{};
    std::size_t itemHash = 0;
    std::size_t folderHash = 0;
    std::array<std::size_t, 5> textHashes{};

    void read(const Event &event)
    {
        const auto person = [](const Person &from) {
            return Triple{from.id, from.name, from.login};
        };
        persons = {
            person(event.actor), person(event.actingFor), person(event.target),
            person(event.owner)};
        item = {event.item.type, event.item.id, event.item.name};
        folder = {event.folder.id, event.folder.name, {}};
        texts = {
            event.address, event.service, event.session, event.sharedLink, event.classification};
        for (std::size_t i = 0; i < persons.size(); ++i)
            personHashes[i] = TripleDictionary::hashOf(persons[i]);
        itemHash = TripleDictionary::hashOf(item);
        folderHash = TripleDictionary::hashOf(folder);
        for (std::size_t i = 0; i < texts.size(); ++i)
            textHashes[i] = texts[i].empty() ? 0 : Dictionary::hashOf(texts[i]);
    }
};

} // namespace

/// The step from an event to its cells; keeps its memory from one to the next.
class EventTable::Data::Appender
{
public:
    explicit Appender(Data &data) : m_data(data) { }

    Keys &keys(std::size_t index) { return m_keys[index]; }

    /// Most of the cost of large dictionaries is to wait for their memory: this asks for all of it.
    void ask(const Keys &keys) const
    {
        for (const std::size_t hash : keys.personHashes)
            m_data.persons.prefetch(hash);
        m_data.items.prefetch(keys.itemHash);
        m_data.folders.prefetch(keys.folderHash);
        for (const std::size_t hash : keys.textHashes)
            m_data.texts.prefetch(hash);
    }

    void write(
        const Event &event, const Keys &keys, GrowingSegment &segment, std::size_t cell) const
    {
        const auto set = [&](CodeColumn column, Code code) {
            segment.codeCells[static_cast<std::size_t>(column)][cell] = code;
        };
        set(CodeColumn::Type, m_data.types.insert(event.type));
        constexpr std::array personColumns{
            CodeColumn::Actor, CodeColumn::ActingFor, CodeColumn::Target, CodeColumn::Owner};
        for (std::size_t i = 0; i < personColumns.size(); ++i)
            set(personColumns[i], m_data.persons.insert(keys.persons[i], keys.personHashes[i]));
        set(CodeColumn::Item, m_data.items.insert(keys.item, keys.itemHash));
        set(CodeColumn::Folder, m_data.folders.insert(keys.folder, keys.folderHash));
        constexpr std::array textColumns{
            CodeColumn::Address, CodeColumn::Service, CodeColumn::Session, CodeColumn::SharedLink,
            CodeColumn::Classification};
        for (std::size_t i = 0; i < textColumns.size(); ++i)
            set(textColumns[i], m_data.texts.insert(keys.texts[i], keys.textHashes[i]));

        segment.numberCells[0][cell] = event.createdAt;
        segment.numberCells[1][cell] = event.recordedAt;
        segment.numberCells[2][cell] = event.size;
        segment.riskCells[cell] = static_cast<quint8>(std::clamp(event.risk, -1, 100)); // -1 is 255
        segment.readableCells[cell] = event.readable ? 1 : 0;
    }

private:
    Data &m_data;
    std::array<Keys, together> m_keys;
};

EventTable::Data::Data(Keep whatToKeep)
    : keep(whatToKeep)
    , appender(std::make_unique<Appender>(*this))
{
}

EventTable::Data::~Data() = default;

void EventTable::Data::appendId(const EventId &id, GrowingSegment &segment)
{
    segment.idCells[rows % rowsPerSegment] = id;
    if (indexedRows == rows) {
        indexId(id, rows);
        ++indexedRows;
    }
    ++rows;
}

void EventTable::Data::append(std::span<const Event> events, std::span<const EventId> eventIds)
{
    if (keep == Keep::Ids) {
        for (const EventId &id : eventIds)
            appendId(id, segmentForNextRow());
        return;
    }
    for (std::size_t first = 0; first < events.size(); first += together) {
        const std::size_t count = std::min(together, events.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            appender->keys(i).read(events[first + i]);
            if (count > 1)
                appender->ask(appender->keys(i));
        }
        for (std::size_t i = 0; i < count; ++i) {
            GrowingSegment &segment = segmentForNextRow();
            appender->write(events[first + i], appender->keys(i), segment, rows % rowsPerSegment);
            appendId(eventIds[first + i], segment);
        }
    }
}

} // namespace boxwatch
