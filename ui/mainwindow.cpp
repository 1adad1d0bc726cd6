// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/mainwindow.h"

#include "ui/aboutbox.h"
#include "ui/detailspanel.h"
#include "ui/eventsview.h"
#include "ui/eventtypespanel.h"
#include "ui/exportdialog.h"
#include "ui/icons.h"
#include "ui/mainactions.h"
#include "ui/newsessiondialog.h"
#include "ui/paneldock.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"
#include "ui/statusfields.h"
#include "ui/switchbuttons.h"
#include "ui/theme.h"
#include "ui/welcomepage.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto geometryKey = "windowGeometry"_L1;
constexpr auto layoutKey = "windowLayout"_L1;
constexpr auto openKey = "openSessions"_L1;
constexpr auto utcKey = "timesInUtc"_L1;
constexpr auto appearanceKey = "appearance"_L1;
constexpr int layoutVersion = 1;

} // namespace

MainWindow::MainWindow(UiServices &services, QWidget *parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_actions(new MainActions(this))
    , m_zone(QTimeZone::systemTimeZone())
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
    buildTabs();
    buildToolBar();
    buildDocks();
    buildStatusBar();
    connectActions();
    connectPageActions();
    resize(u(1280), u(800));
    restoreLayout();
    showPage(nullptr);
}

MainWindow::~MainWindow()
{
    // The pages go before what they report to.
    for (SessionPage *page : pages()) {
        page->disconnect(this);
        delete page;
    }
}

QHBoxLayout *MainWindow::fillToolBar(QToolBar *bar, const QString &name, int height)
{
    bar->setObjectName(name);
    bar->setMovable(false);
    bar->setFloatable(false);
    // A layout of our own: that of QToolBar takes its margins from the style each time it is shown.
    auto *content = new QWidget;
    content->setFixedHeight(height);
    content->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(content);
    addToolBar(Qt::TopToolBarArea, bar);
    return new QHBoxLayout(content);
}

void MainWindow::buildTabs()
{
    m_tabsBar = new QToolBar(tr("Sessions"), this);
    m_tabsBar->setProperty("boxwatchTabs", true);
    QHBoxLayout *row = fillToolBar(m_tabsBar, u"sessions"_s, u(32));
    addToolBarBreak();
    row->setContentsMargins(u(8), 0, u(8), 0);
    row->setSpacing(u(4));
    m_tabs = new QTabBar;
    m_tabs->setProperty("boxwatchSessionTabs", true);
    m_tabs->setAccessibleName(tr("Sessions"));
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setMovable(true);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setFocusPolicy(Qt::StrongFocus);
    m_tabs->setFixedHeight(u(32));
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

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        if (tab >= 0)
            showPage(m_tabs->tabData(tab).value<SessionPage *>());
    });
}

void MainWindow::addToolButton(QHBoxLayout *row, QAction *action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setFixedHeight(u(28));
    button->setVisible(action->isVisible());
    connect(action, &QAction::visibleChanged, button, [action, button] {
        button->setVisible(action->isVisible());
    });
    row->addWidget(button);
    m_toolButtons += button;
}

void MainWindow::buildToolBar()
{
    m_toolBar = new QToolBar(tr("Tools"), this);
    QHBoxLayout *row = fillToolBar(m_toolBar, u"tools"_s, u(40));
    row->setContentsMargins(u(8), 0, u(12), 1);
    row->setSpacing(u(4));
    const auto addLine = [row] {
        auto *line = new QFrame;
        line->setFixedSize(1, u(20));
        line->setAutoFillBackground(true);
        line->setBackgroundRole(QPalette::Mid);
        row->addSpacing(u(4));
        row->addWidget(line);
        row->addSpacing(u(4));
    };
    for (QAction *action : {m_actions->start, m_actions->stop, m_actions->pause, m_actions->resume})
        addToolButton(row, action);
    addLine();
    m_followSwitch = new SwitchButtons({m_actions->follow, m_actions->hold});
    row->addWidget(m_followSwitch);
    addLine();
    addToolButton(row, m_actions->exportEvents);

    auto *lines = new QVBoxLayout;
    lines->setContentsMargins(u(16), u(2), 0, u(2));
    lines->setSpacing(0);
    m_account = plainLabel();
    m_account->setAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_account->setAccessibleName(tr("Account"));
    m_stream = plainLabel();
    m_stream->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_stream->setFont(Theme::instance().smallFont());
    setTextInk(m_stream, Ink::Text3);
    for (QLabel *label : {m_account, m_stream}) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        lines->addWidget(label);
    }
    row->addLayout(lines, 1);
}

