// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPainter>

class QStyleOption;
class QStyleOptionSlider;
class QStyleOptionTab;
class QWidget;

namespace boxwatch::stylepainting {

// The shapes that Style is made of.

constexpr auto primaryProperty = "boxwatchPrimary";

/// Puts a painter back as it was.
class Saved
{
public:
    explicit Saved(QPainter *painter) : m_painter(painter) { painter->save(); }
    ~Saved() { m_painter->restore(); }
    Q_DISABLE_COPY_MOVE(Saved)

private:
    QPainter *m_painter;
};

/// By the keyboard: a click needs no frame around what was clicked.
bool isFocused(const QStyleOption *option);

/// A rounded edge around \p fill; two pixels of accent if \p focused.
void frame(
    QPainter *painter, const QRect &rect, const QColor &edge, const QColor &fill, bool focused);

void drawPushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget);
void drawCheckBox(const QStyleOption *option, QPainter *painter);
void drawRadioButton(const QStyleOption *option, QPainter *painter);
void drawToolButton(const QStyleOption *option, QPainter *painter);
/// \p slider is where the part stands that can be dragged.
void drawScrollBar(const QStyleOptionSlider *bar, const QRect &slider, QPainter *painter);
void drawTab(const QStyleOptionTab *tab, QPainter *painter, const QWidget *widget);

} // namespace boxwatch::stylepainting
