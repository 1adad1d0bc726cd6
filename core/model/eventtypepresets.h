// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>

#include <vector>

namespace boxwatch {

/// A choice of event types that answers a usual question.
struct EventTypePreset
{
    QByteArray key; ///< stable, for settings: "sign-in-problems"
    QString name; ///< translated: "Sign-in problems"
    QSet<QByteArray> types; ///< names as Box sends them; for EventTypeModel::showOnly()
};

/// In the order in which they are offered.
std::vector<EventTypePreset> eventTypePresets();

} // namespace boxwatch
