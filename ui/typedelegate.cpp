// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/typedelegate.h"

#include "core/model/eventtypemodel.h"
#include "ui/eventdelegate.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace boxwatch {

using namespace Qt::StringLiterals;

QRect TypeDelegate::boxRect(const QStyleOptionViewItem &option)
{
    return {
        option.rect.x() + u(2), option.rect.y() + (option.rect.height() - u(14)) / 2, u(14), u(14)};
}

void TypeDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, color(Ink::Selection));

    QStyleOptionButton box;
    box.rect = boxRect(option);
    box.state = QStyle::State_Enabled;
    const auto check = static_cast<Qt::CheckState>(index.data(Qt::CheckStateRole).toInt());
    box.state |= check == Qt::Checked   ? QStyle::State_On
        : check == Qt::PartiallyChecked ? QStyle::State_NoChange
                                        : QStyle::State_Off;
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter, option.widget);

    const QFont small = Theme::instance().secondaryFont();
    const QRect count(
        option.rect.right() - u(8 + 44) + 1, option.rect.y(), u(44), option.rect.height());
    painter->setFont(small);
    painter->setPen(color(Ink::Text2));
    painter->drawText(
        count.adjusted(-u(20), 0, 0, -u(4)), Qt::AlignRight | Qt::AlignVCenter,
        grouped(index.data(EventTypeModel::CountRole).toLongLong()));
    const QRectF track(count.x(), option.rect.bottom() - u(3), count.width(), u(3));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(Ink::Track));
    painter->drawRoundedRect(track, 1.5, 1.5);
    if (const double share = index.data(EventTypeModel::ShareRole).toDouble(); share > 0) {
        QRectF bar = track;
        bar.setLeft(track.right() - qMax(2.0, track.width() * qMin(1.0, share)));
        painter->setBrush(color(Ink::Notice));
        painter->drawRoundedRect(bar, 1.5, 1.5);
    }

    QRect words = option.rect;
    words.setLeft(box.rect.right() + u(7));
    words.setRight(count.left() - u(8));
    const bool isNew = index.data(EventTypeModel::NewRole).toBool();
    const QByteArray name = index.data(EventTypeModel::NameRole).toByteArray();
    if (isNew && !name.isEmpty()) {
        const QFont badgeFont = Theme::instance().smallFont();
        const QString badge = tr("new");
        const int wide = QFontMetrics(badgeFont).horizontalAdvance(badge) + u(8);
        const QRectF edge(words.right() - wide, words.center().y() - u(8) + 0.5, wide, u(17) - 1);
        painter->setPen(color(Ink::Accent));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(edge, u(2), u(2));
        painter->setFont(badgeFont);
        painter->drawText(edge, Qt::AlignCenter, badge);
        words.setRight(static_cast<int>(edge.left()) - u(4));
    }
    painter->setPen(
        color(check == Qt::Unchecked ? (selected ? Ink::Text2 : Ink::Text3) : Ink::Text));
    QString label = plainLine(index.data(Qt::DisplayRole).toString(), 120);
    QFont font = isNew && !name.isEmpty() ? Theme::instance().monospaceFont() : option.font;
    painter->setFont(font);
    const QFontMetrics metrics(font);
    // What is no more than a notice needs no sign: nearly all are.
    const auto severity = static_cast<Severity>(index.data(EventTypeModel::SeverityRole).toInt());
    const bool hasSign = !name.isEmpty() && severity >= Severity::Warning;
    if (hasSign)
        words.setRight(words.right() - u(18));
    const QString shown = metrics.elidedText(label, Qt::ElideRight, words.width());
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, shown);
    if (hasSign) {
        const int after = words.x() + metrics.horizontalAdvance(shown) + u(6);
        paintSeverity(painter, QRect(after, words.y(), u(12), words.height()), severity);
    }
    if (index.data(EventTypeModel::AmbiguousRole).toBool() && !isNew) {
        const int used = metrics.horizontalAdvance(label) + u(hasSign ? 24 : 6);
        const QFont monospace = Theme::instance().monospaceFont();
        const QString raw = QString::fromUtf8(name);
        // A piece of a name would not tell two types apart; the tool tip has all of it.
        if (QFontMetrics(monospace).horizontalAdvance(raw) <= words.width() - used) {
            painter->setFont(monospace);
            painter->setPen(color(selected ? Ink::Text2 : Ink::Text3));
            painter->drawText(
                words.adjusted(used, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, raw);
        }
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(color(Ink::Accent));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QSize TypeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {u(160), u(24)};
}

bool TypeDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
    const QModelIndex &index)
{
    if (!index.flags().testFlag(Qt::ItemIsUserCheckable))
        return false;
    bool toggles = false;
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        toggles = key == Qt::Key_Space || key == Qt::Key_Select;
    } else if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        // The whole height of the row and a little around the box: at least 24 by 24.
        const QRect target(option.rect.x() - u(4), option.rect.y(), u(24), option.rect.height());
        toggles = mouse->button() == Qt::LeftButton && target.contains(mouse->position().toPoint());
    }
    if (!toggles)
        return false;
    const auto state = static_cast<Qt::CheckState>(index.data(Qt::CheckStateRole).toInt());
    return model->setData(
        index, state == Qt::Checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

bool TypeDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
    const QModelIndex &index)
{
    const QByteArray name = index.data(EventTypeModel::NameRole).toByteArray();
    QString text = index.data(Qt::DisplayRole).toString();
    if (!name.isEmpty())
        text += u" · "_s + QString::fromUtf8(name) + u" · "_s
            + severityWord(static_cast<Severity>(index.data(EventTypeModel::SeverityRole).toInt()));
    text += u" · "_s
        + tr("%1 events").arg(grouped(index.data(EventTypeModel::CountRole).toLongLong()));
    QToolTip::showText(event->globalPos(), plainTip(text), view->viewport());
    return true;
}

} // namespace boxwatch
