// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/style.h"

#include "ui/icons.h"
#include "ui/stylepainting.h"
#include "ui/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace stylepainting;

void setPrimary(QWidget *button)
{
    button->setProperty(primaryProperty, true);
}

Style::Style() : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

void Style::drawPrimitive(
    PrimitiveElement element, const QStyleOption *option, QPainter *painter,
    const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawPushButton(option, painter, widget);
        return;
    case PE_FrameDefaultButton:
        return;
    case PE_FrameFocusRect:
        // Buttons show focus at their edge; boxes and radio buttons around their words.
        if (option->state.testFlag(State_KeyboardFocusChange)) {
            const Saved saved(painter);
            painter->setPen(color(Ink::Accent));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        }
        return;
    case PE_FrameLineEdit:
    case PE_PanelLineEdit: {
        if (const auto *edit = qobject_cast<const QLineEdit *>(widget)) {
            const bool inside = qobject_cast<const QAbstractSpinBox *>(edit->parentWidget())
                || qobject_cast<const QComboBox *>(edit->parentWidget());
            if (inside || !edit->hasFrame())
                return;
        }
        const bool enabled = option->state.testFlag(State_Enabled);
        frame(
            painter, option->rect, color(enabled ? Ink::Line2 : Ink::Line),
            color(enabled ? Ink::Base : Ink::Window), option->state.testFlag(State_HasFocus));
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheckBox(option, painter);
        return;
    case PE_IndicatorRadioButton:
        drawRadioButton(option, painter);
        return;
    case PE_PanelButtonTool:
        drawToolButton(option, painter);
        return;
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children)) {
            QRect square(0, 0, u(16), u(16));
            square.moveCenter(option->rect.center());
            paintIcon(
                *painter, square, option->state.testFlag(State_Open) ? u"down"_s : u"right"_s,
                Ink::Text2);
        }
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QRect square(0, 0, u(12), u(12));
            square.moveCenter(
                {header->rect.center().x(),
                 widget ? widget->height() / 2 : header->rect.center().y()});
            // Qt says "down" for an order that goes up.
            const bool ascending = header->sortIndicator == QStyleOptionHeader::SortDown;
            paintIcon(*painter, square, ascending ? u"up"_s : u"down"_s, Ink::Accent);
        }
        return;
    case PE_PanelMenu: {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        // Fusion's edge cannot be told from a dark window.
        const Saved saved(painter);
        painter->setPen(color(Ink::Line2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    }
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
        return;
    case PE_IndicatorDockWidgetResizeHandle: {
        painter->fillRect(option->rect, color(Ink::Base));
        QRect line = option->rect;
        if (line.width() < line.height())
            line.adjust(line.width() / 2, 0, line.width() / 2 + 1 - line.width(), 0);
        else
            line.adjust(0, line.height() / 2, 0, line.height() / 2 + 1 - line.height());
        painter->fillRect(line, color(Ink::Line));
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(
    ControlElement element, const QStyleOption *option, QPainter *painter,
    const QWidget *widget) const
{
    switch (element) {
    case CE_ToolBar:
        painter->fillRect(
            option->rect,
            color(widget && widget->property("boxwatchTabs").toBool() ? Ink::Window : Ink::Base));
        painter->fillRect(
            QRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1),
            color(Ink::Line));
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, color(Ink::Window));
        return;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            painter->fillRect(option->rect, color(Ink::Window));
            if (item->state.testFlag(State_Selected))
                painter->fillRect(
                    option->rect.adjusted(1, 2, -1, -2),
                    color(item->state.testFlag(State_Sunken) ? Ink::Selection : Ink::Hover));
            int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip
                | Qt::TextSingleLine;
            if (!styleHint(SH_UnderlineShortcut, item, widget, nullptr))
                flags |= Qt::TextHideMnemonic;
            drawItemText(
                painter, item->rect, flags, item->palette, item->state.testFlag(State_Enabled),
                item->text, QPalette::WindowText);
        }
        return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
            button && widget && widget->property(primaryProperty).toBool()) {
            QStyleOptionButton copy(*button);
            copy.palette.setColor(QPalette::ButtonText, color(Ink::OnAccent));
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTab(tab, painter, widget);
        return;
    case CE_HeaderSection: {
        painter->fillRect(option->rect, color(Ink::Window));
        const QRect r = option->rect;
        painter->fillRect(QRect(r.x(), r.bottom(), r.width(), 1), color(Ink::Line));
        painter->fillRect(QRect(r.right(), r.y(), 1, r.height()), color(Ink::Line));
        return;
    }
    case CE_HeaderLabel: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        if (!header)
            return;
        // The margin is meant for the sides: above and below, it would cut the letters.
        const int margin = proxy()->pixelMetric(PM_HeaderMargin, option, widget);
        QStyleOptionHeader whole(*header);
        whole.rect.adjust(0, -margin / 2, 0, margin / 2);
        QProxyStyle::drawControl(element, &whole, painter, widget);
        return;
    }
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, color(Ink::Window));
        painter->fillRect(
            QRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1),
            color(Ink::Line));
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, color(Ink::Line));
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
    const QWidget *widget) const
{
    const bool enabled = option->state.testFlag(State_Enabled);
    const QColor edge = color(enabled ? Ink::Line2 : Ink::Line);
    const QColor fill = color(enabled ? Ink::Base : Ink::Window);
    if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        combo && control == CC_ComboBox) {
        frame(painter, option->rect, edge, fill, isFocused(option));
        const QRect arrow = subControlRect(control, option, SC_ComboBoxArrow, widget);
        QRect square(0, 0, u(16), u(16));
        square.moveCenter(arrow.center());
        paintIcon(*painter, square, u"down"_s, enabled ? Ink::Text2 : Ink::Info);
        return;
    }
    if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        spin && control == CC_SpinBox) {
        frame(painter, option->rect, edge, fill, option->state.testFlag(State_HasFocus));
        if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
            return;
        const auto step = [&](SubControl part, const QString &name,
                              QAbstractSpinBox::StepEnabledFlag can) {
            const QRect area = subControlRect(control, option, part, widget);
            QRect square(0, 0, u(11), u(11));
            square.moveCenter(area.center());
            paintIcon(
                *painter, square, name,
                enabled && spin->stepEnabled.testFlag(can) ? Ink::Text2 : Ink::Info);
        };
        step(SC_SpinBoxUp, u"up"_s, QAbstractSpinBox::StepUpEnabled);
        step(SC_SpinBoxDown, u"down"_s, QAbstractSpinBox::StepDownEnabled);
        return;
    }
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar) {
        drawScrollBar(bar, subControlRect(control, bar, SC_ScrollBarSlider, widget), painter);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

// A scroll bar is a groove from end to end. Fusion has its buttons at the ends: they go outside.
QRect Style::subControlRect(
    ComplexControl control, const QStyleOptionComplex *option, SubControl part,
    const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar || control != CC_ScrollBar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
        return {};
    const int button = pixelMetric(PM_ScrollBarExtent, option, widget);
    const bool horizontal = bar->orientation == Qt::Horizontal;
    QStyleOptionSlider longer(*bar);
    if (horizontal)
        longer.rect.adjust(0, 0, 2 * button, 0);
    else
        longer.rect.adjust(0, 0, 0, 2 * button);
    return QProxyStyle::subControlRect(control, &longer, part, widget)
        .translated(horizontal ? -button : 0, horizontal ? 0 : -button);
}

QRect Style::subElementRect(
    SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents)
        rect.adjust(u(4), 0, -u(4), 0);
    return rect;
}

