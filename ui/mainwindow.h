// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/recentsessions.h"
#include "ui/uiservices.h"

#include <QMainWindow>
#include <QTimeZone>

#include <memory>

class QStackedWidget;
class QToolBar;

namespace boxwatch {

class DetailsPanel;
class EventTypesPanel;
class MainActions;
class MainToolBar;
class NewSessionDialog;
class PageActions;
class PanelDock;
class SessionPage;
class SessionTabs;
class StatusFields;
class TopValuesPanel;
class WelcomePage;
class WindowDialogs;

/// The window: sessions as tabs, one on screen, with its types and details in docks beside it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// \p services outlives the window.
    explicit MainWindow(UiServices &services, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens a session in a tab of its own, or shows the tab that has it.
    SessionPage *openSession(const QString &path);

    /// Makes the session \p path, or goes on with it, and starts its stream. \p account is the id of
    /// the one whose tokens \p connection has, if they are of one that is known.
    SessionPage *startSession(
        const QString &path, const CaptureSettings &settings, const Connection &connection,
        const QString &account = {});

    void startDemo();

    /// Opens what was open when the program ended, if the person wants that.
    void reopenLastSessions();

    /// Closes without asking whether an export should be ended: nobody may be there to answer.
    void leave();

    SessionPage *currentPage() const;
    QList<SessionPage *> pages() const;
    MainActions &actions() { return *m_actions; }

    /// Asks what to watch, for a new session or for \p page, which has no stream yet.
    NewSessionDialog *showNewSession(SessionPage *page = nullptr);

protected:
    void childEvent(QChildEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QToolBar *addBar(const QString &title, const QString &name, QWidget *content);
    void buildBars();
    void buildDocks();
    void buildStatusBar();
    void connectActions();
    void firstLayout();
    void restoreLayout();
    void saveLayout();

    SessionPage *addPage();
    void connectPage(SessionPage *page);
    void closePage(SessionPage *page);
    void removePage(SessionPage *page);
    void showPage(SessionPage *page);
    void fillRecentMenu();
    void fillColumnsMenu();
    void fillSortMenu();
    void showTimelines(bool shown);
    void setTimeZone(const QTimeZone &zone);

    void refresh(SessionPage *page);
    void refreshStatus();
    void refreshDetails();
    void note(const QString &words);

    static constexpr QLatin1String utcKey{"timesInUtc"};
    static constexpr int layoutVersion = 2; // of the docks that there are

    UiServices &m_services;
    RecentSessions m_recent;
    MainActions *m_actions;
    PageActions *m_pageActions;
    WindowDialogs *m_dialogs;
    QTimeZone m_zone;
    QToolBar *m_tabsBar = nullptr;
    SessionTabs *m_tabs;
    QToolBar *m_toolBar = nullptr;
    MainToolBar *m_tools = nullptr;
    QStackedWidget *m_stack;
    WelcomePage *m_welcome;
    PanelDock *m_typesDock = nullptr;
    PanelDock *m_topValuesDock = nullptr;
    PanelDock *m_detailsDock = nullptr;
    EventTypesPanel *m_types = nullptr;
    TopValuesPanel *m_topValues = nullptr;
    DetailsPanel *m_details = nullptr;
    StatusFields *m_status = nullptr;
    SessionPage *m_shown = nullptr; ///< the page that docks and actions are about
    bool m_leaving = false;
    QByteArray m_layout; ///< docks, while the start page is shown
};

} // namespace boxwatch