void MainWindow::buildDocks()
{
    m_types = new EventTypesPanel;
    m_typesDock = new PanelDock(tr("Event types"), u"eventTypes"_s, this);
    m_typesDock->setWidget(m_types);
    addDockWidget(Qt::LeftDockWidgetArea, m_typesDock);
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
        before, {m_typesDock->toggleViewAction(), m_detailsDock->toggleViewAction()});
    m_actions->viewMenu->insertSeparator(before);
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
    connect(m_status, &StatusFields::zoneClicked, this, [this] {
        (m_actions->utc->isChecked() ? m_actions->localTime : m_actions->utc)->trigger();
    });
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto run) {
        connect(action, &QAction::triggered, this, run);
    };
    on(m_actions->newSession, [this] { showNewSession(); });
    on(m_actions->open, [this] { showOpenDialog(); });
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
        if (QSettings().value(appearanceKey).toInt() == static_cast<int>(appearance))
            action->setChecked(true);
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
    connect(m_welcome, &WelcomePage::connectToBox, m_actions->newSession, &QAction::trigger);
    connect(m_welcome, &WelcomePage::openSession, m_actions->open, &QAction::trigger);
    connect(m_welcome, &WelcomePage::tryDemo, m_actions->demo, &QAction::trigger);
    connect(m_welcome, &WelcomePage::openRecent, this, &MainWindow::openSession);
}

void MainWindow::connectPageActions()
{
    const auto on = [this](QAction *action, auto run) {
        connect(action, &QAction::triggered, this, [this, run] {
            if (m_shown)
                run(*m_shown);
        });
    };
    on(m_actions->exportEvents, [](SessionPage &page) { page.exportEvents(); });
    on(m_actions->copy, [this](SessionPage &page) {
        const qint64 wanted = page.table().selectedCount();
        const qint64 copied = page.table().copySelection();
        note(
            copied < wanted ? tr("Copied the first %1 events; Export takes all").arg(copied)
                            : tr("%n event(s) copied", nullptr, static_cast<int>(copied)));
    });
    on(m_actions->selectAll, [](SessionPage &page) { page.table().selectAll(); });
    on(m_actions->first, [](SessionPage &page) { page.table().goFirst(); });
    on(m_actions->last, [](SessionPage &page) { page.table().goLast(); });
    on(m_actions->next, [](SessionPage &page) { page.table().goNext(); });
    on(m_actions->previous, [](SessionPage &page) { page.table().goPrevious(); });
    on(m_actions->start, [](SessionPage &page) { page.start(); });
    on(m_actions->stop, [](SessionPage &page) { page.stop(); });
    on(m_actions->pause, [](SessionPage &page) { page.pause(); });
    on(m_actions->resume, [](SessionPage &page) { page.resume(); });
    on(m_actions->follow, [](SessionPage &page) { page.setFollowing(true); });
    on(m_actions->hold, [](SessionPage &page) { page.setFollowing(false); });
    on(m_actions->focusFilter, [](SessionPage &page) { page.focusFilter(); });
    on(m_actions->clearFilters, [](SessionPage &page) { page.clearFilters(); });
    on(m_actions->showAllTypes, [](SessionPage &page) { page.showAllTypes(); });
}

void MainWindow::restoreLayout()
{
    QSettings settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    m_layout = settings.value(layoutKey).toByteArray();
    if (settings.value(utcKey).toBool())
        m_actions->utc->trigger();
    else
        setTimeZone(QTimeZone::systemTimeZone());
}

// Three columns where there is room for three; the person's own layout counts from then on.
void MainWindow::firstLayout()
{
    for (PanelDock *dock : {m_typesDock, m_detailsDock}) {
        dock->setFloating(false);
        dock->setVisible(m_shown);
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_typesDock);
    if (width() < u(1150)) {
        tabifyDockWidget(m_typesDock, m_detailsDock);
        m_typesDock->raise();
        resizeDocks({m_typesDock}, {u(248)}, Qt::Horizontal);
    } else {
        addDockWidget(Qt::RightDockWidgetArea, m_detailsDock);
        resizeDocks({m_typesDock, m_detailsDock}, {u(264), u(288)}, Qt::Horizontal);
    }
}

