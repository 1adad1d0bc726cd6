// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/mainactions.h"

#include "ui/icons.h"
#include "ui/plaintext.h"

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QWidget>

namespace boxwatch {

MainActions::MainActions(QWidget *window) : QObject(window), m_window(window)
{
    makeFileActions();
    makeViewActions();
    makeGoActions();
    makeStreamActions();
    makeFilterActions();
    makeToolActions();
    queryHelp = add(
        tr("How to write a &query"), {QKeySequence::HelpContents}, QStringLiteral("help"), {});
    shortcuts = add(tr("Keyboard &shortcuts"), {QKeySequence(Qt::CTRL | Qt::Key_F1)}, {}, {});
    about = add(tr("&About Boxwatch"), QString(), {});
    about->setMenuRole(QAction::AboutRole);
}

QAction *MainActions::add(const QString &text, const QString &iconName, const QString &tip)
{
    return add(text, {}, iconName, tip);
}

QAction *MainActions::add(
    const QString &text, const QList<QKeySequence> &keys, const QString &iconName,
    const QString &tip)
{
    auto *action = new QAction(text, m_window);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    action->setProperty("boxwatchIcon", iconName);
    action->setShortcuts(keys);
    QString words = tip.isEmpty() ? action->text().remove(QLatin1Char('&')) : tip;
    if (!keys.isEmpty())
        words += QStringLiteral(" (%1)").arg(keys.first().toString(QKeySequence::NativeText));
    setPlainTip(action, words);
    m_window->addAction(action);
    return action;
}

QActionGroup *MainActions::group(std::initializer_list<QAction *> actions)
{
    auto *exclusive = new QActionGroup(this);
    for (QAction *action : actions) {
        action->setCheckable(true);
        exclusive->addAction(action);
    }
    return exclusive;
}

void MainActions::makeFileActions()
{
    newSession = add(
        tr("&New session…"), {QKeySequence::New}, QStringLiteral("plug"),
        tr("Connect to Box and capture into a new session"));
    open = add(tr("&Open…"), {QKeySequence::Open}, QStringLiteral("open"), tr("Open a session"));
    demo = add(
        tr("Try the &demo"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D)},
        QStringLiteral("flask"), tr("A made-up company, no account needed"));
    exportEvents = add(
        tr("&Export…"), {QKeySequence(Qt::CTRL | Qt::Key_E)}, QStringLiteral("export"),
        tr("Write events to a CSV or JSON Lines file"));
    close = add(tr("&Close"), {QKeySequence::Close}, {}, tr("Close this session; capture stops"));
    quit = add(tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, {}, {});
    quit->setMenuRole(QAction::QuitRole);
    copy = add(
        tr("&Copy"), {QKeySequence::Copy}, QStringLiteral("copy"), tr("Copy the selected events"));
    copy->setShortcutContext(Qt::WidgetShortcut); // fields copy their own text
    copyCell = add(
        tr("Copy c&ell"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}, {},
        tr("Copy the current cell of the table"));
    copyCell->setShortcutContext(Qt::WidgetShortcut); // so of the table's keys below
    selectAll = add(
        tr("Select &all"), {QKeySequence::SelectAll}, {}, tr("Select all events shown"));
    selectAll->setShortcutContext(Qt::WidgetShortcut);
}

void MainActions::makeViewActions()
{
    localTime = add(tr("&Local time"), QString(), tr("Times in the zone of this computer"));
    utc = add(tr("&UTC"), QString(), tr("Times in UTC"));
    group({localTime, utc});
    localTime->setChecked(true);
    likeSystem = add(tr("Like the &system"), QString(), {});
    light = add(tr("&Light"), QString(), {});
    dark = add(tr("&Dark"), QString(), {});
    group({likeSystem, light, dark});
    likeSystem->setChecked(true);
    timeline = add(tr("T&imeline"), QString(), tr("When the events happened, above the table"));
    timeline->setCheckable(true);
    timeline->setChecked(true);
    resetLayout = add(
        tr("&Reset layout"), QString(), tr("Docks and columns as at the first start"));
}

