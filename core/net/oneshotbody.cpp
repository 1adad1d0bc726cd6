// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/oneshotbody.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

OneShotBody::OneShotBody(QByteArray body, QObject *parent)
    : QIODevice(parent)
    , m_body(std::move(body))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool OneShotBody::reset()
{
    return false;
}

bool OneShotBody::atEnd() const
{
    return m_read == m_body.size();
}

qint64 OneShotBody::bytesAvailable() const
{
    return m_body.size() - m_read;
}

qint64 OneShotBody::readData(char *data, qint64 maxSize)
{
    if (atEnd())
        return -1;
    const qint64 size = std::min(maxSize, bytesAvailable());
    std::copy_n(m_body.constData() + m_read, size, data);
    m_read += size;
    return size;
}

qint64 OneShotBody::writeData(const char *, qint64)
{
    return -1;
}

} // namespace boxwatch
