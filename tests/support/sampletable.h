// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <QByteArray>
#include <QByteArrayList>

namespace boxwatch {

/// One event of a made-up table.
struct SampleEvent
{
    QByteArray type = "UPLOAD";
    QByteArray who = "Ana Ruiz";
    QByteArray what = "Plan.pdf";
    QByteArray folder = "Finance";
    QByteArray address = "203.0.113.1";
    QByteArray id{};
    qint64 createdAt = 1'790'000'000'000;
    QByteArray whoId{};
};

/// Appends the events as one chunk, and publishes them.
void appendSamples(EventTable &table, const QList<SampleEvent> &samples);

/// \p count events that differ in all fields, with types taken in turn.
QList<SampleEvent> manySamples(int count, const QByteArrayList &types = {"UPLOAD", "DOWNLOAD"});

} // namespace boxwatch
