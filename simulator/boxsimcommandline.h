// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/simulatoroptions.h"

#include <QStringList>

#include <optional>

namespace boxwatch::sim {

/// What `boxsim` was told.
struct BoxsimCommandLine
{
    SimulatorOptions options;
    bool tls = false;
    QString certificateFile; ///< where to write the certificate, if anywhere
    std::optional<int>
        exitCode; ///< set if there is nothing to run: 0 after help, 2 after a mistake, 4 without its file

    /// \p arguments with the name of the program first. Prints help and complaints itself.
    static BoxsimCommandLine parse(const QStringList &arguments);
};

} // namespace boxwatch::sim
