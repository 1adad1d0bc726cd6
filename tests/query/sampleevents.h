// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"
#include "core/stream/streamsettings.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <vector>

namespace boxwatch {

struct SamplePerson
{
    QByteArray id;
    QByteArray name;
    QByteArray login;
};

/// An event that owns its texts, as a test knows it: without codes and without columns.
struct SampleEvent
{
    QByteArray id;
    QByteArray type;
    bool readable = true;
    SamplePerson actor;
    SamplePerson actingFor;
    SamplePerson target;
    SamplePerson owner;
    QByteArray itemType;
    QByteArray itemId;
    QByteArray itemName;
    QByteArray folderId;
    QByteArray folderName;
    QByteArray address;
    QByteArray service;
    QByteArray session;
    QByteArray sharedLink;
    QByteArray classification;
    qint64 size = -1;
    int risk = -1;
    qint64 createdAt = Event::noTime;
    qint64 recordedAt = Event::noTime;

    // Of its chunk.
    qint64 receivedAt = 0;
    int stream = 1;
    bool late = false;

    // Of the person who looks at it.
    bool isMarked = false;
};

/// Streams 1, 2 and 3 of all samples.
StreamType sampleStreamType(int stream);

/// Events with texts from a small pool, so that they repeat, differ in case only, or are missing.
std::vector<SampleEvent> randomEvents(QRandomGenerator &random, std::size_t count);

/// One of the texts that randomEvents() takes from.
QByteArray randomText(QRandomGenerator &random);

/// Appends the events from number \p first up to \p end to a table that has those before, and publishes.
void appendSamples(
    EventTable &table, const std::vector<SampleEvent> &events, std::size_t first, std::size_t end);

} // namespace boxwatch
