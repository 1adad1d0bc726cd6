// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPersistentModelIndex>

class QMenu;

namespace boxwatch {

class EventsView;
class EventTableModel;
class FilterControl;

/// What can be done from a cell of the table: filter for what it says, filter it out, see only that, copy
/// it. By the context menu, and by keys on the current cell: + - O and Ctrl+Shift+C.
class CellMenu final : public QObject
{
    Q_OBJECT

public:
    /// All three outlive it.
    CellMenu(EventsView &view, EventTableModel &events, FilterControl &filters, QObject *parent);

    // For the current cell.
    void filterFor();
    void filterOut();
    void onlyThis();
    void copyCell();

    /// Adds what can be done from \p cell.
    void fill(QMenu *menu, const QModelIndex &cell);

signals:
    void note(const QString &words);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QString clauseAt(const QModelIndex &cell) const;
    void addClauseActions(QMenu *menu, const QModelIndex &cell, const QString &clause);
    void addTimeActions(QMenu *menu, const QModelIndex &cell);
    void copy(const QModelIndex &cell);
    void copyRows();
    void show(const QPoint &place);
    void filterByTime(const QModelIndex &cell, qint64 before, qint64 after);

    EventsView &m_view;
    EventTableModel &m_events;
    FilterControl &m_filters;
};

} // namespace boxwatch
