// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

namespace boxwatch {

/// Reads CSV strictly after RFC 4180: CRLF between records, quotation marks doubled inside cells.
/// Gives nothing for a text that is not that.
QList<QByteArrayList> readCsv(const QByteArray &text);

} // namespace boxwatch
