// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/recentsessions.h"

#include "ui/plaintext.h"

#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

const QString arrayName = u"recentSessions"_s;

} // namespace

RecentSessions::RecentSessions(QObject *parent) : QAbstractListModel(parent)
{
    QSettings settings;
    const int count = qMin(most, settings.beginReadArray(arrayName));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        RecentSession session;
        session.path = settings.value("path").toString();
        session.name = plainLine(settings.value("name").toString(), 200);
        session.owner = plainLine(settings.value("owner").toString(), 200);
        session.stream = settings.value("stream").toString();
        session.events = settings.value("events").toLongLong();
        bool known = false;
        const qint64 last = settings.value("lastEvent").toLongLong(&known);
        session.lastEvent = known ? last : Event::noTime;
        session.readOnly = settings.value("readOnly").toBool();
        if (!session.path.isEmpty() && QFileInfo::exists(session.path))
            m_sessions += session;
    }
}

void RecentSessions::remember(const RecentSession &session)
{
    beginResetModel();
    m_sessions.removeIf([&](const RecentSession &other) { return other.path == session.path; });
    m_sessions.prepend(session);
    if (m_sessions.size() > most)
        m_sessions.resize(most);
    endResetModel();
    save();
}

void RecentSessions::refresh(const RecentSession &session)
{
    for (int row = 0; row < m_sessions.size(); ++row) {
        if (m_sessions.at(row).path != session.path || m_sessions.at(row) == session)
            continue;
        m_sessions[row] = session;
        emit dataChanged(index(row), index(row));
        save();
    }
}

void RecentSessions::forget(const QString &path)
{
    beginResetModel();
    m_sessions.removeIf([&](const RecentSession &other) { return other.path == path; });
    endResetModel();
    save();
}

void RecentSessions::save() const
{
    QSettings settings;
    settings.remove(arrayName);
    settings.beginWriteArray(arrayName, static_cast<int>(m_sessions.size()));
    for (int i = 0; i < m_sessions.size(); ++i) {
        const RecentSession &session = m_sessions.at(i);
        settings.setArrayIndex(i);
        settings.setValue("path", session.path);
        settings.setValue("name", session.name);
        settings.setValue("owner", session.owner);
        settings.setValue("stream", session.stream);
        settings.setValue("events", session.events);
        if (session.lastEvent != Event::noTime)
            settings.setValue("lastEvent", session.lastEvent);
        settings.setValue("readOnly", session.readOnly);
    }
    settings.endArray();
}

int RecentSessions::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sessions.size());
}

QVariant RecentSessions::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RecentSession &session = m_sessions.at(index.row());
    if (role == Qt::DisplayRole)
        return session.name;
    if (role == PathRole)
        return session.path;
    return {};
}

} // namespace boxwatch
