// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pageactions.h"

#include "ui/eventsview.h"
#include "ui/exportdialog.h"
#include "ui/mainactions.h"
#include "ui/sessionpage.h"
#include "ui/words.h"

#include <QAction>

namespace boxwatch {

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
        const qint64 wanted = page.table().selectedCount();
        const qint64 copied = page.table().copySelection();
        emit note(
            copied < wanted ? tr("Copied the first %1 events; Export takes all").arg(copied)
                            : tr("%n event(s) copied", nullptr, static_cast<int>(copied)));
    });
    on(m_actions.selectAll, [](SessionPage &page) { page.table().selectAll(); });
    on(m_actions.first, [](SessionPage &page) { page.table().goFirst(); });
    on(m_actions.last, [](SessionPage &page) { page.table().goLast(); });
    on(m_actions.next, [](SessionPage &page) { page.table().goNext(); });
    on(m_actions.previous, [](SessionPage &page) { page.table().goPrevious(); });
    on(m_actions.start, [](SessionPage &page) { page.start(); });
    on(m_actions.stop, [](SessionPage &page) { page.stop(); });
    on(m_actions.pause, [](SessionPage &page) { page.pause(); });
    on(m_actions.resume, [](SessionPage &page) { page.resume(); });
    on(m_actions.follow, [](SessionPage &page) { page.setFollowing(true); });
    on(m_actions.hold, [](SessionPage &page) { page.setFollowing(false); });
    on(m_actions.signIn, [](SessionPage &page) { page.askAccount(); });
    on(m_actions.polls, [](SessionPage &page) { page.askPolls(); });
    on(m_actions.askedTypes, [](SessionPage &page) { page.askTypes(); });
    on(m_actions.focusFilter, [](SessionPage &page) { page.focusFilter(); });
    on(m_actions.clearFilters, [](SessionPage &page) { page.clearFilters(); });
    on(m_actions.showAllTypes, [](SessionPage &page) { page.showAllTypes(); });
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
         {m_actions.follow, m_actions.hold, m_actions.focusFilter, m_actions.clearFilters,
          m_actions.showAllTypes, m_actions.first, m_actions.last, m_actions.next,
          m_actions.previous, m_actions.copy, m_actions.selectAll, m_actions.resetLayout})
        action->setEnabled(open);
    m_actions.close->setEnabled(page);
    m_actions.exportEvents->setEnabled(open && page->hasEvents());
    m_actions.nextTab->setEnabled(tabs > 1);
    m_actions.previousTab->setEnabled(tabs > 1);
    if (page)
        (page->isFollowing() ? m_actions.follow : m_actions.hold)->setChecked(true);
}

} // namespace boxwatch
