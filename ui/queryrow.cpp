// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/queryrow.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/queryedit.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleOptionButton>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

/// A push button with an icon and, if it has a menu, an arrow.
class IconButton final : public QPushButton
{
public:
    IconButton(const QString &iconName, const QString &name, int wide) : m_icon(iconName)
    {
        setFixedSize(u(wide), u(28));
        setAccessibleName(name);
        setAutoDefault(false);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStyleOptionButton option;
        initStyleOption(&option);
        QPainter painter(this);
        style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter, this);
        const Ink ink = isEnabled() ? Ink::Text2 : Ink::Info;
        const int side = u(16);
        const int arrow = menu() ? u(12) : 0;
        const QRect place((width() - side - arrow) / 2, (height() - side) / 2, side, side);
        paintIcon(painter, place, m_icon, ink);
        if (arrow > 0)
            paintIcon(
                painter, QRect(place.right() + 1, (height() - arrow) / 2, arrow, arrow), u"down"_s,
                ink);
    }

private:
    QString m_icon;
};

} // namespace

QueryRow::QueryRow(QWidget *parent)
    : QWidget(parent)
    , m_field(new QueryEdit)
    , m_menu(new QMenu(this))
{
    auto *saved = new IconButton(u"bmark"_s, tr("Saved queries"), 40);
    setPlainTip(saved, tr("Saved queries and those used last"));
    saved->setMenu(m_menu);
    m_save = new IconButton(u"star"_s, tr("Save this query"), 28);
    setPlainTip(m_save, tr("Save this query"));
    m_help = new IconButton(u"help"_s, tr("Query help"), 28);
    m_help->setCheckable(true);
    setPlainTip(m_help, tr("How to write a query (F1)"));
    connect(m_save, &QAbstractButton::clicked, this, &QueryRow::saveAsked);
    connect(m_help, &QAbstractButton::toggled, this, &QueryRow::helpToggled);

    setFocusProxy(m_field);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(u(8), u(8), u(8), u(8));
    row->setSpacing(u(4));
    row->addWidget(saved);
    row->addWidget(m_field, 1);
    row->addWidget(m_save);
    row->addWidget(m_help);
    setTabOrder(saved, m_field);
    setTabOrder(m_field, m_save);
    setTabOrder(m_save, m_help);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void QueryRow::setCanSave(bool can)
{
    m_save->setEnabled(can);
}

void QueryRow::setHelpShown(bool shown)
{
    m_help->setChecked(shown);
}

} // namespace boxwatch
