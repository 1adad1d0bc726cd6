// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace boxwatch::test {

// Not in a file that moc reads: its parser stumbles over such literals.
inline const QByteArray historyFails =
    R"({"endpoint":"events","kind":"status","status":503,"times":-1,"name":"history",)"
    R"("match":{"stream_type":"admin_logs"}})";
inline const QByteArray historyWorks = R"({"clear":"history"})";

} // namespace boxwatch::test
