// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/streamgap.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

std::chrono::milliseconds retention(StreamType type)
{
    // The pages of Box differ for users: two weeks is the least that any of them says.
    return type == StreamType::AdminLogs ? 365 * 24h - 1h : 14 * 24h;
}

QString sentenceFor(const StreamGap &gap)
{
    const auto text = [](const QDateTime &time) {
        return time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s);
    };
    const QString stream = QString::fromLatin1(streamTypeName(gap.type));
    const QString reason = gap.reason == StreamGap::Reason::Refused
        ? QCoreApplication::translate(
              "StreamGap", "Box no longer knows the place where %1 stopped.")
              .arg(stream)
        : QCoreApplication::translate(
              "StreamGap", "The last answer to %1 is older than Box keeps events.")
              .arg(stream);
    QString missing;
    if (gap.after.isValid() && gap.before.isValid())
        missing = QCoreApplication::translate(
                      "StreamGap", "Events between %1 and %2 may be missing.")
                      .arg(text(gap.after), text(gap.before));
    else if (gap.after.isValid())
        missing = QCoreApplication::translate("StreamGap", "Events after %1 may be missing.")
                      .arg(text(gap.after));
    else if (gap.before.isValid())
        missing = QCoreApplication::translate("StreamGap", "Events before %1 may be missing.")
                      .arg(text(gap.before));
    else
        missing = QCoreApplication::translate("StreamGap", "Events may be missing.");
    return missing + u' ' + reason;
}

} // namespace boxwatch
