// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>

namespace boxwatch {

class MainActions;
class SessionPage;

/// Lets the actions of the window act on the session that is on screen, as far as it allows.
class PageActions : public QObject
{
    Q_OBJECT

public:
    PageActions(MainActions &actions, QObject *parent);

    void setPage(SessionPage *page);

    /// Enables what can be done now; \p tabs is how many sessions are open.
    void refresh(int tabs);

    /// The same for what depends on the filter and the current cell.
    void refreshFilter();

    /// What the event that is current allows, and whether it is marked.
    void refreshMark();

signals:
    void note(const QString &words);

private:
    void connectAll();

    MainActions &m_actions;
    QPointer<SessionPage> m_page;
};

} // namespace boxwatch
