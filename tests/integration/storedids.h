// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>

namespace boxwatch::test {

/// The ids in an answer of /_sim/truth: a line that sums up, then one JSON string a line.
inline QByteArrayList idsFrom(const QByteArray &truth)
{
    QByteArrayList ids = truth.split('\n');
    ids.removeFirst();
    if (!ids.isEmpty() && ids.last().isEmpty())
        ids.removeLast();
    for (QByteArray &id : ids)
        id = id.mid(1, id.size() - 2);
    return ids;
}

} // namespace boxwatch::test
