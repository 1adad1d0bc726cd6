// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/detailspanel.h"
#include "ui/eventsview.h"
#include "ui/eventtypespanel.h"
#include "ui/filtercontrol.h"
#include "ui/icons.h"
#include "ui/mainactions.h"
#include "ui/maintoolbar.h"
#include "ui/mainwindow.h"
#include "ui/paneldock.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"
#include "ui/sessiontabs.h"
#include "ui/statusfields.h"
#include "ui/theme.h"
#include "ui/topvaluespanel.h"

#include <QAction>
#include <QChildEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto geometryKey = "windowGeometry"_L1;
constexpr auto layoutKey = "windowLayout"_L1;
constexpr auto timelineKey = "timelineShown"_L1;

} // namespace

QToolBar *MainWindow::addBar(const QString &title, const QString &name, QWidget *content)
{
    auto *bar = new QToolBar(title, this);
    bar->setObjectName(name);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->addWidget(content);
    addToolBar(Qt::TopToolBarArea, bar);
    return bar;
}

void MainWindow::buildBars()
{
    auto *tabs = new QWidget;
    tabs->setFixedHeight(u(32));
    tabs->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(tabs);
    row->setContentsMargins(u(8), 0, u(8), 0);
    row->setSpacing(u(4));
    row->addWidget(m_tabs);
    auto *plus = new QToolButton;
    plus->setIcon(icon(u"plus"_s, Ink::Text2));
    plus->setFixedSize(u(28), u(28));
    plus->setAccessibleName(tr("New session"));
    plus->setFocusPolicy(Qt::StrongFocus);
    setPlainTip(plus, tr("New session"));
    connect(plus, &QToolButton::clicked, m_actions->newSession, &QAction::trigger);
    row->addWidget(plus);
    row->addStretch(1);
    m_tabsBar = addBar(tr("Sessions"), u"sessions"_s, tabs);
    m_tabsBar->setProperty("boxwatchTabs", true);
    addToolBarBreak();
    m_tools = new MainToolBar(*m_actions);
    m_toolBar = addBar(tr("Tools"), u"tools"_s, m_tools);
    connect(m_tabs, &SessionTabs::chosen, this, &MainWindow::showPage);
}

void MainWindow::buildDocks()
{
    m_types = new EventTypesPanel;
    m_typesDock = new PanelDock(tr("Event types"), u"eventTypes"_s, this);
    m_typesDock->setWidget(m_types);
    addDockWidget(Qt::LeftDockWidgetArea, m_typesDock);
    m_topValues = new TopValuesPanel;
    m_topValuesDock = new PanelDock(tr("Top values"), u"topValues"_s, this);
    m_topValuesDock->setWidget(m_topValues);
    tabifyDockWidget(m_typesDock, m_topValuesDock);
    m_details = new DetailsPanel;
    m_detailsDock = new PanelDock(tr("Details"), u"details"_s, this);
    m_detailsDock->setWidget(m_details);
    addDockWidget(Qt::RightDockWidgetArea, m_detailsDock);
    for (QAction *action : {m_actions->previous, m_actions->next}) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setFixedSize(u(24), u(24));
        button->setFocusPolicy(Qt::StrongFocus);
        m_detailsDock->addToTitle(button);
    }
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    QAction *before = m_actions->viewMenu->actions().constFirst();
    m_actions->viewMenu->insertActions(
        before,
        {m_typesDock->toggleViewAction(), m_topValuesDock->toggleViewAction(),
         m_detailsDock->toggleViewAction()});
    m_actions->viewMenu->insertSeparator(before);
    connect(m_details, &DetailsPanel::pick, this, [this](const QString &clause) {
        if (m_shown)
            m_shown->filters()->pick(clause);
    });
    connect(m_details, &DetailsPanel::only, this, [this](const QString &clause) {
        if (m_shown)
            m_shown->filters()->only(clause);
    });
    connect(m_details, &DetailsPanel::wantsRaw, this, [this](EventTable::Row row) {
        if (m_shown)
            m_shown->session().requestRaw(row);
    });
}

void MainWindow::buildStatusBar()
{
    m_status = new StatusFields;
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    statusBar()->addWidget(m_status, 1);
    statusBar()->layout()->setContentsMargins(0, 0, 0, 0);
    statusBar()->setFixedHeight(u(28));
    connect(m_status, &StatusFields::markedClicked, this, [this] {
        if (m_shown)
            m_shown->filters()->pick(u"is:marked"_s);
    });
    connect(m_status, &StatusFields::zoneClicked, this, [this] {
        (m_actions->utc->isChecked() ? m_actions->localTime : m_actions->utc)->trigger();
    });
}

void MainWindow::fillRecentMenu()
{
    m_actions->recentMenu->clear();
    for (const RecentSession &session : m_recent.sessions()) {
        QString name = session.name;
        QAction *action = m_actions->recentMenu->addAction(name.replace(u'&', u"&&"_s));
        connect(
            action, &QAction::triggered, this, [this, path = session.path] { openSession(path); });
    }
    if (m_recent.sessions().isEmpty())
        m_actions->recentMenu->addAction(tr("No session was open yet"))->setEnabled(false);
}

void MainWindow::fillColumnsMenu()
{
    m_actions->columnsMenu->clear();
    if (m_shown)
        m_shown->table().fillColumnsMenu(m_actions->columnsMenu);
    else
        m_actions->columnsMenu->addAction(tr("No session is open"))->setEnabled(false);
}

void MainWindow::fillSortMenu()
{
    m_actions->sortMenu->clear();
    if (m_shown)
        m_shown->table().fillSortMenu(m_actions->sortMenu);
    else
        m_actions->sortMenu->addAction(tr("No session is open"))->setEnabled(false);
}

void MainWindow::showTimelines(bool shown)
{
    QSettings().setValue(timelineKey, shown);
    for (SessionPage *page : pages())
        page->setTimelineShown(shown);
}

// Qt makes the bar of docks that share a place by itself, without a name.
void MainWindow::childEvent(QChildEvent *event)
{
    QMainWindow::childEvent(event);
    auto *bar = qobject_cast<QTabBar *>(event->child());
    if (event->polished() && bar)
        bar->setAccessibleName(tr("Panels"));
}

void MainWindow::restoreLayout()
{
    QSettings settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    m_layout = settings.value(layoutKey).toByteArray();
    m_actions->timeline->setChecked(settings.value(timelineKey, true).toBool());
    if (settings.value(utcKey).toBool())
        m_actions->utc->trigger();
    else
        setTimeZone(QTimeZone::systemTimeZone());
}

void MainWindow::saveLayout()
{
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(layoutKey, m_shown ? saveState(layoutVersion) : m_layout);
}

// Three columns where there is room for three; the person's own layout counts from then on.
void MainWindow::firstLayout()
{
    for (PanelDock *dock : {m_typesDock, m_topValuesDock, m_detailsDock}) {
        dock->setFloating(false);
        dock->setVisible(m_shown);
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_typesDock);
    tabifyDockWidget(m_typesDock, m_topValuesDock);
    m_typesDock->raise();
    if (width() < u(1150)) {
        tabifyDockWidget(m_typesDock, m_detailsDock);
        m_typesDock->raise();
        resizeDocks({m_typesDock}, {u(248)}, Qt::Horizontal);
    } else {
        addDockWidget(Qt::RightDockWidgetArea, m_detailsDock);
        resizeDocks({m_typesDock, m_detailsDock}, {u(264), u(288)}, Qt::Horizontal);
    }
}

} // namespace boxwatch
