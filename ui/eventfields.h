// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventcatalogue.h"
#include "core/store/eventtable.h"

#include <QList>
#include <QString>
#include <QTimeZone>

namespace boxwatch {

/// A piece of a sentence; bold for what the event names.
struct SentencePart
{
    QString text;
    bool bold = false;
};

struct EventField
{
    QString name;
    QString value; ///< plain, one line
    QString clause; ///< what asks for all events that have this value; empty: nothing does
    bool monospace = false;
};

struct EventFieldGroup
{
    QString title;
    QList<EventField> fields; ///< only those that Box sent
};

/// One event in words, for the details. All texts are plain and clipped.
struct EventInWords
{
    Severity severity = Severity::Info;
    QString label; ///< of the type
    QList<SentencePart> sentence;
    QString when; ///< "2026-10-14 14:13:24 · received 19 s later"
    QList<EventFieldGroup> groups;
};

EventInWords describeEvent(const TableSnapshot &table, EventTable::Row row, const QTimeZone &zone);

} // namespace boxwatch
