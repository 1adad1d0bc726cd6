// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/secret.h"

#include <utility>

namespace boxwatch {

Secret::Secret(QByteArray bytes) : m_bytes(std::move(bytes))
{
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_bytes = other.m_bytes;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe()
{
    if (m_bytes.isDetached()) {
        // Through a volatile pointer, or the compiler drops stores that nobody reads.
        volatile char *bytes = m_bytes.data();
        for (qsizetype i = 0; i < m_bytes.size(); ++i)
            bytes[i] = 0;
    }
    m_bytes.clear();
}

bool operator==(const Secret &left, const Secret &right)
{
    if (left.m_bytes.size() != right.m_bytes.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < left.m_bytes.size(); ++i)
        difference |= left.m_bytes.at(i) ^ right.m_bytes.at(i);
    return difference == 0;
}

} // namespace boxwatch