SessionPage *MainWindow::addPage()
{
    auto *page = new SessionPage(m_services, this);
    page->setTimeZone(m_zone);
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
            refreshActions();
    });
    connect(page, &SessionPage::currentEventChanged, this, [this, page] {
        if (page == m_shown)
            refreshDetails();
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
            m_tabs->setCurrentIndex(static_cast<int>(pages().indexOf(page)));
            return page;
        }
    }
    SessionPage *page = addPage();
    page->open(file);
    const int tab = m_tabs->addTab({});
    m_tabs->setTabData(tab, QVariant::fromValue(page));
    refreshTab(page);
    m_tabs->setCurrentIndex(tab);
    showPage(page);
    return page;
}

SessionPage *MainWindow::startSession(
    const QString &path, const StreamSettings &settings, const Connection &connection)
{
    SessionPage *page = addPage();
    page->startNew(QFileInfo(path).absoluteFilePath(), settings, connection);
    const int tab = m_tabs->addTab({});
    m_tabs->setTabData(tab, QVariant::fromValue(page));
    refreshTab(page);
    m_tabs->setCurrentIndex(tab);
    showPage(page);
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
    QList<SessionPage *> all;
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        all += m_tabs->tabData(tab).value<SessionPage *>();
    return all;
}

SessionPage *MainWindow::currentPage() const
{
    return m_shown;
}

