// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/figure.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;

namespace boxwatch {

void Figure::print() const
{
    QJsonObject line{{u"name"_s, name}, {u"value"_s, value}, {u"unit"_s, unit}};
    line[u"rival"_s] = rival.isEmpty() ? QJsonValue() : QJsonValue(rival);
    line[u"ratio"_s] = QJsonValue();
    if (!rival.isEmpty()) {
        line[u"rival_value"_s] = rivalValue;
        line[u"ratio"_s] = lessIsBetter ? rivalValue / value : value / rivalValue;
    }
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

double medianMs(int runs, const std::function<void()> &work)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer clock;
        clock.start();
        work();
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

} // namespace boxwatch
