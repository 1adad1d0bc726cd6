// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <functional>

namespace boxwatch {

/// One line of JSON on standard output: what was measured, and a rival's value of the same run.
struct Figure
{
    QString name;
    double value = 0;
    QString unit;
    QString rival{}; ///< empty: there is none
    double rivalValue = 0;
    /// How many times better than the rival; higher is better, whichever way the unit goes.
    bool lessIsBetter = false;

    void print() const;
};

/// Median of \p runs runs of \p work, in milliseconds.
double medianMs(int runs, const std::function<void()> &work);

} // namespace boxwatch
