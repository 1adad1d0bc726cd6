// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/session.h"
#include "ui/theme.h"

#include <QString>
#include <QTimeZone>

#include <chrono>

namespace boxwatch {

/// A state as the window shows it: never by colour alone.
struct StateWords
{
    QString glyph; ///< name of an icon
    Ink ink = Ink::Text2;
    QString state; ///< "Live"
    QString detail; ///< "Next poll in 9 s"; may be empty
    QString parts{}; ///< what each of several streams does; empty if there is one

    /// "Live · next poll in 9 s", with the parts, for a tab's tip and for screen readers.
    QString sentence() const;
    Ink glyphInk() const; ///< fuller than that of the words, which have to be readable
};

/// What the status bar says about \p status as of \p now (UTC); times in \p zone.
StateWords stateWords(const StreamStatus &status, const QDateTime &now, const QTimeZone &zone);

/// The same of a whole capture: of live and history, what is live and what is behind.
StateWords stateWords(
    const std::vector<StreamStatus> &streams, const QDateTime &now, const QTimeZone &zone);

/// What may be missing, with both times as far as they are known.
QString gapSentence(const StreamGap &gap, const QTimeZone &zone);

QString grouped(qint64 number); ///< 12,408 in the person's language
QString byteSize(qint64 bytes); ///< "430 MB"
QString timeSpan(std::chrono::milliseconds span); ///< "19 s", "4 min", "3 h"
QString isoTime(const QDateTime &time, const QTimeZone &zone); ///< 2026-10-14 14:13:24
QString clockTime(const QDateTime &time, const QTimeZone &zone); ///< 14:13:24
QString zoneName(const QTimeZone &zone); ///< "UTC+09:00"

QString streamTitle(StreamType type); ///< "Whole enterprise, history only"
QString captureTitle(const CaptureSettings &capture); ///< "Whole enterprise, live + history"

/// Of the streams that a session has: "Live + history", "History only"; empty if it has none.
QString streamsShortTitle(const std::vector<StoredStream> &streams);

/// The streams of a session in one word for the settings, and back to a title.
QString streamsName(const std::vector<StoredStream> &streams);
QString streamsTitle(const QString &name);

} // namespace boxwatch
