// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace boxwatch {

/// An event id in 24 bytes, since a session keeps one for each event.
///
/// Box sends UUIDs (enterprise) and 40 hex digits (user streams); both are kept in binary. Anything
/// else up to 23 bytes is kept as it is. A longer one is kept elsewhere and only referred to here:
/// see EventTable::packId(). Two ids are equal exactly if their texts are.
class EventId
{
public:
    EventId() = default;

    /// Empty for a text that does not fit: use reference() for it.
    static EventId fromText(std::string_view text);
    static EventId reference(quint32 code);

    bool isEmpty() const { return m_bytes[0] == 0; }

    /// Whether text() has to be looked up under code().
    bool isReference() const;
    quint32 code() const;

    /// As it is kept where all ids of many rows have the same form: without the byte that says which,
    /// and without what that form leaves unused.
    quint8 form() const { return m_bytes[0]; }
    static std::size_t sizeOfForm(quint8 form);
    std::span<const quint8> payload() const;
    static EventId fromPayload(quint8 form, const quint8 *payload);

    std::string text() const;
    std::size_t hash() const;

    friend bool operator==(const EventId &, const EventId &) = default;

private:
    std::array<quint8, 24> m_bytes{};
};

} // namespace boxwatch
