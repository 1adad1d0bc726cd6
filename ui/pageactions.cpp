// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pageactions.h"

#include "ui/cellmenu.h"
#include "ui/eventsview.h"
#include "ui/exportdialog.h"
#include "ui/filtercontrol.h"
#include "ui/mainactions.h"
#include "ui/sessionpage.h"
#include "ui/words.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace boxwatch {

namespace {

/// Lets \p act do its work on the field for text that has the focus; false if none has it.
template<typename Act>
bool onFocusedText(Act act)
{
    QWidget *focused = QApplication::focusWidget();
    if (auto *line = qobject_cast<QLineEdit *>(focused))
        act(*line);
    else if (auto *text = qobject_cast<QPlainTextEdit *>(focused))
        act(*text);
    else
        return false;
    return true;
}

} // namespace

PageActions::PageActions(MainActions &actions, QObject *parent)
    : QObject(parent)
    , m_actions(actions)
{
    connectAll();
}

void PageActions::setPage(SessionPage *page)
{
    m_page = page;
}

void PageActions::connectAll()
{
    const auto on = [this](QAction *action, auto run) {
        connect(action, &QAction::triggered, this, [this, run] {
            if (m_page)
                run(*m_page);
        });
    };
    on(m_actions.exportEvents, [](SessionPage &page) { page.exportEvents(); });
    on(m_actions.copy, [this](SessionPage &page) {
        if (onFocusedText([](auto &text) { text.copy(); }))
            return;
        const qint64 wanted = page.table().selectedCount();
        const qint64 copied = page.table().copySelection();
        emit note(
            copied < wanted ? tr("Copied the first %1 events; Export takes all").arg(copied)
                            : tr("%n event(s) copied", nullptr, static_cast<int>(copied)));
    });
    on(m_actions.selectAll, [](SessionPage &page) {
        if (!onFocusedText([](auto &text) { text.selectAll(); }))
            page.table().selectAll();
    });
    on(m_actions.first, [](SessionPage &page) { page.table().goFirst(); });
    on(m_actions.last, [](SessionPage &page) { page.table().goLast(); });
    on(m_actions.next, [](SessionPage &page) { page.table().goNext(); });
    on(m_actions.previous, [](SessionPage &page) { page.table().goPrevious(); });
    on(m_actions.nextMark, [](SessionPage &page) { page.table().goNextMark(); });
    on(m_actions.previousMark, [](SessionPage &page) { page.table().goPreviousMark(); });
    on(m_actions.mark, [this](SessionPage &page) {
        page.table().markSelection();
        // Checked once it is marked, not once it was clicked.
        refreshMark();
    });
    on(m_actions.start, [](SessionPage &page) { page.start(); });
    on(m_actions.stop, [](SessionPage &page) { page.stop(); });
    on(m_actions.pause, [](SessionPage &page) { page.pause(); });
    on(m_actions.resume, [](SessionPage &page) { page.resume(); });
    on(m_actions.follow, [](SessionPage &page) { page.setFollowing(true); });
    on(m_actions.hold, [](SessionPage &page) { page.setFollowing(false); });
    on(m_actions.signIn, [](SessionPage &page) { page.askAccount(); });
    on(m_actions.polls, [](SessionPage &page) { page.askPolls(); });
    on(m_actions.askedTypes, [](SessionPage &page) { page.askTypes(); });
    on(m_actions.focusFilter, [](SessionPage &page) { page.filters()->focusField(); });
    on(m_actions.clearFilters, [](SessionPage &page) { page.filters()->clear(); });
    on(m_actions.showAllTypes, [](SessionPage &page) { page.filters()->showAllTypes(); });
    on(m_actions.back, [](SessionPage &page) { page.filters()->goBack(); });
    on(m_actions.forward, [](SessionPage &page) { page.filters()->goForward(); });
    on(m_actions.filterFor, [](SessionPage &page) { page.cells()->filterFor(); });
    on(m_actions.filterOut, [](SessionPage &page) { page.cells()->filterOut(); });
    on(m_actions.onlyThis, [](SessionPage &page) { page.cells()->onlyThis(); });
    on(m_actions.copyCell, [](SessionPage &page) { page.cells()->copyCell(); });
    on(m_actions.saveQuery, [](SessionPage &page) { page.filters()->askToSave(); });
    on(m_actions.manageQueries, [](SessionPage &page) { page.filters()->askToManage(); });
    on(m_actions.queryHelp, [](SessionPage &page) { page.filters()->showHelp(); });
}

void PageActions::refresh(int tabs)
{
    const SessionPage *page = m_page;
    const bool open = page && page->session().isOpen();
    const bool streaming = open && page->session().isStreaming();
    const bool paused = streaming && page->session().isPaused();
    m_actions.start->setVisible(!streaming);
    m_actions.start->setEnabled(page && page->canStart());
    m_actions.stop->setVisible(streaming);
    m_actions.pause->setVisible(!paused);
    m_actions.pause->setEnabled(streaming);
    m_actions.resume->setVisible(paused);
    const bool captures = open && !page->session().isReadOnly();
    const bool had = captures && (streaming || !page->session().summary().streams.empty());
    m_actions.signIn->setEnabled(had);
    m_actions.polls->setEnabled(had && page->isEnterpriseCapture());
    m_actions.askedTypes->setEnabled(streaming && page->isEnterpriseCapture());
    for (QAction *action :
         {m_actions.hold, m_actions.focusFilter, m_actions.clearFilters, m_actions.showAllTypes,
          m_actions.first, m_actions.last, m_actions.next, m_actions.previous, m_actions.copy,
          m_actions.selectAll, m_actions.resetLayout, m_actions.queryHelp, m_actions.saveQuery,
          m_actions.manageQueries, m_actions.timeline})
        action->setEnabled(open);
    m_actions.follow->setEnabled(open && page->table().canFollow());
    refreshFilter();
    refreshMark();
    m_actions.close->setEnabled(page);
    m_actions.exportEvents->setEnabled(open && page->hasEvents());
    m_actions.nextTab->setEnabled(tabs > 1);
    m_actions.previousTab->setEnabled(tabs > 1);
    if (page)
        (page->isFollowing() ? m_actions.follow : m_actions.hold)->setChecked(true);
}

void PageActions::refreshFilter()
{
    const SessionPage *page = m_page;
    const bool open = page && page->session().isOpen();
    m_actions.back->setEnabled(open && page->filters()->canGoBack());
    m_actions.forward->setEnabled(open && page->filters()->canGoForward());
    const bool hasCell = open && page->hasCurrentCell();
    for (QAction *action :
         {m_actions.filterFor, m_actions.filterOut, m_actions.onlyThis, m_actions.copyCell})
        action->setEnabled(hasCell);
}

void PageActions::refreshMark()
{
    const SessionPage *page = m_page;
    const bool open = page && page->session().isOpen();
    const bool current = open && !page->session().isReadOnly() && page->hasCurrentEvent();
    m_actions.mark->setEnabled(current);
    m_actions.mark->setChecked(open && page->isCurrentMarked());
    const bool any = open && page->numbers().marked > 0;
    m_actions.nextMark->setEnabled(any);
    m_actions.previousMark->setEnabled(any);
}

} // namespace boxwatch