void MainActions::makeGoActions()
{
    first = add(tr("&First event"), {QKeySequence(Qt::CTRL | Qt::Key_Home)}, {}, {});
    last = add(
        tr("&Last event"), {QKeySequence(Qt::CTRL | Qt::Key_End)}, {},
        tr("Choose the newest event and follow"));
    next = add(
        tr("&Next event"), {QKeySequence(Qt::ALT | Qt::Key_Down)}, QStringLiteral("right"), {});
    previous = add(
        tr("&Previous event"), {QKeySequence(Qt::ALT | Qt::Key_Up)}, QStringLiteral("left"), {});
    // Backspace is among the keys for Back on Windows, which nobody expects any more.
    const auto keys = [](QKeySequence::StandardKey standard) {
        QList<QKeySequence> all = QKeySequence::keyBindings(standard);
        all.removeAll(QKeySequence(Qt::Key_Backspace));
        all.removeAll(QKeySequence(Qt::SHIFT | Qt::Key_Backspace));
        return all;
    };
    back = add(
        tr("&Back"), keys(QKeySequence::Back), QStringLiteral("left"),
        tr("The filter as it was before"));
    forward = add(
        tr("F&orward"), keys(QKeySequence::Forward), QStringLiteral("right"),
        tr("The filter as it was before going back"));
    nextMark = add(
        tr("Next &marked event"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}, {}, {});
    previousMark = add(
        tr("Previous m&arked event"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B)}, {}, {});
    nextTab = add(tr("Next &session"), {QKeySequence::NextChild}, {}, {});
    // QKeySequence::PreviousChild is Ctrl+Shift+Backtab, which no key press matches.
    previousTab = add(
        tr("Previous s&ession"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab)}, {}, {});
}

void MainActions::makeStreamActions()
{
    start = add(
        tr("Start"), {QKeySequence(Qt::Key_F5)}, QStringLiteral("play"), tr("Ask Box for events"));
    stop = add(
        tr("Stop"), {QKeySequence(Qt::SHIFT | Qt::Key_F5)}, QStringLiteral("stop"),
        tr("End the stream; Start goes on from there"));
    stop->setIcon(icon(QStringLiteral("stop"), Ink::CriticalText));
    pause = add(
        tr("Pause"), {QKeySequence(Qt::Key_F6)}, QStringLiteral("pause"),
        tr("Stop asking Box for a while; nothing is missed"));
    resume = add(
        tr("Resume"), {QKeySequence(Qt::Key_F6)}, QStringLiteral("play"),
        tr("Go on from the same position"));
    follow = add(
        tr("Follow"), QStringLiteral("follow"),
        tr("Keep the newest event in sight (End or F): in order of arrival, sorted by a time, or "
           "with new events at the end"));
    hold = add(
        tr("Hold"), QStringLiteral("hold"),
        tr("Hold the table still; capture goes on and new events are counted"));
    group({follow, hold});
    follow->setChecked(true);
    signIn = add(
        tr("Sign &in again…"), QStringLiteral("key"),
        tr("Go on with another sign-in, from the same place"));
    polls = add(
        tr("&How often Box is asked…"), QStringLiteral("clock"),
        tr("Time between two calls, and what that costs"));
    askedTypes = add(
        tr("&Event types that Box sends…"), QString(),
        tr("Ask Box for some types only; the others are never captured"));
    mark = add(
        tr("Mark"), {QKeySequence(Qt::Key_M)}, QStringLiteral("mark"),
        tr("Mark the selected events, or take their marks away"));
    mark->setCheckable(true);
    mark->setShortcutContext(Qt::WidgetShortcut);
}

