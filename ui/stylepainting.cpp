// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/stylepainting.h"

#include "ui/theme.h"

#include <QStyle>
#include <QStyleOption>
#include <QVariant>
#include <QWidget>

namespace boxwatch::stylepainting {

bool isFocused(const QStyleOption *option)
{
    return option->state.testFlag(QStyle::State_HasFocus)
        && option->state.testFlag(QStyle::State_KeyboardFocusChange);
}

void frame(
    QPainter *painter, const QRect &rect, const QColor &edge, const QColor &fill, bool focused)
{
    const Saved saved(painter);
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF outline = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->setBrush(fill);
    painter->setPen(focused ? color(Ink::Accent) : edge);
    painter->drawRoundedRect(outline, u(4), u(4));
    if (focused) {
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(outline.adjusted(1, 1, -1, -1), u(3), u(3));
    }
}

void drawPushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const bool enabled = option->state.testFlag(QStyle::State_Enabled);
    const bool primary = widget && widget->property(primaryProperty).toBool();
    const bool pressed = option->state.testFlag(QStyle::State_Sunken)
        || option->state.testFlag(QStyle::State_On);
    const bool hovered = option->state.testFlag(QStyle::State_MouseOver);
    if (primary) {
        const Saved saved(painter);
        QColor fill = color(Ink::Accent);
        if (pressed)
            fill = fill.darker(115);
        if (!enabled)
            painter->setOpacity(0.5);
        frame(painter, option->rect, fill, fill, false);
        if (isFocused(option)) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setBrush(Qt::NoBrush);
            painter->setPen(color(Ink::OnAccent));
            painter->drawRoundedRect(
                QRectF(option->rect).adjusted(2.5, 2.5, -2.5, -2.5), u(2), u(2));
        }
        return;
    }
    QColor fill = color(Theme::instance().isDark() ? Ink::Window : Ink::Base);
    if (pressed)
        fill = color(Ink::Selection);
    else if (hovered && enabled)
        fill = color(Ink::Hover);
    frame(painter, option->rect, color(enabled ? Ink::Line2 : Ink::Line), fill, isFocused(option));
}

void drawCheckBox(const QStyleOption *option, QPainter *painter)
{
    const Saved saved(painter);
    const int side = qMin(u(14), qMin(option->rect.width(), option->rect.height()));
    const QRect box(
        option->rect.x() + (option->rect.width() - side) / 2,
        option->rect.y() + (option->rect.height() - side) / 2, side, side);
    const bool on = option->state.testFlag(QStyle::State_On);
    const bool partly = option->state.testFlag(QStyle::State_NoChange);
    const bool enabled = option->state.testFlag(QStyle::State_Enabled);
    painter->setRenderHint(QPainter::Antialiasing);
    if (!enabled)
        painter->setOpacity(0.45);
    painter->translate(box.topLeft());
    painter->scale(side / 14.0, side / 14.0);
    if (on || partly) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Ink::Accent));
        painter->drawRoundedRect(QRectF(0, 0, 14, 14), 3, 3);
        QPen pen(color(Ink::OnAccent), 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        painter->setPen(pen);
        if (on)
            painter->drawPolyline(QPolygonF({{3.4, 7.2}, {5.9, 9.8}, {10.7, 4.4}}));
        else
            painter->drawLine(QPointF(3.5, 7), QPointF(10.5, 7));
    } else {
        painter->setPen(color(Ink::Line2));
        painter->setBrush(color(Ink::Base));
        painter->drawRoundedRect(QRectF(0.5, 0.5, 13, 13), 2.5, 2.5);
    }
}

void drawRadioButton(const QStyleOption *option, QPainter *painter)
{
    const Saved saved(painter);
    const qreal side = qMin(u(14), qMin(option->rect.width(), option->rect.height()));
    const QPointF centre = QRectF(option->rect).center();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!option->state.testFlag(QStyle::State_Enabled))
        painter->setOpacity(0.45);
    if (option->state.testFlag(QStyle::State_On)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Ink::Accent));
        painter->drawEllipse(centre, side / 2, side / 2);
        painter->setBrush(color(Ink::OnAccent));
        painter->drawEllipse(centre, side / 5, side / 5);
    } else {
        painter->setPen(color(Ink::Line2));
        painter->setBrush(color(Ink::Base));
        painter->drawEllipse(centre, side / 2 - 0.5, side / 2 - 0.5);
    }
}

void drawToolButton(const QStyleOption *option, QPainter *painter)
{
    const bool on = option->state.testFlag(QStyle::State_On);
    const bool sunken = option->state.testFlag(QStyle::State_Sunken);
    const bool hovered = option->state.testFlag(QStyle::State_MouseOver)
        && option->state.testFlag(QStyle::State_Enabled);
    QColor fill = Qt::transparent;
    if (on || sunken)
        fill = color(Ink::Selection);
    else if (hovered)
        fill = color(Ink::Hover);
    frame(painter, option->rect, fill, fill, isFocused(option));
}

// Fusion has gradients here, which Qt paints in another thread and waits for: with busy cores, for
// milliseconds. It does so with what is not opaque, or not upright, and higher than 96 lines.
void drawScrollBar(const QStyleOptionSlider *bar, const QRect &slider, QPainter *painter)
{
    const Saved saved(painter);
    painter->fillRect(bar->rect, color(Ink::Base));
    if (bar->minimum >= bar->maximum)
        return;
    const bool held = bar->activeSubControls.testFlag(QStyle::SC_ScrollBarSlider)
        && (bar->state & (QStyle::State_MouseOver | QStyle::State_Sunken));
    const bool horizontal = bar->orientation == Qt::Horizontal;
    const int margin = u(3);
    const QRect body = horizontal ? slider.adjusted(2, margin, -2, -margin)
                                  : slider.adjusted(margin, 2, -margin, -2);
    const int wide = horizontal ? body.height() : body.width();
    QRectF cap(0, 0, wide, wide);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const QColor fill = color(held ? Ink::Text3 : Ink::Line2);
    painter->setBrush(fill);
    cap.moveTopLeft(body.topLeft());
    painter->drawEllipse(cap);
    cap.moveBottomRight(QRectF(body).bottomRight());
    painter->drawEllipse(cap);
    const int end = wide / 2;
    painter->fillRect(
        horizontal ? body.adjusted(end, 0, -end, 0) : body.adjusted(0, end, 0, -end), fill);
}

void drawTab(const QStyleOptionTab *tab, QPainter *painter, const QWidget *widget)
{
    const Saved saved(painter);
    const bool selected = tab->state.testFlag(QStyle::State_Selected);
    const bool document = widget && widget->property("boxwatchSessionTabs").toBool();
    const QRect r = tab->rect;
    if (document) {
        if (selected) {
            painter->fillRect(r.adjusted(0, 0, 0, 1), color(Ink::Base));
            painter->setPen(color(Ink::Line));
            painter->drawLine(r.topLeft(), r.bottomLeft());
            painter->drawLine(r.topRight(), r.bottomRight());
            painter->fillRect(QRect(r.x(), r.y(), r.width(), 2), color(Ink::Accent));
        }
    } else if (selected) {
        painter->fillRect(
            QRect(r.x() + u(8), r.bottom() - 1, r.width() - u(16), 2), color(Ink::Accent));
    }
    if (isFocused(tab) && selected) {
        painter->setPen(color(Ink::Accent));
        painter->drawRect(r.adjusted(3, 3, -4, -4));
    }
}

} // namespace boxwatch::stylepainting
