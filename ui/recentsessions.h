// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/event.h"
#include "core/stream/streamsettings.h"

#include <QAbstractListModel>
#include <QString>

namespace boxwatch {

/// A session as the start page knows it, without opening its file.
struct RecentSession
{
    QString path;
    QString name;
    QString owner; ///< name of the account, may be empty
    QString stream; ///< streamTypeName(), may be empty
    qint64 events = 0;
    qint64 lastEvent = Event::noTime; ///< ms since 1970 UTC
    bool readOnly = false;

    friend bool operator==(const RecentSession &, const RecentSession &) = default;
};

/// The sessions that were open last, newest first, kept in the settings. Holds nothing secret.
class RecentSessions : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int most = 12;

    enum Role { PathRole = Qt::UserRole + 1 };

    explicit RecentSessions(QObject *parent = nullptr);

    const QList<RecentSession> &sessions() const { return m_sessions; }

    /// Puts \p session first, in place of what was known of its file.
    void remember(const RecentSession &session);
    /// Updates what is known of a session and leaves the order.
    void refresh(const RecentSession &session);
    void forget(const QString &path);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void save() const;

    QList<RecentSession> m_sessions;
};

} // namespace boxwatch
