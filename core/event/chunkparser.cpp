// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"

#include "core/event/eventreader.h"
#include "core/event/jsonslicer.h"

#include <simdjson.h>

namespace boxwatch {

namespace {

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

Error malformed(const char *message)
{
    return Error{.kind = Error::Kind::Malformed, .message = QString::fromLatin1(message)};
}

/// Whether nothing follows the value that was read.
bool isAtEnd(simdjson::ondemand::document &document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

/// Behind the brace that closes the object that was just read and began at \p begin; null if there is
/// none. What stands between it and the next token is space.
const char *endOfObject(simdjson::ondemand::document &document, const char *begin)
{
    const char *end = nullptr;
    if (document.current_location().get(end) != simdjson::SUCCESS)
        return nullptr;
    while (end > begin && isJsonSpace(end[-1]))
        --end;
    return end > begin && end[-1] == '}' ? end : nullptr;
}

} // namespace

/// The parsers and their buffers: simdjson keeps what it allocated from one document to the next.
class ChunkParser::Reader
{
public:
    /// Strict and fast. False if simdjson refuses any of it; \p content is then half filled.
    bool readWhole(EventChunk::Content &content);

    /// Entry by entry, for a chunk with something in it that simdjson refuses.
    bool readSliced(EventChunk::Content &content);

    /// The views of the event point into \p padded, which becomes a copy of \p raw, and \p unescaped.
    Event readOne(std::string_view raw, std::string &padded, std::deque<std::string> &unescaped);

    // For ChunkParser::parseEvent().
    std::string padded;
    std::deque<std::string> unescaped;

private:
    bool readEntries(
        simdjson::ondemand::document &document, simdjson::ondemand::value value,
        EventChunk::Content &content);

    simdjson::ondemand::parser m_chunkParser;
    simdjson::ondemand::parser m_eventParser;
};

bool ChunkParser::Reader::readEntries(
    simdjson::ondemand::document &document, simdjson::ondemand::value value,
    EventChunk::Content &content)
{
    simdjson::ondemand::array entries;
    if (value.get_array().get(entries) != simdjson::SUCCESS)
        return false;
    for (auto result : entries) {
        simdjson::ondemand::value entry;
        simdjson::ondemand::object object;
        if (std::move(result).get(entry) != simdjson::SUCCESS)
            return false;
        const char *const begin = entry.raw_json_token().data();
        Event &event = content.events.emplace_back();
        if (entry.get_object().get(object) != simdjson::SUCCESS
            || !EventReader(content.unescaped).read(object, event))
            return false;
        // Not raw_json() before: that would walk over the whole event once more.
        const char *const end = endOfObject(document, begin);
        if (!end)
            return false;
        event.raw = {begin, static_cast<std::size_t>(end - begin)};
    }
    return true;
}

bool ChunkParser::Reader::readWhole(EventChunk::Content &content)
{
    const QByteArray &body = content.body;
    const simdjson::padded_string_view view(
        body.constData(), static_cast<std::size_t>(body.size()),
        static_cast<std::size_t>(body.capacity()));
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (m_chunkParser.iterate(view).get(document) != simdjson::SUCCESS
        || document.get_object().get(object) != simdjson::SUCCESS)
        return false;

    bool hasEntries = false;
    for (auto result : object) {
        simdjson::ondemand::field field;
        std::string_view key;
        if (std::move(result).get(field) != simdjson::SUCCESS || !keyOf(field, key))
            return false;
        if (key == "entries") {
            if (hasEntries || !readEntries(document, field.value(), content))
                return false;
            hasEntries = true;
        } else if (key == "next_stream_position") {
            const std::string_view text = positionText(
                field.value().raw_json_token(), content.unescaped);
            content.next = StreamPosition(
                QByteArray(text.data(), static_cast<qsizetype>(text.size())));
        }
    }
    return hasEntries && isAtEnd(document);
}

bool ChunkParser::Reader::readSliced(EventChunk::Content &content)
{
    const auto slices = sliceChunk(viewOf(content.body));
    if (!slices)
        return false;
    const std::string_view next = positionText(slices->nextPosition, content.unescaped);
    content.next = StreamPosition(QByteArray(next.data(), static_cast<qsizetype>(next.size())));
    content.events.reserve(slices->entries.size());
    for (const std::string_view raw : slices->entries) {
        std::string &copy = content.unescaped.emplace_back();
        content.events.push_back(readOne(raw, copy, content.unescaped));
        content.unreadable += content.events.back().readable ? 0 : 1;
    }
    return true;
}

Event ChunkParser::Reader::readOne(
    std::string_view raw, std::string &copy, std::deque<std::string> &texts)
{
    copy.reserve(raw.size() + simdjson::SIMDJSON_PADDING);
    copy.assign(raw);
    Event event;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    const bool readable = m_eventParser.iterate(copy).get(document) == simdjson::SUCCESS
        && document.get_object().get(object) == simdjson::SUCCESS
        && EventReader(texts).read(object, event) && isAtEnd(document);
    if (!readable)
        return Event{.raw = raw, .readable = false};
    event.raw = raw;
    return event;
}

ChunkParser::ChunkParser() : m_reader(std::make_unique<Reader>())
{
}

ChunkParser::~ChunkParser() = default;

Result<EventChunk> ChunkParser::parseChunk(QByteArray body)
{
    if (body.isEmpty())
        return malformed("The body is empty.");
    body.reserve(body.size() + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));

    auto content = std::make_shared<EventChunk::Content>();
    content->body = std::move(body);
    content->events.reserve(512);
    if (!m_reader->readWhole(*content)) {
        auto sliced = std::make_shared<EventChunk::Content>();
        sliced->body = content->body;
        if (!m_reader->readSliced(*sliced))
            return malformed("The body is not a whole JSON object with entries.");
        content = std::move(sliced);
    }
    EventChunk chunk;
    chunk.m_content = std::move(content);
    return chunk;
}

Event ChunkParser::parseEvent(std::string_view raw)
{
    m_reader->unescaped.clear();
    return m_reader->readOne(raw, m_reader->padded, m_reader->unescaped);
}

} // namespace boxwatch
