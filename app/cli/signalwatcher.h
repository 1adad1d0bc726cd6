// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <atomic>
#include <memory>

class QSocketNotifier;

namespace boxwatch {

/// Turns the wish to end (SIGINT, SIGTERM, a closed terminal) into a signal of Qt.
///
/// A second wish ends the process at once, with 128 plus the number of the signal; what was stored
/// stays whole. One object per process, in the main thread.
class SignalWatcher : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

    /// For work without an event loop.
    static bool isEndWanted() { return endWantedFlag(); }

    /// The same for work in other threads: set by the signal itself.
    static const std::atomic<bool> &endWantedFlag();

signals:
    void endWanted();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace boxwatch
