// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventid.h"

#include <cstring>
#include <optional>
#include <span>

namespace boxwatch {

namespace {

// The first byte says how the rest is to be read. 0 is "no id".
constexpr quint8 kindUuid = 1; // 16 bytes: 8-4-4-4-12 lower-case hex digits
constexpr quint8 kindHex40 = 2; // 20 bytes
constexpr quint8 kindReference = 3; // 4 bytes: a code in a dictionary
constexpr quint8 kindInline = 4; // kindInline + length, for 1 to 23 bytes

constexpr std::size_t uuidLength = 36;
constexpr std::size_t hex40Length = 40;

std::optional<quint8> digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<quint8>(c - '0');
    if (c >= 'a' && c <= 'f') // upper case would not come back as it was
        return static_cast<quint8>(c - 'a' + 10);
    return {};
}

constexpr bool isUuidDash(std::size_t index)
{
    return index == 8 || index == 13 || index == 18 || index == 23;
}

/// Packs hex digits two by two; false if anything else stands among them.
bool packHex(std::string_view text, bool uuid, std::span<quint8> bytes)
{
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (uuid && isUuidDash(i)) {
            if (text[i] != '-')
                return false;
            continue;
        }
        const auto value = digitValue(text[i]);
        if (!value)
            return false;
        quint8 &byte = bytes[nibble / 2];
        byte = nibble % 2 == 0 ? static_cast<quint8>(*value << 4)
                               : static_cast<quint8>(byte | *value);
        ++nibble;
    }
    return true;
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
    std::memcpy(words.data(), m_bytes.data(), m_bytes.size());
    quint64 hash = words[0] * 0x9E3779B97F4A7C15U ^ words[1] * 0xC2B2AE3D27D4EB4FU
        ^ words[2] * 0x165667B19E3779F9U;
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93U;
    hash ^= hash >> 29;
    return static_cast<std::size_t>(hash);
}

} // namespace boxwatch
