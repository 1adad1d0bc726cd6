// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimeZone>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace boxwatch {

class RecentSessions;

/// Where a person starts: three ways in, and the sessions that were open last.
class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(RecentSessions &recent, QWidget *parent = nullptr);

    void setTimeZone(const QTimeZone &zone);

    static bool opensLastSessions();

signals:
    void connectToBox();
    void openSession();
    void tryDemo();
    void openRecent(const QString &path);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildCards();
    QWidget *buildRecent();
    void refresh();

    RecentSessions &m_recent;
    QSortFilterProxyModel *m_matching;
    QLabel *m_logo = nullptr;
    QWidget *m_columns = nullptr;
    QListView *m_list = nullptr;
    QLineEdit *m_search = nullptr;
    QWidget *m_recentPart = nullptr;
    QCheckBox *m_reopen = nullptr;
    QTimeZone m_zone;
};

} // namespace boxwatch
