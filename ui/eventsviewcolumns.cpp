// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/newrowspill.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>
#include <array>

namespace boxwatch {

using LiveRows = EventTableModel::LiveRows;

namespace {

struct DefaultColumn
{
    int column;
    int width;
};

constexpr std::array defaultColumns{
    DefaultColumn{EventTableModel::SeverityColumn, 28},
    DefaultColumn{EventTableModel::TimeColumn, 140},
    DefaultColumn{EventTableModel::TypeColumn, 160},
    DefaultColumn{EventTableModel::WhoColumn, 112},
    DefaultColumn{EventTableModel::WhatColumn, 164},
    DefaultColumn{EventTableModel::AddressColumn, 118}};

constexpr int markWidth = 24;
constexpr int severityWidth = 28;

/// Columns that hold a sign: their width is not the person's.
bool isSign(int column)
{
    return column == EventTableModel::SeverityColumn || column == EventTableModel::MarkColumn;
}

} // namespace

void EventsView::setColumns(const QList<SessionView::Column> &columns)
{
    const QScopedValueRollback fitting(m_fitting, true);
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
        const auto known = std::find_if(
            defaultColumns.begin(), defaultColumns.end(),
            [column](const DefaultColumn &d) { return d.column == column; });
        const bool shown = known != defaultColumns.end();
        header->moveSection(header->visualIndex(column), column);
        header->resizeSection(column, u(shown ? known->width : 128));
        setColumnHidden(column, !shown);
    }
    m_whatTakesRest = true;
    // Signs come first.
    header->moveSection(header->visualIndex(EventTableModel::MarkColumn), 0);
    int place = columns.isEmpty()
            || columns.constFirst().key == EventTableModel::columnKey(EventTableModel::MarkColumn)
        ? 0
        : 1;
    for (const SessionView::Column &wanted : columns) {
        for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
            if (EventTableModel::columnKey(column) != wanted.key)
                continue;
            const int from = header->visualIndex(column);
            header->moveSection(from, from < place ? place - 1 : place);
            place = header->visualIndex(column) + 1;
            setColumnHidden(column, !wanted.shown);
            if (wanted.width > 0)
                header->resizeSection(column, u(qMax(wanted.width, 28)));
            if (column == EventTableModel::WhatColumn)
                m_whatTakesRest = wanted.width == 0;
        }
    }
    for (const int column : {EventTableModel::SeverityColumn, EventTableModel::MarkColumn}) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(
            column, u(column == EventTableModel::MarkColumn ? markWidth : severityWidth));
    }
    fitColumns();
}

QList<SessionView::Column> EventsView::columns() const
{
    QList<SessionView::Column> columns;
    const double scale = u(1'000) / 1'000.0;
    for (int visual = 0; visual < EventTableModel::ColumnCount; ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        const bool rest = column == EventTableModel::WhatColumn && m_whatTakesRest;
        // A hidden section has no width of its own to tell.
        const int width = isColumnHidden(column) || rest ? 0 : qRound(columnWidth(column) / scale);
        columns.append({EventTableModel::columnKey(column), width, !isColumnHidden(column)});
    }
    return columns;
}

// What takes the room that the others leave, but no less than it needs; then the table scrolls.
void EventsView::fitColumns()
{
    if (!m_whatTakesRest || isColumnHidden(EventTableModel::WhatColumn))
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    const int what = columnWidth(EventTableModel::WhatColumn);
    const int others = horizontalHeader()->length() - what;
    const int wanted = qMax(u(96), viewport()->width() - others);
    if (wanted != what)
        setColumnWidth(EventTableModel::WhatColumn, wanted);
}

void EventsView::showColumn(int column, bool shown)
{
    const QScopedValueRollback fitting(m_fitting, true);
    setColumnHidden(column, !shown);
    if (shown && !isSign(column) && columnWidth(column) < u(40))
        setColumnWidth(column, u(116));
    fitColumns();
    emit columnsChanged();
}

QString EventsView::columnTitle(int column) const
{
    QString title = m_events->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    if (title.isEmpty())
        title = m_events->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString();
    return title;
}

void EventsView::fillColumnsMenu(QMenu *menu)
{
    for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
        if (column == EventTableModel::SeverityColumn)
            continue;
        QAction *action = menu->addAction(columnTitle(column));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            showColumn(column, shown);
        });
    }
}

EventsView::Sort EventsView::sort() const
{
    if (!m_events)
        return {};
    if (m_events->sortColumn() < 0)
        return {.liveRows = m_events->liveRows()};
    return {m_events->sortColumn(), m_events->sortOrder(), m_events->liveRows()};
}

