// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtablestate.h"

#include <algorithm>

// How an EventTableModel shows what its worker finds; eventtablemodel.cpp has what it asks for.

namespace boxwatch {

namespace {

constexpr int mostMoved = 10'000; // persistent indexes; takes some ms

} // namespace

void EventTableModel::take(const std::shared_ptr<ResultStep> &step)
{
    if (step->question != d->asked) {
        discard(std::move(*step));
        return;
    }
    ResultStep before;
    before.shown = d->shown;
    before.arrived = d->result.rows;
    const bool wasSorting = isSorting();
    const bool wasFiltering = isFiltering();
    const bool idsCame = step->table.hasIds() && !d->snapshot.hasIds();
    d->inOrder = step->ordering;
    d->result = {
        .number = step->question,
        .tableNumber = d->tableNumber,
        .filter = d->filter,
        .rows = step->arrived,
        .table = step->table,
        .isComplete = step->isComplete};
    if (step->isComplete)
        d->answered = step->question;
    show(*step);
    if (idsCame)
        showIds();
    discard(std::move(before));
    emit typeCountsChanged(step->typeCounts);
    emit resultChanged();
    if (wasFiltering && !isFiltering()) {
        emit filterApplied();
        if (step->trouble)
            emit filterTrouble(*step->trouble);
    }
    if (wasSorting && !isSorting())
        emit sortChanged();
    discard(std::move(*step));
}

/// Freeing the memory of long lists takes its time as well: the worker has that.
void EventTableModel::discard(ResultStep &&step)
{
    auto rest = std::make_shared<ResultStep>(std::move(step));
    d->thread.post([rest = std::move(rest)](ResultWorker &) {});
}

void EventTableModel::showIds()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, EventIdColumn), index(rowCount() - 1, EventIdColumn));
    if (d->sortColumn == EventIdColumn)
        order();
}

void EventTableModel::show(const ResultStep &step)
{
    if (step.change == ResultStep::Change::Replaced) {
        reset(step);
        return;
    }
    d->snapshot = step.table;
    if (step.change == ResultStep::Change::Merged)
        addAtTheEnd(step.interim);
    else if (step.change == ResultStep::Change::Added)
        addAtTheEnd(step.shown.rows);
    if (step.change != ResultStep::Change::Added) {
        reorder(step.shown);
        return;
    }
    d->shown = step.shown;
    if (d->isCrowded && areFewHeld())
        setCrowded(false);
}

void EventTableModel::reset(const ResultStep &step)
{
    beginResetModel();
    d->snapshot = step.table;
    d->shown = step.shown;
    d->isCrowded = false; // the worker knows
    endResetModel();
}

void EventTableModel::addAtTheEnd(const RowList &rows)
{
    if (rows.size() == d->shown.rows.size())
        return;
    beginInsertRows({}, rowCount(), static_cast<int>(rows.size()) - 1);
    d->shown.rows = rows;
    endInsertRows();
}

void EventTableModel::reorder(const ShownRows &shown)
{
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &index : from) {
        const auto place = shown.find(tableRow(index.row()));
        to.append(place ? createIndex(static_cast<int>(*place), index.column()) : QModelIndex());
    }
    d->shown = shown;
    changePersistentIndexList(from, to);
    emit layoutChanged({}, VerticalSortHint);
    setCrowded(from.size() > mostMoved);
}

void EventTableModel::setCrowded(bool crowded)
{
    if (crowded == d->isCrowded)
        return;
    d->isCrowded = crowded;
    d->thread.post([crowded, flag = d->flagToSortAnew()](ResultWorker &worker) {
        worker.setCrowded(crowded, flag);
    });
}

/// Whether there can be no selection of many rows: one that does not move keeps but its corners.
bool EventTableModel::areFewHeld() const
{
    const QModelIndexList held = persistentIndexList();
    const auto [first, last] = std::ranges::minmax_element(held, {}, &QModelIndex::row);
    return held.isEmpty() || last->row() - first->row() < mostMoved;
}

} // namespace boxwatch
