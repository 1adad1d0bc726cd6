// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/options.h"
#include "core/session/session.h"

#include <QMap>
#include <QString>

#include <memory>

namespace boxwatch {

/// How a capture stands.
struct CaptureFigures
{
    QString file;
    QString stream; ///< as the API spells it
    QString account; ///< empty until Box says whose token it is
    qint64 events = 0; ///< in the session
    qint64 newEvents = 0; ///< of this run
    qint64 duplicates = 0; ///< in the session
    qint64 unreadable = 0;
    qint64 late = 0; ///< in the session; see TableSnapshot::isLate()
    QString position; ///< of what is stored; of the live stream, if there are two
    QMap<QString, QString> positions; ///< the same of each, by name of the stream
    double rate = 0; ///< events per second, of late
    StreamStatus status;
    std::optional<Error> error; ///< what is wrong, as long as it is
    std::vector<StreamStatus> streams; ///< of each, if there are two
};

/// Tells a person or a program what a capture is doing, on standard error. Never fails: a capture
/// goes on if nobody listens.
class CaptureProgress
{
public:
    enum class What {
        Started, ///< the session is open; Box will be asked
        Progress, ///< figures, about once a second
        CaughtUp,
        Trouble, ///< something went wrong that may heal; see the message
        Recovered,
        Note, ///< something that the person should know
        Gap, ///< events may be missing; see the message
        Stopped, ///< the last one; with a message if it ended by itself
    };

    static std::unique_ptr<CaptureProgress> make(ProgressMode mode);

    virtual ~CaptureProgress() = default;

    virtual void tell(What what, const CaptureFigures &figures, const QString &message = {}) = 0;
};

} // namespace boxwatch
