// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/simulator.h"
#include "ui/uiservices.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace boxwatch {

/// The simulated enterprise of `--demo`, in this process. Its sessions are thrown away with it.
class DemoServer
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::DemoServer)

public:
    /// A session to make and how to fill it. Starts the simulator the first time.
    Result<Demo> next();

private:
    Simulator m_simulator;
    QTemporaryDir m_folder;
    int m_count = 0;
};

} // namespace boxwatch
