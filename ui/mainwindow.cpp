// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/mainwindow.h"

#include "ui/aboutbox.h"
#include "ui/detailspanel.h"
#include "ui/eventsview.h"
#include "ui/eventtypespanel.h"
#include "ui/mainactions.h"
#include "ui/maintoolbar.h"
#include "ui/pageactions.h"
#include "ui/paneldock.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"
#include "ui/sessiontabs.h"
#include "ui/statusfields.h"
#include "ui/theme.h"
#include "ui/topvaluespanel.h"
#include "ui/welcomepage.h"
#include "ui/windowdialogs.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto openKey = "openSessions"_L1;
constexpr auto appearanceKey = "appearance"_L1;

} // namespace

MainWindow::MainWindow(UiServices &services, QWidget *parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_actions(new MainActions(this))
    , m_pageActions(new PageActions(*m_actions, this))
    , m_dialogs(new WindowDialogs(services, this))
    , m_zone(QTimeZone::systemTimeZone())
    , m_tabs(new SessionTabs)
    , m_stack(new QStackedWidget)
    , m_welcome(new WelcomePage(m_recent))
{
    setWindowTitle(u"Boxwatch"_s);
    setDockOptions(AllowTabbedDocks | AllowNestedDocks);
    setContextMenuPolicy(Qt::NoContextMenu);
    setDocumentMode(true);
    m_stack->addWidget(m_welcome);
    setCentralWidget(m_stack);
    m_actions->fill(menuBar());
    buildBars();
    buildDocks();
    buildStatusBar();
    connectActions();
    connect(m_pageActions, &PageActions::note, this, &MainWindow::note);
    connect(m_dialogs, &WindowDialogs::note, this, &MainWindow::note);
    connect(m_dialogs, &WindowDialogs::newSession, this, &MainWindow::startSession);
    connect(m_dialogs, &WindowDialogs::openFiles, this, [this](const QStringList &files) {
        for (const QString &file : files)
            openSession(file);
    });
    // The frame is not known before it is there.
    const QSize frame(u(8), u(40));
    resize(QSize(u(1280), u(800)).boundedTo(screen()->availableSize() - frame));
    restoreLayout();
    showPage(nullptr);
}

MainWindow::~MainWindow()
{
    // The pages go before what they report to.
    m_topValues->setPage(nullptr);
    for (SessionPage *page : pages()) {
        page->disconnect(this);
        delete page;
    }
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto run) {
        connect(action, &QAction::triggered, this, run);
    };
    on(m_actions->newSession, [this] { showNewSession(); });
    on(m_actions->open, [this] {
        m_dialogs->showOpen(
            m_shown ? QFileInfo(m_shown->session().path()).absolutePath() : QString());
    });
    on(m_actions->accounts, [this] { m_dialogs->showAccounts(); });
    on(m_actions->network, [this] { m_dialogs->showNetwork(); });
    on(m_actions->demo, [this] { startDemo(); });
    on(m_actions->close, [this] {
        if (m_shown)
            closePage(m_shown);
    });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->localTime, [this] { setTimeZone(QTimeZone::systemTimeZone()); });
    on(m_actions->utc, [this] { setTimeZone(QTimeZone::utc()); });
    on(m_actions->resetLayout, [this] {
        firstLayout();
        if (m_shown)
            m_shown->table().setColumns({});
    });
    const auto look = [this, on](QAction *action, Appearance appearance) {
        on(action, [appearance] {
            Theme::instance().setAppearance(appearance);
            QSettings().setValue(appearanceKey, static_cast<int>(appearance));
        });
        if (QSettings().value(appearanceKey).toInt() == static_cast<int>(appearance)) {
            action->setChecked(true);
            if (QSettings().contains(appearanceKey))
                Theme::instance().setAppearance(appearance);
        }
    };
    look(m_actions->likeSystem, Appearance::System);
    look(m_actions->light, Appearance::Light);
    look(m_actions->dark, Appearance::Dark);
    on(m_actions->nextTab, [this] {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % qMax(1, m_tabs->count()));
    });
    on(m_actions->previousTab, [this] {
        m_tabs->setCurrentIndex(
            (m_tabs->currentIndex() + m_tabs->count() - 1) % qMax(1, m_tabs->count()));
    });
    on(m_actions->shortcuts, [this] { showShortcuts(this); });
    on(m_actions->about, [this] { showAbout(this); });
    connect(m_actions->recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    connect(m_actions->columnsMenu, &QMenu::aboutToShow, this, &MainWindow::fillColumnsMenu);
    connect(m_actions->sortMenu, &QMenu::aboutToShow, this, &MainWindow::fillSortMenu);
    connect(m_actions->timeline, &QAction::toggled, this, &MainWindow::showTimelines);
    connect(m_welcome, &WelcomePage::connectToBox, m_actions->newSession, &QAction::trigger);
    connect(m_welcome, &WelcomePage::openSession, m_actions->open, &QAction::trigger);
    connect(m_welcome, &WelcomePage::tryDemo, m_actions->demo, &QAction::trigger);
    connect(m_welcome, &WelcomePage::openRecent, this, &MainWindow::openSession);
}

