// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/topvaluesdelegate.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/topvaluesmodel.h"
#include "ui/words.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QTreeView>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

using Kind = TopValuesModel::Kind;
using PickState = TopValuesModel::PickState;

constexpr int lineHeight = 22;
constexpr int side = 12;
constexpr int countWidth = 48;

Kind kindOf(const QModelIndex &index)
{
    return static_cast<Kind>(index.data(TopValuesModel::KindRole).toInt());
}

PickState pickOf(const QModelIndex &index)
{
    return static_cast<PickState>(index.data(TopValuesModel::PickRole).toInt());
}

bool showsSigns(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return option.state.testFlag(QStyle::State_MouseOver)
        || (option.state.testFlag(QStyle::State_Selected) && view && view->hasFocus());
}

void paintBar(QPainter *painter, const QRect &rect, double share, Ink ink)
{
    const QRectF track(
        rect.x() + u(side), rect.y() + u(lineHeight), rect.width() - 2 * u(side), u(3));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(Ink::Track));
    painter->drawRoundedRect(track, 1.5, 1.5);
    if (share > 0) {
        QRectF bar = track;
        bar.setWidth(qMax(2.0, track.width() * qMin(1.0, share)));
        painter->setBrush(color(ink));
        painter->drawRoundedRect(bar, 1.5, 1.5);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

QRect TopValuesDelegate::outRect(const QRect &rect)
{
    return {rect.right() + 1 - u(side + countWidth + 24), rect.y(), u(24), u(24)};
}

QRect TopValuesDelegate::forRect(const QRect &rect)
{
    return outRect(rect).translated(-u(24), 0);
}

void TopValuesDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->fillRect(
        option.rect,
        color(
            selected      ? Ink::Selection
                : hovered ? Ink::Hover
                          : Ink::Base));
    switch (kindOf(index)) {
    case Kind::Field:
        paintField(painter, option, index);
        break;
    case Kind::Value:
        paintValue(painter, option, index);
        break;
    case Kind::More:
        painter->setFont(Theme::instance().secondaryFont());
        painter->setPen(color(Ink::Accent));
        painter->drawText(
            option.rect.adjusted(u(side), 0, -u(side), 0), Qt::AlignVCenter | Qt::TextSingleLine,
            index.data().toString());
        break;
    }
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (option.state.testFlag(QStyle::State_HasFocus) && view && view->hasFocus()) {
        painter->setPen(color(Ink::Accent));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

void TopValuesDelegate::paintField(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    const bool open = tree && tree->isExpanded(index);
    const QRect rect = option.rect.adjusted(u(4), u(4), -u(side), 0);
    paintIcon(
        *painter, QRect(rect.x(), rect.y(), u(16), rect.height()), open ? u"down"_s : u"right"_s,
        Ink::Text2);
    QFont font = Theme::instance().secondaryFont();
    painter->setFont(font);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(color(selected ? Ink::Text2 : Ink::Text3));
    const QString total = index.data(TopValuesModel::TotalRole).toString();
    painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, total);
    const int used = QFontMetrics(font).horizontalAdvance(total) + u(8);
    font.setBold(true);
    painter->setFont(font);
    painter->setPen(color(Ink::Text2));
    const QRect words = rect.adjusted(u(16), 0, -used, 0);
    painter->drawText(
        words, Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, words.width()));
}

void TopValuesDelegate::paintValue(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const PickState pick = pickOf(index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect line(
        option.rect.x() + u(side), option.rect.y(), option.rect.width() - 2 * u(side),
        u(lineHeight));
    const qint64 count = index.data(TopValuesModel::CountRole).toLongLong();
    if (count >= 0) {
        painter->setFont(Theme::instance().secondaryFont());
        painter->setPen(color(Ink::Text2));
        painter->drawText(
            line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, grouped(count));
    }
    QRect words = line.adjusted(0, 0, -u(countWidth), 0);
    if (showsSigns(option)) {
        const auto sign = [&](const QRect &place, const QString &name) {
            paintIcon(
                *painter, QRect(place.x() + u(4), line.y(), u(16), line.height()), name,
                Ink::Accent);
        };
        sign(forRect(option.rect), u"for"_s);
        sign(outRect(option.rect), u"out"_s);
        words.setRight(forRect(option.rect).left() - 1);
    }
    QFont font = option.font;
    Ink ink = Ink::Text;
    if (pick != PickState::None) {
        const bool wanted = pick == PickState::Wanted;
        paintIcon(
            *painter, QRect(words.x(), words.y(), u(14), words.height()),
            wanted ? u"for"_s : u"out"_s, wanted ? Ink::Accent : Ink::Text2);
        words.setLeft(words.left() + u(20));
        font.setBold(wanted);
        font.setStrikeOut(!wanted);
        if (!wanted)
            ink = selected ? Ink::Text2 : Ink::Text3;
    }
    painter->setFont(font);
    painter->setPen(color(ink));
    painter->drawText(
        words, Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    paintBar(
        painter, option.rect, index.data(TopValuesModel::ShareRole).toDouble(),
        pick == PickState::Wanted ? Ink::Accent : Ink::Notice);
}

QSize TopValuesDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {u(160), u(kindOf(index) == Kind::More ? lineHeight : 28)};
}

bool TopValuesDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
    const QModelIndex &index)
{
    QString text = index.data(Qt::AccessibleTextRole).toString();
    if (kindOf(index) == Kind::Value) {
        if (forRect(option.rect).contains(event->pos()))
            text = tr("Filter for “%1”").arg(index.data().toString());
        else if (outRect(option.rect).contains(event->pos()))
            text = tr("Filter out “%1”").arg(index.data().toString());
        else if (const QString detail = index.data(TopValuesModel::DetailRole).toString();
                 !detail.isEmpty())
            text += u" · "_s + plainLine(detail);
    }
    QToolTip::showText(event->globalPos(), plainTip(text), view->viewport());
    return true;
}

} // namespace boxwatch
