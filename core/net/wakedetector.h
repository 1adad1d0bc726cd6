// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace boxwatch {

/// Notices that connections which look open may lead nowhere: the machine was asleep, or it is in
/// another network than before.
///
/// Connect woke() to whatever keeps connections (Network::dropConnections()) or waits for an answer. To
/// be made in the thread of the application, where changes of the network are heard of; elsewhere, and
/// where the system does not tell, it sees sleep alone.
class WakeDetector final : public QObject
{
    Q_OBJECT

public:
    /// What two clocks show. Their distance grows while the machine sleeps, and only then.
    struct Clocks
    {
        std::function<std::chrono::milliseconds()> awake;
        std::function<std::chrono::milliseconds()> always;
    };

    WakeDetector();

    /// For tests: looks at \p clocks every \p interval and hears of no network.
    WakeDetector(Clocks clocks, std::chrono::milliseconds interval);

signals:
    /// At most once in a while, however much has changed.
    void woke();

private:
    void watchNetwork();
    void look();
    void announceSoon();

    Clocks m_clocks;
    std::chrono::milliseconds m_asleep{}; ///< distance of the clocks when last looked at
    QTimer m_watch;
    QTimer m_soon;
};

} // namespace boxwatch
