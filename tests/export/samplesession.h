// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"
#include "core/stream/streamsettings.h"

#include <QByteArrayList>
#include <QTemporaryDir>

namespace boxwatch {

/// A session file with the given events, written as capture does it.
class SampleSession
{
public:
    /// \p raws is the JSON of each event; \p perChunk of them come in one answer.
    explicit SampleSession(const QByteArrayList &raws, qsizetype perChunk = 500);

    bool isValid() const { return m_valid; }
    QString path() const { return file(QStringLiteral("sample.boxwatch")); }
    QString file(const QString &name) const { return m_folder.filePath(name); }
    const TableSnapshot &table() const { return m_table; }

private:
    QTemporaryDir m_folder;
    TableSnapshot m_table;
    bool m_valid = false;
};

/// The JSON of a download by \p actor of a file named \p item.
QByteArray downloadEvent(int number, const QString &actor, const QString &item);

/// Names that a person could give a file, in many scripts, with everything that CSV stumbles over.
QStringList difficultNames();

QByteArray readWhole(const QString &path);

} // namespace boxwatch
