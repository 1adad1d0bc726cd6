// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/streamsettings.h"

#include <QByteArrayList>
#include <QDateTime>
#include <QMetaType>
#include <QString>

namespace boxwatch {

/// Something that a stream does otherwise than it was asked to, and that a person should know.
struct StreamNote
{
    enum class Kind {
        StartMoved, ///< Box has nothing from before `time`, so the stream begins there
        AllTypesAsked, ///< `eventTypes` cannot be asked for alone: all come, and are chosen from here
        NoPosition, ///< Box sent events, and no place to go on from; the old one is kept
    };

    Kind kind = Kind::StartMoved;
    StreamType type = StreamType::All; ///< of the stream that does so
    QDateTime time{}; ///< UTC
    QByteArrayList eventTypes{};

    friend bool operator==(const StreamNote &, const StreamNote &) = default;
};

/// What it means, as translated plain text for people.
QString sentenceFor(const StreamNote &note);

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::StreamNote)
