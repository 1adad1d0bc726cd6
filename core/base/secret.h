// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace boxwatch {

/// Bytes that must not be shown: a token, a client secret, a key.
///
/// There is no conversion to text and no debug output. The destructor overwrites the bytes where
/// nothing else shares them; copies that Qt made of a request are beyond its reach.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes);
    Secret(const Secret &) = default;
    Secret &operator=(const Secret &other);
    Secret(Secret &&) noexcept = default;
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    bool isEmpty() const { return m_bytes.isEmpty(); }

    /// The bytes themselves, for the one place that sends or stores them.
    const QByteArray &reveal() const { return m_bytes; }

    /// In time that depends on the lengths alone.
    friend bool operator==(const Secret &left, const Secret &right);

private:
    void wipe();

    QByteArray m_bytes;
};

} // namespace boxwatch
