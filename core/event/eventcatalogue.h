// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <vector>

namespace boxwatch {

/// How much an event type deserves a person's attention. In this order from least to most.
enum class Severity : quint8 { Info, Notice, Warning, Critical };

/// What is known about one event type.
struct EventType
{
    QByteArray name; ///< as Box sends it, e.g. "ITEM_UPLOAD"
    QString label; ///< e.g. "Item uploaded"; for an unknown type made from the name
    QString category; ///< e.g. "Files & folders"; "Other" for an unknown type
    Severity severity = Severity::Info;
    bool filterable = false; ///< Box documents it as a value of the event_type parameter
    bool known = true; ///< false for a type that the catalogue does not list
    bool ambiguousLabel = false; ///< another type has the same label: show the name beside it
};

/// All event types that Box is known to send, from resources/event-types.json.
class EventCatalogue
{
public:
    /// The catalogue that is built in. Never changes, so any thread may read it.
    static const EventCatalogue &instance();

    /// In the order of the categories, then by label. Aliases, which are never sent, are left out.
    const std::vector<EventType> &types() const { return m_types; }

    /// In the order of the window's tree; "Other" is last.
    const std::vector<QString> &categories() const { return m_categories; }

    /// The entry of \p name, or one made up for a type that nobody knows.
    EventType find(const QByteArray &name) const;

private:
    EventCatalogue();

    std::vector<EventType> m_types;
    std::vector<QString> m_categories;
    QHash<QByteArray, qsizetype> m_byName;
};

} // namespace boxwatch
