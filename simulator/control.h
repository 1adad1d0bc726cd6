// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"

#include <QJsonObject>
#include <QString>

namespace boxwatch::sim {

class SimulatorServer;

/// What is not of Box: /_sim/…, for tests and benches. `boxsim --help` lists it.
HttpReply controlReply(const HttpRequest &request, SimulatorServer &server);

/// Why POST /_sim/auth does not understand \p wish; empty: it does.
QString authComplaint(const QJsonObject &wish);

} // namespace boxwatch::sim
