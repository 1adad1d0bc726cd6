// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/mainwindow.h"

#include "ui/aboutbox.h"
#include "ui/detailspanel.h"
#include "ui/eventsview.h"
#include "ui/eventtypespanel.h"
#include "ui/icons.h"
#include "ui/mainactions.h"
#include "ui/maintoolbar.h"
#include "ui/newsessiondialog.h"
#include "ui/pageactions.h"
#include "ui/paneldock.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"
#include "ui/sessiontabs.h"
#include "ui/statusfields.h"
#include "ui/theme.h"
#include "ui/welcomepage.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

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
    , m_pageActions(new PageActions(*m_actions, this))
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
            m_pageActions->refresh(m_tabs->count());
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
    const QString &path, const StreamSettings &settings, const Connection &connection)
{
    SessionPage *page = addPage();
    page->startNew(QFileInfo(path).absoluteFilePath(), settings, connection);
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
    const auto last = streamTypeFromName(page->recent().stream.toLatin1());
    const bool streaming = page->session().isStreaming();
    m_tools->setAccount(
        account,
        streaming  ? streamShortTitle(page->session().status().type)
            : last ? streamShortTitle(*last)
                   : QString());
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
        askToEndExport([this] { leave(); });
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
