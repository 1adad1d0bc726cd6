// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;
class QWidget;

namespace boxwatch {

/// All actions of the window with their words, keys and icons; MainWindow connects them.
class MainActions : public QObject
{
    Q_OBJECT

public:
    explicit MainActions(QWidget *window);

    /// Makes the menus. Docks, columns and recent sessions are added by the window.
    void fill(QMenuBar *bar);

    QAction *newSession;
    QAction *open;
    QAction *demo;
    QAction *exportEvents;
    QAction *close;
    QAction *quit;

    QAction *copy;
    QAction *copyCell;
    QAction *selectAll;

    QAction *localTime;
    QAction *utc;
    QAction *likeSystem;
    QAction *light;
    QAction *dark;
    QAction *timeline;
    QAction *resetLayout;

    QAction *first;
    QAction *last;
    QAction *next;
    QAction *previous;
    QAction *back;
    QAction *forward;
    QAction *nextMark;
    QAction *previousMark;
    QAction *nextTab;
    QAction *previousTab;

    QAction *start;
    QAction *stop;
    QAction *pause;
    QAction *resume;
    QAction *follow;
    QAction *hold;
    QAction *mark;
    QAction *signIn;
    QAction *polls;
    QAction *askedTypes;

    QAction *accounts;
    QAction *network;

    QAction *focusFilter;
    QAction *clearFilters;
    QAction *showAllTypes;
    QAction *filterFor;
    QAction *filterOut;
    QAction *onlyThis;
    QAction *saveQuery;
    QAction *manageQueries;

    QAction *queryHelp;
    QAction *shortcuts;
    QAction *about;

    QMenu *recentMenu = nullptr;
    QMenu *viewMenu = nullptr;
    QMenu *columnsMenu = nullptr;
    QMenu *sortMenu = nullptr;

private:
    QAction *add(const QString &text, const QString &iconName, const QString &tip);
    QAction *add(
        const QString &text, const QList<QKeySequence> &keys, const QString &iconName,
        const QString &tip);
    QActionGroup *group(std::initializer_list<QAction *> actions);
    void makeFileActions();
    void makeViewActions();
    void makeGoActions();
    void makeStreamActions();
    void makeFilterActions();
    void makeToolActions();

    QWidget *m_window;
};

} // namespace boxwatch
