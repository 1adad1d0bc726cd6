// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/event/streamposition.h"

#include <QDateTime>
#include <QObject>

#include <chrono>

namespace boxwatch {

/// Knows when a stream that has caught up should look again. The stream knows how.
///
/// One round: wait(), then exactly one of look() and failed(), never from within wait().
class Waiter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    enum class Trouble {
        Passing, ///< happens now and then: not worth a word
        Real,
        Blocked, ///< will not heal soon: look at intervals instead
    };
    Q_ENUM(Trouble)

    /// \p position is where the stream is; \p found is whether the last look brought events, wanted or
    /// not, that were no repeats.
    virtual void wait(const StreamPosition &position, bool found) = 0;

    /// Leaves nothing running and forgets what is underway.
    virtual void cancel() = 0;

    /// When look() comes at the latest, UTC; invalid while not waiting.
    virtual QDateTime due() const = 0;

    /// For how long no answer of any kind may come while all is well.
    virtual std::chrono::milliseconds longestSilence() const = 0;

signals:
    void look();

    /// Box, or something in between, has answered.
    void heard();

    /// Waiting is not possible for now.
    void failed(const boxwatch::Error &error, boxwatch::Waiter::Trouble trouble);

    /// What failed() spoke of works again.
    void healed();
};

} // namespace boxwatch
