// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace boxwatch {

/// A place in an event stream, as Box gave it: opaque text.
///
/// Box sends it as a JSON string or as a number beyond 2^53, so it never passes through a double and
/// is never compared by size. Sent back byte for byte (reference: next_stream_position of
/// GET /2.0/events).
class StreamPosition
{
public:
    StreamPosition() = default;
    explicit StreamPosition(QByteArray text) : m_text(std::move(text)) { }

    static StreamPosition now() { return StreamPosition("now"); }
    static StreamPosition earliest() { return StreamPosition("0"); }

    const QByteArray &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    /// Whether Box may have meant it as a place to go on from. An empty chunk can carry none, null
    /// or 0, and going there would start over from the beginning.
    bool isUsable() const { return !m_text.isEmpty() && m_text != "0" && m_text != "null"; }

    friend bool operator==(const StreamPosition &, const StreamPosition &) = default;

private:
    QByteArray m_text;
};

} // namespace boxwatch
