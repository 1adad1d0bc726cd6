// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/savedqueriesmenu.h"

#include "ui/filterwords.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/savedqueries.h"

#include <QMenu>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestEntry = 60;
constexpr qsizetype recentShown = 8; // the others are a key press away, in the field

QString menuText(const QString &text)
{
    return plainLine(text, longestEntry).replace(u'&', u"&&"_s);
}

} // namespace

SavedQueriesMenu::SavedQueriesMenu(QMenu *menu) : QObject(menu), m_menu(menu)
{
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this, &SavedQueriesMenu::fill);
}

void SavedQueriesMenu::fill()
{
    m_menu->clear();
    const QList<SavedQuery> saved = SavedQueries::saved();
    m_menu->addSection(tr("Saved"));
    for (const SavedQuery &query : saved) {
        QAction *action = m_menu->addAction(icon(u"star"_s, Ink::Text2), menuText(query.name));
        setPlainTip(action, filterInWords(query.filter));
        connect(action, &QAction::triggered, this, [this, query] {
            emit savedChosen(query.name, query.filter);
        });
    }
    if (saved.isEmpty())
        m_menu->addAction(tr("No query is saved yet"))->setEnabled(false);
    const QStringList recent = SavedQueries::recent();
    if (!recent.isEmpty()) {
        m_menu->addSection(tr("Used last"));
        for (const QString &text : recent.first(qMin(recent.size(), recentShown))) {
            QAction *action = m_menu->addAction(menuText(text));
            setPlainTip(action, text);
            connect(action, &QAction::triggered, this, [this, text] { emit textChosen(text); });
        }
    }
    m_menu->addSeparator();
    QAction *save = m_menu->addAction(tr("Save this query…"));
    save->setEnabled(m_canSave);
    connect(save, &QAction::triggered, this, &SavedQueriesMenu::saveAsked);
    QAction *manage = m_menu->addAction(tr("Rename and delete…"));
    manage->setEnabled(!saved.isEmpty());
    connect(manage, &QAction::triggered, this, &SavedQueriesMenu::manageAsked);
    QAction *forget = m_menu->addAction(tr("Forget the queries used last"));
    forget->setEnabled(!recent.isEmpty());
    connect(forget, &QAction::triggered, this, [] { SavedQueries::forgetRecent(); });
}

} // namespace boxwatch
