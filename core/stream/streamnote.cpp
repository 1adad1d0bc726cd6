// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/streamnote.h"

#include <QCoreApplication>
#include <QLocale>

namespace boxwatch {

namespace {

class NoteText
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::StreamNote)

public:
    static QString of(const StreamNote &note)
    {
        switch (note.kind) {
        case StreamNote::Kind::StartMoved:
            return startMoved(note.type).arg(
                QLocale().toString(note.time.toLocalTime(), QLocale::ShortFormat));
        case StreamNote::Kind::AllTypesAsked:
            return tr("Box cannot be asked for %1 alone. It is asked for all event types, and the "
                      "others are dropped here.")
                .arg(names(note.eventTypes));
        case StreamNote::Kind::NoPosition:
            return tr("Box sent events without saying where to go on. The last position is kept, "
                      "and Box is asked again from there.");
        }
        return {};
    }

private:
    static QString startMoved(StreamType type)
    {
        switch (type) {
        case StreamType::AdminLogs:
            return tr("Box does not keep events for that long. The history begins at %1.");
        case StreamType::AdminLogsStreaming:
            return tr("Box does not keep events for that long. The live stream begins at %1.");
        default:
            return tr("Box does not keep events for that long. The stream begins at %1.");
        }
    }

    static QString names(const QByteArrayList &types)
    {
        constexpr qsizetype most = 5;
        QString text = QString::fromUtf8(types.mid(0, most).join(", "));
        if (types.size() > most)
            text = tr("%1 and %n more", nullptr, static_cast<int>(types.size() - most)).arg(text);
        return text;
    }
};

} // namespace

QString sentenceFor(const StreamNote &note)
{
    return NoteText::of(note);
}

} // namespace boxwatch
