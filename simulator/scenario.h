// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <vector>

namespace boxwatch::sim {

/// A time line of events, faults and clock steps. docs/simulator.md describes the file.
struct Scenario
{
    /// One thing that happens: a request to the control interface, sent by nobody.
    struct Step
    {
        std::chrono::milliseconds at; ///< after the start, in real time
        HttpRequest request;
    };

    std::vector<Step> steps; ///< by time
    QJsonObject options; ///< of `boxsim`, by their names without the dashes
    std::chrono::milliseconds repeatEvery{0}; ///< begins anew so often; 0: runs once
    QString complaint; ///< why it is not understood; empty: it is

    static Scenario fromJson(const QByteArray &json);
};

/// Lets a Scenario happen.
class ScenarioPlayer : public QObject
{
    Q_OBJECT

public:
    using Send = std::function<void(const HttpRequest &)>;

    /// Hands each request to \p send when its time has come.
    explicit ScenarioPlayer(Send send);

    /// From now on, in place of any other.
    void start(Scenario scenario);

    bool isRunning() const { return m_timer.isActive(); }
    std::size_t stepsDone() const { return m_done; } ///< since the start
    std::size_t stepCount() const { return m_scenario.steps.size(); }

private:
    void go();

    Send m_send;
    Scenario m_scenario;
    QTimer m_timer;
    std::chrono::steady_clock::time_point m_begin;
    std::size_t m_next = 0;
    std::size_t m_done = 0;
};

} // namespace boxwatch::sim