SessionPage *MainWindow::addPage()
{
    auto *page = new SessionPage(m_services, this);
    page->setTimeZone(m_zone);
    page->setTimelineShown(m_actions->timeline->isChecked());
    m_stack->addWidget(page);
    connectPage(page);
    return page;
}

void MainWindow::connectPage(SessionPage *page)
{
    connect(page, &SessionPage::stateChanged, this, [this, page] { refresh(page); });
    connect(page, &SessionPage::numbersChanged, this, [this, page] {
        if (page == m_shown)
            refreshStatus();
    });
    connect(page, &SessionPage::followingChanged, this, [this, page] {
        if (page == m_shown)
            m_pageActions->refresh(m_tabs->count());
    });
    connect(page, &SessionPage::currentEventChanged, this, [this, page] {
        if (page == m_shown) {
            refreshDetails();
            m_pageActions->refreshFilter();
            m_pageActions->refreshMark();
        }
    });
    connect(page, &SessionPage::filterChanged, this, [this, page] {
        if (page == m_shown)
            m_pageActions->refreshFilter();
    });
    connect(
        page, &SessionPage::rawEvent, this,
        [this, page](EventTable::Row row, const QByteArray &json) {
            if (page == m_shown)
                m_details->showRaw(row, json);
        });
    connect(page, &SessionPage::opened, this, [this, page] {
        m_recent.remember(page->recent());
        refresh(page);
    });
    connect(page, &SessionPage::wantsStream, this, [this, page] { showNewSession(page); });
    connect(page, &SessionPage::openSession, m_actions->open, &QAction::trigger);
    connect(page, &SessionPage::tryDemo, m_actions->demo, &QAction::trigger);
    connect(page, &SessionPage::closeRequested, this, [this, page] { closePage(page); });
    connect(page, &SessionPage::note, this, &MainWindow::note);
}

SessionPage *MainWindow::openSession(const QString &path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    for (SessionPage *page : pages()) {
        if (QFileInfo(page->session().path()).absoluteFilePath() == file) {
            m_tabs->choose(page);
            return page;
        }
    }
    SessionPage *page = addPage();
    page->open(file);
    m_tabs->add(page);
    return page;
}

SessionPage *MainWindow::startSession(
    const QString &path, const CaptureSettings &settings, const Connection &connection,
    const QString &account)
{
    SessionPage *page = addPage();
    page->startNew(QFileInfo(path).absoluteFilePath(), settings, connection, account);
    m_tabs->add(page);
    return page;
}

void MainWindow::startDemo()
{
    if (!m_services.startDemo)
        return;
    const Result<Demo> demo = m_services.startDemo();
    if (demo) {
        startSession(demo->path, demo->settings, demo->connection);
        return;
    }
    plainMessage(this, tr("Demo"), tr("The demo cannot be started."), sentenceFor(demo.error()))
        ->open();
}

void MainWindow::reopenLastSessions()
{
    if (!WelcomePage::opensLastSessions())
        return;
    const QStringList paths = QSettings().value(openKey).toStringList();
    for (const QString &path : paths) {
        if (QFileInfo::exists(path))
            openSession(path);
    }
}

QList<SessionPage *> MainWindow::pages() const
{
    return m_tabs->pages();
}

SessionPage *MainWindow::currentPage() const
{
    return m_shown;
}

NewSessionDialog *MainWindow::showNewSession(SessionPage *page)
{
    return m_dialogs->showNewSession(page);
}

