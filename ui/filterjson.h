// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QJsonObject>

namespace boxwatch {

/// A filter as it is kept in session files and settings, its parts as members of one object.
QJsonObject filterToJson(const EventFilter &filter);

/// Takes what makes sense and drops the rest: the file may be from a stranger. What it gives is bounded,
/// and its query one line; whether that is a query is not looked at.
EventFilter filterFromJson(const QJsonObject &json);

} // namespace boxwatch
