// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace boxwatch {

/// Paints a value with its count and a bar, and on the row that is hovered or current the signs that
/// filter for it and filter it out.
class TopValuesDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(
        QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

    /// Where the signs of a row of \p rect can be clicked.
    static QRect forRect(const QRect &rect);
    static QRect outRect(const QRect &rect);

private:
    static void paintField(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
    static void paintValue(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace boxwatch