void MainWindow::closePage(SessionPage *page)
{
    if (page->isExporting())
        m_dialogs->askToEndExport([this, target = QPointer(page)] {
            if (target)
                removePage(target);
        });
    else
        removePage(page);
}

void MainWindow::removePage(SessionPage *page)
{
    if (page->session().isOpen())
        m_recent.refresh(page->recent());
    page->disconnect(this);
    m_tabs->remove(page);
    showPage(m_tabs->currentPage());
    m_stack->removeWidget(page);
    delete page;
}

void MainWindow::showPage(SessionPage *page)
{
    const bool hadPage = m_shown != nullptr;
    // A page that is not on screen must not say how narrow the window can get.
    m_welcome->setSizePolicy(
        page ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_shown = page;
    m_pageActions->setPage(page);
    m_types->setTypes(page ? &page->types() : nullptr);
    m_topValues->setPage(page);
    m_tabsBar->setVisible(page);
    m_toolBar->setVisible(page);
    statusBar()->setVisible(page);
    for (PanelDock *dock : {m_typesDock, m_topValuesDock, m_detailsDock})
        dock->toggleViewAction()->setEnabled(page);
    if (!page) {
        if (hadPage)
            m_layout = saveState(layoutVersion);
        for (PanelDock *dock : {m_typesDock, m_topValuesDock, m_detailsDock})
            dock->hide();
        m_stack->setCurrentWidget(m_welcome);
        m_details->showNothing();
    } else {
        m_stack->setCurrentWidget(page);
        if (!hadPage && !restoreState(m_layout, layoutVersion))
            firstLayout();
        m_tabsBar->show();
        m_toolBar->show();
        setTabOrder(&page->table(), m_types->searchField());
        page->table().setFocus();
    }
    if (page)
        refresh(page);
    else
        m_pageActions->refresh(m_tabs->count());
    refreshDetails();
    setWindowTitle(page ? tr("%1 – Boxwatch").arg(page->title()) : u"Boxwatch"_s);
}

void MainWindow::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    QSettings().setValue(utcKey, m_actions->utc->isChecked());
    for (SessionPage *page : pages())
        page->setTimeZone(zone);
    m_welcome->setTimeZone(zone);
    m_status->setZone(zoneName(zone));
    refreshDetails();
}

void MainWindow::refresh(SessionPage *page)
{
    m_tabs->refresh(page);
    if (page != m_shown)
        return;
    m_pageActions->refresh(m_tabs->count());
    refreshStatus();
    const SessionOwner owner = page->session().isOpen() ? page->session().summary().owner
                                                        : SessionOwner();
    QString account = owner.enterpriseName;
    if (account.isEmpty())
        account = owner.name.isEmpty() ? owner.login : owner.name;
    m_tools->setAccount(account, streamsShortTitle(page->session().summary().streams));
}

void MainWindow::refreshStatus()
{
    if (!m_shown)
        return;
    m_status->setState(m_shown->state());
    m_status->setNumbers(m_shown->numbers());
    m_actions->exportEvents->setEnabled(m_shown->session().isOpen() && m_shown->hasEvents());
}

void MainWindow::refreshDetails()
{
    if (!m_shown || !m_shown->table().currentEvent()) {
        m_details->showNothing();
        return;
    }
    m_details->showEvent(m_shown->events().snapshot(), *m_shown->table().currentEvent(), m_zone);
}

void MainWindow::note(const QString &words)
{
    m_status->setNote(words);
    QTimer::singleShot(5s, m_status, [this] { m_status->setNote({}); });
}

void MainWindow::leave()
{
    m_leaving = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QList<SessionPage *> all = pages();
    const bool exporting = std::any_of(
        all.begin(), all.end(), [](const SessionPage *page) { return page->isExporting(); });
    if (exporting && !m_leaving) {
        event->ignore();
        m_dialogs->askToEndExport([this] { leave(); });
        return;
    }
    QSettings settings;
    saveLayout();
    QStringList open;
    for (SessionPage *page : all) {
        if (!page->session().isOpen())
            continue;
        open += page->session().path();
        m_recent.refresh(page->recent());
    }
    settings.setValue(openKey, open);
    event->accept();
}

} // namespace boxwatch