void EventsView::setSort(const Sort &sort)
{
    const Sort before = this->sort();
    if (!m_events || sort == before)
        return;
    // Where new rows go is no reason to leave what is being read.
    if (sort.column == before.column && sort.order == before.order)
        m_followsAgain = false;
    m_events->setLiveRows(sort.liveRows);
    if (sort.column >= 0 && sort.column < EventTableModel::ColumnCount)
        m_events->setSort(sort.column, sort.order);
    else
        m_events->clearSort();
    showSort();
    followWhereItCan();
    emit sortSet();
}

// A click sorts, a second one the other way round, a third gives back the order of arrival.
void EventsView::headerClicked(int column)
{
    Sort next = sort();
    if (next.column != column) {
        next.column = column;
        next.order = Qt::AscendingOrder;
    } else if (next.order == Qt::AscendingOrder) {
        next.order = Qt::DescendingOrder;
    } else {
        next.column = -1;
        next.order = Qt::AscendingOrder;
    }
    setSort(next);
    showSort();
}

void EventsView::showSort()
{
    const Sort now = sort();
    horizontalHeader()->setSortIndicator(now.column, now.order);
    horizontalHeader()->setSortIndicatorShown(now.column >= 0);
}

void EventsView::followWhereItCan()
{
    if (m_following && !canFollow()) {
        setFollowing(false);
        m_followsAgain = true;
    } else if (m_followsAgain && canFollow()) {
        setFollowing(true);
    } else if (m_following) {
        scrollToNewest();
    }
    m_pill->setCount(canFollow() ? m_newRows : 0);
    placePill();
}

void EventsView::addSortChoices(QMenu *menu)
{
    const Sort now = sort();
    const auto choice = [&](QMenu *where, QActionGroup *group, const QString &text,
                            const QString &tip, const Sort &wanted) {
        QAction *action = where->addAction(text);
        action->setCheckable(true);
        action->setChecked(wanted == now);
        setPlainTip(action, tip);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, wanted] { setSort(wanted); });
    };
    Sort arrival = now;
    arrival.column = -1;
    arrival.order = Qt::AscendingOrder;
    auto *orders = new QActionGroup(menu);
    choice(
        menu, orders, tr("&Order of arrival"), tr("As the events came; new ones at the end"),
        arrival);
    if (now.column >= 0) {
        Sort other = now;
        other.order = Qt::AscendingOrder;
        choice(menu, orders, tr("&Ascending"), {}, other);
        other.order = Qt::DescendingOrder;
        choice(menu, orders, tr("&Descending"), {}, other);
    }
    menu->addSeparator();
    auto *live = new QActionGroup(menu);
    Sort belong = now;
    belong.liveRows = LiveRows::WhereTheyBelong;
    choice(
        menu, live, tr("New events &where they belong"),
        tr("While sorted; the table can follow only if it is sorted by a time"), belong);
    Sort end = now;
    end.liveRows = LiveRows::AtTheEnd;
    choice(
        menu, live, tr("New events at the &end"),
        tr("While sorted; the table can follow, whatever it is sorted by"), end);
}

void EventsView::fillSortMenu(QMenu *menu)
{
    if (!m_events)
        return;
    addSortChoices(menu);
    menu->addSeparator();
    const Sort now = sort();
    auto *columns = new QActionGroup(menu);
    for (int visual = 0; visual < EventTableModel::ColumnCount; ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (isColumnHidden(column) && column != now.column)
            continue;
        QAction *action = menu->addAction(tr("By %1").arg(columnTitle(column)));
        action->setCheckable(true);
        action->setChecked(column == now.column);
        columns->addAction(action);
        connect(action, &QAction::triggered, this, [this, column] {
            Sort wanted = sort();
            if (wanted.column != column)
                wanted.order = Qt::AscendingOrder;
            wanted.column = column;
            setSort(wanted);
        });
    }
}

void EventsView::showHeaderMenu(const QPoint &place)
{
    if (!m_events)
        return;
    QMenu menu(this);
    const int column = horizontalHeader()->logicalIndexAt(place);
    if (column >= 0) {
        const QString title = columnTitle(column);
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            const QString words = order == Qt::AscendingOrder ? tr("Sort by %1, ascending")
                                                              : tr("Sort by %1, descending");
            connect(menu.addAction(words.arg(title)), &QAction::triggered, this, [=, this] {
                setSort({column, order, m_events->liveRows()});
            });
        }
        if (!isSign(column)) {
            connect(menu.addAction(tr("Hide %1").arg(title)), &QAction::triggered, this, [=, this] {
                showColumn(column, false);
            });
        }
        menu.addSeparator();
    }
    addSortChoices(&menu);
    menu.addSeparator();
    fillColumnsMenu(menu.addMenu(tr("&Columns")));
    menu.exec(horizontalHeader()->mapToGlobal(place));
}

} // namespace boxwatch