void MainActions::makeFilterActions()
{
    focusFilter = add(
        tr("&Focus the filter"),
        {QKeySequence::Find, QKeySequence(Qt::CTRL | Qt::Key_L), QKeySequence(Qt::Key_Slash)},
        QStringLiteral("funnel"), {});
    clearFilters = add(
        tr("&Clear all filters"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)}, {},
        tr("Show all events"));
    showAllTypes = add(tr("Show all &types"), QString(), tr("Tick all event types"));
    const auto addForCell =
        [this](const QString &text, Qt::Key key, const QString &iconName, const QString &tip) {
            QAction *action = add(text, {QKeySequence(key)}, iconName, tip);
            action->setShortcutContext(Qt::WidgetShortcut);
            return action;
        };
    filterFor = addForCell(
        tr("Filter f&or this cell"), Qt::Key_Plus, QStringLiteral("for"),
        tr("Show only events that have what the current cell says"));
    filterOut = addForCell(
        tr("Filter &out this cell"), Qt::Key_Minus, QStringLiteral("out"),
        tr("Hide events that have what the current cell says"));
    onlyThis = addForCell(
        tr("O&nly this cell"), Qt::Key_O, {},
        tr("Ask for what the current cell says, and for nothing else"));
    saveQuery = add(
        tr("&Save this query…"), {QKeySequence(Qt::CTRL | Qt::Key_D)}, QStringLiteral("star"),
        tr("Keep this query under a name"));
    manageQueries = add(tr("Saved &queries…"), QString(), tr("Rename and delete saved queries"));
}

void MainActions::makeToolActions()
{
    accounts = add(tr("&Accounts…"), QStringLiteral("user"), tr("Who is signed in; add, sign out"));
    network = add(
        tr("&Network…"), QStringLiteral("plug"),
        tr("Proxy, certificate authorities, address of the API, time-outs"));
}

void MainActions::fill(QMenuBar *bar)
{
    QMenu *file = bar->addMenu(tr("&File"));
    file->addActions({newSession, open, demo});
    recentMenu = file->addMenu(tr("Open &recent"));
    file->addSeparator();
    file->addAction(exportEvents);
    file->addSeparator();
    file->addActions({close, quit});

    QMenu *edit = bar->addMenu(tr("&Edit"));
    edit->addActions({copy, copyCell, selectAll});
    edit->addSeparator();
    edit->addAction(mark);

    viewMenu = bar->addMenu(tr("&View"));
    columnsMenu = viewMenu->addMenu(tr("&Columns"));
    sortMenu = viewMenu->addMenu(tr("&Sort"));
    viewMenu->addAction(timeline);
    viewMenu->addMenu(tr("&Time zone"))->addActions({localTime, utc});
    viewMenu->addMenu(tr("&Appearance"))->addActions({likeSystem, light, dark});
    viewMenu->addSeparator();
    viewMenu->addAction(resetLayout);

    QMenu *go = bar->addMenu(tr("&Go"));
    go->addActions({back, forward});
    go->addSeparator();
    go->addActions({first, last, next, previous});
    go->addSeparator();
    go->addActions({nextMark, previousMark});
    go->addSeparator();
    go->addActions({nextTab, previousTab});

    QMenu *stream = bar->addMenu(tr("&Stream"));
    stream->addActions({start, stop, pause, resume});
    stream->addSeparator();
    stream->addActions({follow, hold});
    stream->addSeparator();
    stream->addActions({signIn, polls, askedTypes});

    QMenu *filter = bar->addMenu(tr("Fi&lter"));
    filter->addActions({focusFilter, clearFilters, showAllTypes});
    filter->addSeparator();
    filter->addActions({filterFor, filterOut, onlyThis});
    filter->addSeparator();
    filter->addActions({saveQuery, manageQueries});
    bar->addMenu(tr("&Tools"))->addActions({accounts, network});
    bar->addMenu(tr("&Help"))->addActions({queryHelp, shortcuts, about});
}

} // namespace boxwatch
