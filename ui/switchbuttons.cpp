// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/switchbuttons.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

class Position final : public QToolButton
{
public:
    using QToolButton::QToolButton;

    QSize sizeHint() const override
    {
        const bool words = toolButtonStyle() != Qt::ToolButtonIconOnly;
        const bool picture = !iconName().isEmpty();
        int wide = u(16);
        if (picture)
            wide += u(16);
        if (words)
            wide += fontMetrics().horizontalAdvance(text()) + (picture ? u(6) : u(8));
        return {wide, u(28)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool on = isChecked();
        Ink ink = on ? Ink::OnAccent : Ink::Text;
        if (!isEnabled())
            ink = on ? Ink::Text3 : Ink::Info;
        QPainterPath outline;
        outline.addRoundedRect(
            QRectF(parentWidget()->rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(4), u(4));
        outline.translate(-pos());
        painter.setClipPath(outline);
        if (on)
            painter.fillRect(rect(), color(isEnabled() ? Ink::Accent : Ink::Line));
        else if (underMouse() && isEnabled())
            painter.fillRect(rect(), color(Ink::Hover));
        painter.setClipping(false);
        int x = u(8);
        const bool words = toolButtonStyle() != Qt::ToolButtonIconOnly;
        if (!iconName().isEmpty()) {
            paintIcon(painter, QRect(x, (height() - u(16)) / 2, u(16), u(16)), iconName(), ink);
            x += u(16 + 6);
        }
        painter.setPen(color(ink));
        if (words && iconName().isEmpty())
            painter.drawText(rect(), Qt::AlignCenter, text());
        else if (words)
            painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter, text());
        if (hasFocus()) {
            painter.setPen(color(on ? Ink::OnAccent : Ink::Accent));
            painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5), u(2), u(2));
        }
    }

private:
    QString iconName() const
    {
        return defaultAction() ? defaultAction()->property("boxwatchIcon").toString() : QString();
    }
};

} // namespace

SwitchButtons::SwitchButtons(const QList<QAction *> &actions, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (QAction *action : actions) {
        auto *button = new Position(this);
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text());
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        layout->addWidget(button);
        m_buttons += button;
    }
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SwitchButtons::setIconsOnly(bool iconsOnly)
{
    for (QToolButton *button : std::as_const(m_buttons))
        button->setToolButtonStyle(
            iconsOnly ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    updateGeometry();
}

QSize SwitchButtons::sizeHint() const
{
    int wide = 0;
    for (const QToolButton *button : m_buttons)
        wide += button->sizeHint().width();
    return {wide, u(28)};
}

void SwitchButtons::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(Ink::Line2));
    painter.setBrush(color(Theme::instance().isDark() ? Ink::Window : Ink::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(4), u(4));
}

} // namespace boxwatch
