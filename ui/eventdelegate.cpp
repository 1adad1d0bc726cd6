// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventdelegate.h"

#include "ui/icons.h"
#include "ui/plaintext.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keptTexts = 4'000; // some ten screens of cells

QString itemIcon(const QByteArray &type)
{
    if (type == "folder")
        return u"folder"_s;
    if (type == "user")
        return u"user"_s;
    if (type == "group")
        return u"group"_s;
    if (type == "file" || type == "file_version" || type == "web_link")
        return u"file"_s;
    return type.isEmpty() ? QString() : u"app"_s;
}

QColor background(const QStyleOptionViewItem &option, Severity severity)
{
    if (option.state.testFlag(QStyle::State_Selected))
        return color(Ink::Selection);
    if (severity == Severity::Critical)
        return color(Ink::CriticalRow);
    if (severity == Severity::Warning)
        return color(Ink::WarnRow);
    return color(option.features.testFlag(QStyleOptionViewItem::Alternate) ? Ink::Alt : Ink::Base);
}

void paintBadge(QPainter *painter, QRect &rect, const QString &text, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int width = metrics.horizontalAdvance(text) + u(8);
    if (rect.width() < width)
        return;
    const QRect badge(rect.x(), rect.center().y() - u(8), width, u(17));
    painter->setPen(color(Ink::Accent));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5), u(2), u(2));
    painter->setFont(font);
    painter->drawText(badge, Qt::AlignCenter, text);
    rect.setLeft(badge.right() + u(4));
}

} // namespace

EventDelegate::EventDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_font(QApplication::font())
    , m_small(Theme::instance().smallFont())
    , m_monospace(Theme::instance().monospaceFont())
    , m_texts(keptTexts)
{
}

void EventDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const auto severity = static_cast<Severity>(index.data(EventTableModel::SeverityRole).toInt());
    painter->fillRect(option.rect, background(option, severity));
    painter->setRenderHint(QPainter::Antialiasing);

    QRect rect = option.rect.adjusted(u(8), 0, -u(8), 0);
    const QFont *font = &m_font;
    switch (index.column()) {
    case EventTableModel::SeverityColumn:
        paintSeverity(painter, option.rect, severity);
        rect = {};
        break;
    case EventTableModel::MarkColumn:
        if (index.data(EventTableModel::MarkedRole).toBool()) {
            QRect flag(0, 0, u(14), u(14));
            flag.moveCenter(option.rect.center());
            paintIcon(*painter, flag, u"markf"_s, Ink::Accent);
        }
        rect = {};
        break;
    case EventTableModel::TimeColumn:
        if (index.data(EventTableModel::LateRole).toBool()) {
            const QString words =
                index.siblingAtColumn(EventTableModel::LateColumn).data(Qt::DisplayRole).toString();
            const int width = QFontMetrics(m_small).horizontalAdvance(words) + u(16);
            const QRect mark(option.rect.right() - width - u(3), rect.y(), width, rect.height());
            paintIcon(
                *painter, QRect(mark.x(), mark.y(), u(14), mark.height()), u"late"_s,
                Ink::WarnText);
            paintText(
                painter, mark.adjusted(u(15), 0, 0, 0), words, m_small, color(Ink::WarnText),
                Qt::AlignLeft);
            rect.setRight(mark.left() - u(4));
        }
        break;
    case EventTableModel::TypeColumn:
        if (index.data(EventTableModel::UnknownTypeRole).toBool()) {
            font = &m_monospace;
            const QString name = index.data(Qt::DisplayRole).toString();
            QRect badge = rect;
            badge.setLeft(rect.left() + QFontMetrics(*font).horizontalAdvance(name) + u(6));
            paintBadge(painter, badge, tr("new"), m_small);
        }
        break;
    case EventTableModel::WhatColumn:
        if (const QString name = itemIcon(index.data(EventTableModel::ItemTypeRole).toByteArray());
            !name.isEmpty()) {
            paintIcon(
                *painter, QRect(rect.x() - u(1), rect.y(), u(16), rect.height()), name, Ink::Text2);
            rect.setLeft(rect.left() + u(20));
        }
        break;
    case EventTableModel::ItemIdColumn:
    case EventTableModel::FolderIdColumn:
    case EventTableModel::ActorIdColumn:
    case EventTableModel::EventIdColumn:
        font = &m_monospace;
        break;
    default:
        break;
    }
    if (rect.width() > 0) {
        paintText(
            painter, rect, index.data(Qt::DisplayRole).toString(), *font, color(Ink::Text),
            index.column() == EventTableModel::SizeColumn ? Qt::AlignRight : Qt::AlignLeft);
    }

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (option.state.testFlag(QStyle::State_HasFocus) && view && view->hasFocus()) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(color(Ink::Accent));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