QIcon Style::standardIcon(
    StandardPixmap standardIcon, const QStyleOption *option, const QWidget *widget) const
{
    if (standardIcon == SP_LineEditClearButton)
        return icon(u"x"_s, Ink::Text2);
    return QProxyStyle::standardIcon(standardIcon, option, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return u(14);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return u(8);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
        return u(16);
    case PM_ToolBarItemSpacing:
        return u(4);
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_ToolBarItemMargin:
        return 0;
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
        return 0;
    case PM_MenuBarHMargin:
        return u(4);
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
        return 0;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return u(4);
    case PM_TabCloseIndicatorWidth:
    case PM_TabCloseIndicatorHeight:
        return u(16);
    case PM_HeaderMargin:
        return u(8);
    case PM_ScrollBarExtent:
        return u(12);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(
    StyleHint hint, const QStyleOption *option, const QWidget *widget,
    QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_Widget_Animation_Duration:
        return 0;
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(
    ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        result.setHeight(qMax(result.height(), u(28)));
        result.rwidth() += u(4);
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        result.setHeight(u(28));
        break;
    case CT_MenuBarItem:
        result = QSize(size.width() + u(16), u(28));
        break;
    case CT_HeaderSection:
        result.setHeight(u(28));
        break;
    default:
        break;
    }
    return result;
}

} // namespace boxwatch
