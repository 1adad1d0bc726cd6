// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulatoroptions.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

QString SimulatorOptions::defaultToken()
{
    return u"boxwatch-demo-token"_s;
}

QString SimulatorOptions::clientId()
{
    return u"boxwatch-demo-client"_s;
}

QString SimulatorOptions::clientSecret()
{
    return u"boxwatch-demo-secret"_s;
}

SimulatorOptions demoOptions()
{
    SimulatorOptions options;
    options.seed = 2026;
    options.backlog = 25'000;
    options.backlogSpan = std::chrono::hours(3 * 24);
    options.rate = 4;
    options.historyDelay = std::chrono::seconds(25);
    options.withheldShare = 0.01; // so that some come late
    options.liveDelay = std::chrono::seconds(1);
    options.pollHold = std::chrono::seconds(30);
    return options;
}

} // namespace boxwatch
