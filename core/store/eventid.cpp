// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventid.h"

#include <QtEndian>

#include <cstring>

namespace boxwatch {

namespace {

// The first byte says how the rest is to be read. 0 is "no id".
constexpr quint8 kindUuid = 1; // 16 bytes: 8-4-4-4-12 lower-case hex digits
constexpr quint8 kindHex40 = 2; // 20 bytes
constexpr quint8 kindReference = 3; // 4 bytes: a code in a dictionary
constexpr quint8 kindInline = 4; // kindInline + length, for 1 to 23 bytes

constexpr std::size_t uuidLength = 36;
constexpr std::size_t hex40Length = 40;

constexpr quint8 notHex = 0xFF;

/// The value of each hex digit. Upper case would not come back as it was.
constexpr std::array<quint8, 256> digitValues = [] {
    std::array<quint8, 256> values{};
    values.fill(notHex);
    for (unsigned i = 0; i < 10; ++i)
        values['0' + i] = static_cast<quint8>(i);
    for (unsigned i = 0; i < 6; ++i)
        values['a' + i] = static_cast<quint8>(10 + i);
    return values;
}();

constexpr bool isUuidDash(std::size_t index)
{
    return index == 8 || index == 13 || index == 18 || index == 23;
}

/// Packs hex digits two by two; false if anything else stands among them.
bool packHex(std::string_view text, bool uuid, std::span<quint8> bytes)
{
    unsigned seen = 0; // of the values of all digits
    std::size_t place = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (uuid && isUuidDash(i)) {
            if (text[i] != '-')
                return false;
            ++i;
            continue;
        }
        const unsigned high = digitValues[static_cast<unsigned char>(text[i])];
        const unsigned low = digitValues[static_cast<unsigned char>(text[i + 1])];
        seen |= high | low;
        bytes[place] = static_cast<quint8>(high << 4 | low);
        ++place;
        i += 2;
    }
    return seen < 16;
}

std::string unpackHex(std::span<const quint8> bytes, bool uuid)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(hex40Length);
    for (const quint8 byte : bytes) {
        if (uuid && isUuidDash(text.size()))
            text += '-';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

EventId EventId::fromText(std::string_view text)
{
    EventId id;
    const std::span<quint8> payload(id.m_bytes.data() + 1, id.m_bytes.size() - 1);
    if (text.size() == uuidLength && packHex(text, true, payload)) {
        id.m_bytes[0] = kindUuid;
        return id;
    }
    if (text.size() == hex40Length && packHex(text, false, payload)) {
        id.m_bytes[0] = kindHex40;
        return id;
    }
    id = {};
    if (!text.empty() && text.size() <= payload.size()) {
        id.m_bytes[0] = static_cast<quint8>(kindInline + text.size());
        std::memcpy(id.m_bytes.data() + 1, text.data(), text.size());
    }
    return id;
}

EventId EventId::reference(quint32 code)
{
    EventId id;
    id.m_bytes[0] = kindReference;
    std::memcpy(id.m_bytes.data() + 1, &code, sizeof code);
    return id;
}

bool EventId::isReference() const
{
    return m_bytes[0] == kindReference;
}

quint32 EventId::code() const
{
    quint32 code = 0;
    std::memcpy(&code, m_bytes.data() + 1, sizeof code);
    return code;
}

std::size_t EventId::sizeOfForm(quint8 form)
{
    switch (form) {
    case 0:
        return 0;
    case kindUuid:
        return 16;
    case kindHex40:
        return 20;
    case kindReference:
        return sizeof(quint32);
    default:
        return form - kindInline;
    }
}

std::span<const quint8> EventId::payload() const
{
    return std::span(m_bytes).subspan(1, sizeOfForm(form()));
}

EventId EventId::fromPayload(quint8 form, const quint8 *payload)
{
    EventId id;
    id.m_bytes[0] = form;
    // Nearly all are UUIDs, and a size that is known saves the call.
    if (form == kindUuid)
        std::memcpy(id.m_bytes.data() + 1, payload, 16);
    else
        std::memcpy(id.m_bytes.data() + 1, payload, sizeOfForm(form));
    return id;
}

std::string EventId::text() const
{
    const std::span<const quint8> payload(m_bytes.data() + 1, m_bytes.size() - 1);
    switch (m_bytes[0]) {
    case 0:
    case kindReference:
        return {};
    case kindUuid:
        return unpackHex(payload.first(16), true);
    case kindHex40:
        return unpackHex(payload.first(20), false);
    default:
        return {payload.begin(), payload.begin() + (m_bytes[0] - kindInline)};
    }
}

std::size_t EventId::hash() const
{
    // Ids are random already, as a rule; mixing guards against those that only count up.
    std::array<quint64, 3> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = qFromLittleEndian<quint64>(m_bytes.data() + i * sizeof(quint64));
    quint64 hash = words[0] * 0x9E3779B97F4A7C15U ^ words[1] * 0xC2B2AE3D27D4EB4FU
        ^ words[2] * 0x165667B19E3779F9U;
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93U;
    hash ^= hash >> 29;
    return static_cast<std::size_t>(hash);
}

} // namespace boxwatch