// Where a glyph belongs is most of the work, and the same few names fill a table: it is kept.
void EventDelegate::paintText(
    QPainter *painter, const QRect &rect, const QString &text, const QFont &font, const QColor &pen,
    Qt::Alignment alignment) const
{
    const CellText cell{.text = text, .font = &font, .width = rect.width()};
    QStaticText *words = m_texts.object(cell);
    if (!words) {
        words = new QStaticText(text);
        words->setTextFormat(Qt::PlainText);
        QTextOption option; // as drawText() has it
        option.setTextDirection(painter->layoutDirection());
        words->setTextOption(option);
        words->prepare({}, font);
        if (words->size().width() > rect.width()) {
            words->setText(QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
            words->prepare({}, font);
        }
        m_texts.insert(cell, words);
    }
    const QSizeF size = words->size();
    if (size.width() > rect.width() + 1)
        return; // not even an ellipsis has room
    painter->setFont(font);
    painter->setPen(pen);
    const bool right =
        QStyle::visualAlignment(painter->layoutDirection(), alignment).testFlag(Qt::AlignRight);
    painter->drawStaticText(
        QPointF(
            right ? rect.x() + rect.width() - size.width() : rect.x(),
            rect.y() + std::ceil((rect.height() - size.height()) / 2)),
        *words);
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    return {option.fontMetrics.horizontalAdvance(text) + u(20), u(24)};
}

bool EventDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
    const QModelIndex &index)
{
    QString text;
    if (index.column() == EventTableModel::SeverityColumn)
        text = severityWord(
            static_cast<Severity>(index.data(EventTableModel::SeverityRole).toInt()));
    else if (index.column() == EventTableModel::MarkColumn)
        text = index.data(EventTableModel::MarkedRole).toBool()
            ? tr("Marked; a click takes it away")
            : tr("A click marks this event");
    else if (index.column() == EventTableModel::TypeColumn)
        text = index.data(Qt::DisplayRole).toString() + u" · "_s
            + QString::fromUtf8(index.data(EventTableModel::TypeNameRole).toByteArray());
    else
        text = index.data(EventTableModel::FullTextRole).toString();
    if (index.column() == EventTableModel::TimeColumn
        && index.data(EventTableModel::LateRole).toBool()) {
        text += u" · "_s
            + tr("late: it came %1 after it happened")
                  .arg(index.siblingAtColumn(EventTableModel::LateColumn)
                           .data(Qt::DisplayRole)
                           .toString());
    }
    QToolTip::showText(event->globalPos(), plainTip(text), view->viewport());
    return true;
}

void paintSeverity(QPainter *painter, const QRect &rect, Severity severity)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const qreal side = u(12);
    painter->translate(
        rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0);
    painter->scale(side / 12, side / 12);
    const auto exclaim = [painter](const QColor &ink, qreal top, qreal width) {
        painter->setPen(QPen(ink, width));
        painter->drawLine(QPointF(6, top), QPointF(6, top + 3.3));
        painter->fillRect(QRectF(6 - width / 2, top + 4.5, width, width), ink);
    };
    switch (severity) {
    case Severity::Info:
        painter->setPen(QPen(color(Ink::Notice), 1.2));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(QPointF(6, 6), 2.6, 2.6);
        break;
    case Severity::Notice:
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Ink::Notice));
        painter->drawEllipse(QPointF(6, 6), 3.2, 3.2);
        break;
    case Severity::Warning:
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Ink::WarnFill));
        painter->drawPolygon(QPolygonF({{6, 0.9}, {11.5, 10.8}, {0.5, 10.8}}));
        exclaim(QColor(0x2a, 0x1a, 0x00), 4, 1.3);
        break;
    case Severity::Critical:
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Ink::CriticalFill));
        painter->drawPolygon(QPolygonF({{6, 0}, {12, 6}, {6, 12}, {0, 6}}));
        exclaim(Qt::white, 2.9, 1.5);
        break;
    }
    painter->restore();
}

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return EventDelegate::tr("Info");
    case Severity::Notice:
        return EventDelegate::tr("Notice");
    case Severity::Warning:
        return EventDelegate::tr("Warning");
    case Severity::Critical:
        return EventDelegate::tr("Critical");
    }
    return {};
}

Ink severityInk(Severity severity)
{
    switch (severity) {
    case Severity::Warning:
        return Ink::WarnText;
    case Severity::Critical:
        return Ink::CriticalText;
    default:
        return Ink::Text2;
    }
}

} // namespace boxwatch
