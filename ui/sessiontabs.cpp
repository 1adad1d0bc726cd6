// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessiontabs.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"

#include <QToolButton>

namespace boxwatch {

using namespace Qt::StringLiterals;

SessionTabs::SessionTabs(QWidget *parent) : QTabBar(parent)
{
    setProperty("boxwatchSessionTabs", true);
    setAccessibleName(tr("Sessions"));
    setDocumentMode(true);
    setDrawBase(false);
    setExpanding(false);
    setMovable(true);
    setElideMode(Qt::ElideRight);
    setUsesScrollButtons(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(u(32));
    connect(this, &QTabBar::currentChanged, this, [this](int tab) {
        if (tab >= 0)
            emit chosen(tabData(tab).value<SessionPage *>());
    });
}

void SessionTabs::add(SessionPage *page)
{
    int tab = 0;
    {
        // The first tab is current before it knows its page.
        const QSignalBlocker quiet(this);
        tab = addTab({});
        setTabData(tab, QVariant::fromValue(page));
        setCurrentIndex(tab);
    }
    auto *close = new QToolButton;
    close->setIcon(icon(u"x"_s, Ink::Text3));
    close->setFixedSize(u(20), u(20));
    close->setFocusPolicy(Qt::NoFocus);
    close->setAccessibleName(tr("Close session"));
    setPlainTip(close, tr("Close this session"));
    connect(close, &QToolButton::clicked, page, &SessionPage::closeRequested);
    setTabButton(tab, RightSide, close);
    refresh(page);
    emit chosen(page);
}

void SessionTabs::remove(SessionPage *page)
{
    const QSignalBlocker quiet(this);
    removeTab(tabOf(page));
}

void SessionTabs::choose(SessionPage *page)
{
    setCurrentIndex(tabOf(page));
}

int SessionTabs::tabOf(SessionPage *page) const
{
    return static_cast<int>(pages().indexOf(page));
}

QList<SessionPage *> SessionTabs::pages() const
{
    QList<SessionPage *> all;
    for (int tab = 0; tab < count(); ++tab)
        all += tabData(tab).value<SessionPage *>();
    return all;
}

SessionPage *SessionTabs::currentPage() const
{
    return currentIndex() < 0 ? nullptr : tabData(currentIndex()).value<SessionPage *>();
}

void SessionTabs::refresh(SessionPage *page)
{
    const int tab = tabOf(page);
    if (tab < 0)
        return;
    const StateWords words = page->state();
    setTabIcon(tab, icon(words.glyph, words.glyphInk()));
    QString title = page->title();
    setTabText(tab, title.replace(u'&', u"&&"_s));
    setTabToolTip(tab, plainTip(page->title() + u" · "_s + words.sentence()));
}

} // namespace boxwatch
