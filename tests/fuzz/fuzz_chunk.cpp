// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"
#include "tests/fuzz/finding.h"

#include <cstddef>
#include <cstdint>

namespace boxwatch {

namespace {

volatile std::size_t sink = 0; // or the compiler would leave the reading out

/// Reads each byte, so that a view of something that is gone is noticed.
void touch(const Event &event)
{
    std::size_t sum = 0;
    for (const std::string_view text :
         {event.raw,
          event.id,
          event.type,
          event.actor.id,
          event.actor.name,
          event.actor.login,
          event.actingFor.id,
          event.actingFor.name,
          event.actingFor.login,
          event.target.id,
          event.target.name,
          event.target.login,
          event.owner.id,
          event.owner.name,
          event.owner.login,
          event.item.type,
          event.item.id,
          event.item.name,
          event.folder.id,
          event.folder.name,
          event.address,
          event.service,
          event.session,
          event.sharedLink,
          event.classification}) {
        for (const char c : text)
            sum += static_cast<unsigned char>(c);
    }
    sink = sum;
}

bool isAlike(const Event &a, const Event &b)
{
    return a.raw == b.raw && a.readable == b.readable && a.id == b.id && a.type == b.type
        && a.createdAt == b.createdAt && a.recordedAt == b.recordedAt && a.actor.id == b.actor.id
        && a.actor.name == b.actor.name && a.actor.login == b.actor.login
        && a.owner.login == b.owner.login && a.item.type == b.item.type && a.item.id == b.item.id
        && a.item.name == b.item.name && a.folder.id == b.folder.id
        && a.folder.name == b.folder.name && a.address == b.address && a.service == b.service
        && a.session == b.session && a.sharedLink == b.sharedLink
        && a.classification == b.classification && a.size == b.size && a.risk == b.risk;
}

void checkEvent(const Event &event, ChunkParser &parser)
{
    expect(event.risk >= -1 && event.risk <= 100, "a risk is 0 to 100, or not said");
    expect(event.size >= -1, "a size is not negative, or not said");
    touch(event);
    const Event again = parser.parseEvent(event.raw);
    expect(isAlike(again, event), "an event reads the same from the file as from Box");
    touch(again);
}

} // namespace

} // namespace boxwatch

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace boxwatch;

    static ChunkParser chunks;
    static ChunkParser single;
    const char *bytes = reinterpret_cast<const char *>(data);
    const auto chunk = chunks.parseChunk(QByteArray(bytes, static_cast<qsizetype>(size)));
    if (chunk) {
        int unreadable = 0;
        for (const Event &event : chunk->events()) {
            unreadable += event.readable ? 0 : 1;
            checkEvent(event, single);
        }
        expect(unreadable == chunk->unreadable(), "what cannot be read is counted");
    }
    touch(single.parseEvent({bytes, size}));
    return 0;
}
