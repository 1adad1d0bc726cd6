// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paneldock.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

class TitleBar final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), color(Ink::Window));
        painter.fillRect(QRect(0, height() - 1, width(), 1), color(Ink::Line));
    }
};

} // namespace

PanelDock::PanelDock(const QString &title, const QString &name, QWidget *parent)
    : QDockWidget(title, parent)
{
    setObjectName(name);
    auto *bar = new TitleBar(this);
    bar->setFixedHeight(u(28));
    m_titleLayout = new QHBoxLayout(bar);
    m_titleLayout->setContentsMargins(u(12), 0, u(4), 0);
    m_titleLayout->setSpacing(0);
    QLabel *label = plainLabel(title, bar);
    QFont font = Theme::instance().secondaryFont();
    font.setBold(true);
    label->setFont(font);
    setTextInk(label, Ink::Text2);
    m_titleLayout->addWidget(label, 1);

    const auto addButton = [&](const QString &iconName, const QString &words) {
        auto *button = new QToolButton(bar);
        button->setIcon(icon(iconName, Ink::Text2));
        button->setIconSize({u(14), u(14)});
        button->setFixedSize(u(24), u(24));
        button->setAccessibleName(words);
        button->setFocusPolicy(Qt::NoFocus);
        setPlainTip(button, words);
        m_titleLayout->addWidget(button);
        return button;
    };
    connect(
        addButton(u"dock"_s, tr("Float or dock “%1”").arg(title)), &QToolButton::clicked, this,
        [this] { setFloating(!isFloating()); });
    connect(
        addButton(u"x"_s, tr("Hide “%1”; the View menu brings it back").arg(title)),
        &QToolButton::clicked, this, &QWidget::close);
    setTitleBarWidget(bar);
    connect(this, &QDockWidget::visibilityChanged, this, &PanelDock::showContent);
}

// A dock behind another one only lies off screen: the Tab key would go on into it, and it would count.
void PanelDock::showContent(bool inFront)
{
    if (!widget())
        return;
    QSizePolicy policy = widget()->sizePolicy();
    if (!policy.retainSizeWhenHidden()) {
        policy.setRetainSizeWhenHidden(true);
        widget()->setSizePolicy(policy);
    }
    // With the dock, or the window, its content goes anyway, and keeps the focus for later.
    widget()->setVisible(inFront || !isVisible() || window()->isMinimized());
}

void PanelDock::addToTitle(QWidget *widget)
{
    m_titleLayout->insertWidget(m_titleLayout->count() - 2, widget);
}

} // namespace boxwatch
