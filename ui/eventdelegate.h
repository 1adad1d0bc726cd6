// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventcatalogue.h"
#include "core/model/eventtablemodel.h"
#include "ui/theme.h"

#include <QCache>
#include <QFont>
#include <QStaticText>
#include <QStyledItemDelegate>

namespace boxwatch {

/// Paints the cells of the events table: severity as a shape, how late a row is, the kind of an item,
/// unknown types; tinted rows for warnings.
class EventDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit EventDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(
        QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

private:
    /// A text as it is shown in one cell.
    struct CellText
    {
        QString text;
        const QFont *font; ///< one of ours
        int width;

        friend bool operator==(const CellText &, const CellText &) = default;
        friend size_t qHash(const CellText &cell, size_t seed)
        {
            return qHashMulti(seed, cell.text, cell.font, cell.width);
        }
    };

    void paintText(
        QPainter *painter, const QRect &rect, const QString &text, const QFont &font,
        const QColor &pen, Qt::Alignment alignment) const;

    QFont m_font;
    QFont m_small;
    QFont m_monospace;
    mutable QCache<CellText, QStaticText> m_texts;
};

/// The shape that stands for a severity, 12 px, centred in \p rect.
void paintSeverity(QPainter *painter, const QRect &rect, Severity severity);

QString severityWord(Severity severity);
Ink severityInk(Severity severity); ///< for text

} // namespace boxwatch
