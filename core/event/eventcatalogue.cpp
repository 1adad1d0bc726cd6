// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <tuple>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

// What an admin looks at most comes first. Categories that are not listed here follow, then "Other".
constexpr std::array categoryOrder{
    "Files & folders",  "Sharing & collaboration",   "Sign-in & devices", "Users & groups",
    "Comments & tasks", "Metadata & classification", "Shield & security", "Apps & integrations",
    "E-signatures",     "Governance & retention",    "Admin & policy",    "Automations",
};

QString otherCategory()
{
    return QCoreApplication::translate("EventCatalogue", "Other");
}

Severity severityFromName(const QString &name)
{
    if (name == "critical"_L1)
        return Severity::Critical;
    if (name == "warning"_L1)
        return Severity::Warning;
    return name == "notice"_L1 ? Severity::Notice : Severity::Info;
}

/// "HUB_ITEM_ADD" becomes "Hub item add". Clipped, since the name comes from outside.
QString readableName(const QByteArray &name)
{
    QString label = QString::fromUtf8(name.left(256)).replace(u'_', u' ').toLower();
    if (label.isEmpty()) // also of a name that is a byte order mark and nothing else
        return QCoreApplication::translate("EventCatalogue", "No event type");
    label[0] = label.at(0).toUpper();
    return label;
}

EventType readType(const QJsonObject &object)
{
    return EventType{
        .name = object["name"_L1].toString().toUtf8(),
        .label = object["label"_L1].toString(),
        .category = object["category"_L1].toString(),
        .severity = severityFromName(object["severity"_L1].toString()),
        .filterable = object["filterable"_L1].toBool()};
}

} // namespace

const EventCatalogue &EventCatalogue::instance()
{
    static const EventCatalogue catalogue;
    return catalogue;
}

EventCatalogue::EventCatalogue()
{
    for (const char *category : categoryOrder)
        m_categories.push_back(QString::fromUtf8(category));

    QFile file(u":/boxwatch/event-types.json"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    const QJsonArray entries = QJsonDocument::fromJson(file.readAll()).array();
    QHash<QString, int> labels;
    for (const QJsonValue &entry : entries) {
        const QJsonObject object = entry.toObject();
        if (object["status"_L1].toString() == "alias"_L1)
            continue;
        m_types.push_back(readType(object));
        ++labels[m_types.back().label];
        if (std::ranges::find(m_categories, m_types.back().category) == m_categories.end())
            m_categories.push_back(m_types.back().category);
    }
    m_categories.push_back(otherCategory());

    const auto order = [this](const EventType &type) {
        const auto place = std::ranges::find(m_categories, type.category) - m_categories.begin();
        return std::tuple(place, type.label, type.name);
    };
    std::ranges::sort(m_types, {}, order);
    for (EventType &type : m_types)
        type.ambiguousLabel = labels.value(type.label) > 1;
    for (std::size_t i = 0; i < m_types.size(); ++i)
        m_byName.insert(m_types[i].name, static_cast<qsizetype>(i));
}

EventType EventCatalogue::find(const QByteArray &name) const
{
    if (const auto found = m_byName.constFind(name); found != m_byName.constEnd())
        return m_types[static_cast<std::size_t>(*found)];
    return EventType{
        .name = name,
        .label = readableName(name),
        .category = otherCategory(),
        .severity = Severity::Notice,
        .known = false};
}

} // namespace boxwatch