NewSessionDialog *MainWindow::showNewSession(SessionPage *page)
{
    auto *dialog = new NewSessionDialog(
        m_services, page ? page->session().path() : QString(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QPointer<SessionPage> target(page);
    connect(dialog, &QDialog::accepted, this, [this, dialog, page, target] {
        if (target)
            target->startFirst(dialog->settings(), dialog->connection());
        else if (!page)
            startSession(dialog->file(), dialog->settings(), dialog->connection());
    });
    dialog->open();
    return dialog;
}

void MainWindow::showOpenDialog()
{
    const QString folder = m_shown ? QFileInfo(m_shown->session().path()).absolutePath()
                                   : QString();
    auto *files = new QFileDialog(
        this, tr("Open a session"), folder, tr("Boxwatch sessions (*.boxwatch);;All files (*)"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::ExistingFiles);
    connect(files, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        for (const QString &path : paths)
            openSession(path);
    });
    files->open();
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

void MainWindow::askToEndExport(const std::function<void()> &go)
{
    auto *box = plainMessage(
        this, tr("Export running"), tr("An export is still running."),
        tr("The file appears only when it is complete. Closing now leaves none."));
    QPushButton *end = box->addButton(
        tr("Close and cancel the export"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep running"), QMessageBox::RejectRole));
    connect(end, &QPushButton::clicked, this, go);
    box->open();
}

void MainWindow::closePage(SessionPage *page)
{
    if (page->isExporting())
        askToEndExport([this, target = QPointer(page)] {
            if (target)
                removePage(target);
        });
    else
        removePage(page);
}

void MainWindow::removePage(SessionPage *page)
{
    const auto tab = static_cast<int>(pages().indexOf(page));
    if (tab < 0)
        return;
    if (page->session().isOpen())
        m_recent.refresh(page->recent());
    page->disconnect(this);
    if (m_shown == page)
        showPage(nullptr);
    m_tabs->removeTab(tab);
    m_stack->removeWidget(page);
    delete page;
    if (m_tabs->count() > 0)
        showPage(m_tabs->tabData(m_tabs->currentIndex()).value<SessionPage *>());
}

void MainWindow::showPage(SessionPage *page)
{
    const bool hadPage = m_shown != nullptr;
    // A page that is not on screen must not say how narrow the window can get.
    m_welcome->setSizePolicy(
        page ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_shown = page;
    m_types->setTypes(page ? &page->types() : nullptr);
    m_tabsBar->setVisible(page);
    m_toolBar->setVisible(page);
    statusBar()->setVisible(page);
    m_typesDock->toggleViewAction()->setEnabled(page);
    m_detailsDock->toggleViewAction()->setEnabled(page);
    if (!page) {
        if (hadPage)
            m_layout = saveState(layoutVersion);
        m_typesDock->hide();
        m_detailsDock->hide();
        m_stack->setCurrentWidget(m_welcome);
        m_details->showNothing();
    } else {
        m_stack->setCurrentWidget(page);
        if (!hadPage && !restoreState(m_layout, layoutVersion))
            firstLayout();
        m_tabsBar->show();
        m_toolBar->show();
        setTabOrder(page->filterField(), &page->table());
        setTabOrder(&page->table(), m_types->searchField());
        page->table().setFocus();
    }
    if (page)
        refresh(page);
    else
        refreshActions();
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
    refreshTab(page);
    if (page != m_shown)
        return;
    refreshActions();
    refreshStatus();
    const SessionOwner owner = page->session().isOpen() ? page->session().summary().owner
                                                        : SessionOwner();
    QString account = owner.enterpriseName;
    if (account.isEmpty())
        account = owner.name.isEmpty() ? owner.login : owner.name;
    m_account->setText(plainLine(account, 80));
    const auto recent = page->recent();
    const auto type = streamTypeFromName(recent.stream.toLatin1());
    m_stream->setText(
        page->session().isStreaming() ? streamShortTitle(page->session().status().type)
            : type                    ? streamShortTitle(*type)
                                      : QString());
}

void MainWindow::refreshTab(SessionPage *page)
{
    const auto tab = static_cast<int>(pages().indexOf(page));
    if (tab < 0)
        return;
    const StateWords words = page->state();
    m_tabs->setTabIcon(tab, icon(words.glyph, words.glyphInk()));
    QString title = page->title();
    m_tabs->setTabText(tab, title.replace(u'&', u"&&"_s));
    m_tabs->setTabToolTip(tab, plainTip(page->title() + u" · "_s + words.sentence()));
    if (m_tabs->tabButton(tab, QTabBar::RightSide))
        return;
    auto *close = new QToolButton;
    close->setIcon(icon(u"x"_s, Ink::Text3));
    close->setFixedSize(u(20), u(20));
    close->setFocusPolicy(Qt::NoFocus);
    close->setAccessibleName(tr("Close session"));
    setPlainTip(close, tr("Close this session"));
    connect(close, &QToolButton::clicked, page, &SessionPage::closeRequested);
    m_tabs->setTabButton(tab, QTabBar::RightSide, close);
}

void MainWindow::refreshActions()
{
    const SessionPage *page = m_shown;
    const bool open = page && page->session().isOpen();
    const bool streaming = open && page->session().isStreaming();
    const bool paused = streaming && page->session().isPaused();
    m_actions->start->setVisible(!streaming);
    m_actions->start->setEnabled(page && page->canStart());
    m_actions->stop->setVisible(streaming);
    m_actions->pause->setVisible(!paused);
    m_actions->pause->setEnabled(streaming);
    m_actions->resume->setVisible(paused);
    for (QAction *action :
         {m_actions->follow, m_actions->hold, m_actions->focusFilter, m_actions->clearFilters,
          m_actions->showAllTypes, m_actions->first, m_actions->last, m_actions->next,
          m_actions->previous, m_actions->copy, m_actions->selectAll, m_actions->resetLayout})
        action->setEnabled(open);
    m_actions->close->setEnabled(page);
    m_actions->exportEvents->setEnabled(open && page->hasEvents());
    m_actions->nextTab->setEnabled(m_tabs->count() > 1);
    m_actions->previousTab->setEnabled(m_tabs->count() > 1);
    if (page)
        (page->isFollowing() ? m_actions->follow : m_actions->hold)->setChecked(true);
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

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < u(760);
    for (QToolButton *button : std::as_const(m_toolButtons))
        button->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_followSwitch->setIconsOnly(narrow);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QList<SessionPage *> all = pages();
    const bool exporting = std::any_of(
        all.begin(), all.end(), [](const SessionPage *page) { return page->isExporting(); });
    if (exporting && isVisible()) {
        event->ignore();
        askToEndExport([this] {
            hide();
            close();
        });
        return;
    }
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(layoutKey, m_shown ? saveState(layoutVersion) : m_layout);
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
