// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/exportcolumns.h"

#include "core/export/csvwriter.h"
#include "core/export/exportjob.h"
#include "core/model/displaytext.h"
#include "ui/theme.h"

#include <QFont>
#include <QMimeData>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto rowMime = "application/x-boxwatch-column"_L1;

QString sampleOf(
    const TableSnapshot &table, EventTable::Row row, ExportColumn column,
    const QHash<quint16, QByteArray> &streams)
{
    if (column == ExportColumn::RawJson)
        return ExportColumns::tr("one whole event, as Box sent it");
    CsvWriter writer(table, {.columns = {column}, .streams = streams, .guardFormulas = false});
    std::string cell;
    writer.appendRow(cell, row, {});
    while (!cell.empty() && (cell.back() == '\n' || cell.back() == '\r'))
        cell.pop_back();
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
        cell = cell.substr(1, cell.size() - 2);
    return displayText(cell, 120);
}

} // namespace

ExportColumns::ExportColumns(QObject *parent) : QAbstractListModel(parent)
{
    reset();
}

void ExportColumns::reset()
{
    beginResetModel();
    m_columns.clear();
    const QByteArrayList ticked = defaultExportColumns();
    for (const QByteArray &key : exportColumns())
        m_columns.append({key, ticked.contains(key)});
    endResetModel();
    emit changed();
}

void ExportColumns::setAll(bool ticked)
{
    for (Column &column : m_columns)
        column.ticked = ticked;
    emit dataChanged(index(0), index(count() - 1), {Qt::CheckStateRole});
    emit changed();
}

void ExportColumns::setSample(
    const TableSnapshot &table, std::optional<EventTable::Row> row,
    const QHash<quint16, QByteArray> &streams)
{
    m_samples.clear();
    if (row && *row < table.size()) {
        for (const Column &column : std::as_const(m_columns)) {
            if (const auto known = exportColumnFromKey(column.key))
                m_samples.insert(column.key, sampleOf(table, *row, *known, streams));
        }
    }
    emit dataChanged(index(0), index(count() - 1), {SampleRole});
}

QByteArrayList ExportColumns::chosen() const
{
    QByteArrayList keys;
    for (const Column &column : m_columns) {
        if (column.ticked)
            keys += column.key;
    }
    return keys;
}

int ExportColumns::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ExportColumns::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Column &column = m_columns.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromLatin1(column.key);
    case Qt::CheckStateRole:
        return column.ticked ? Qt::Checked : Qt::Unchecked;
    case Qt::FontRole:
        return Theme::instance().monospaceFont();
    case SampleRole:
        return m_samples.value(column.key);
    default:
        return {};
    }
}

bool ExportColumns::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    m_columns[index.row()].ticked = value.toInt() == Qt::Checked;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit changed();
    return true;
}

Qt::ItemFlags ExportColumns::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
        | Qt::ItemIsDragEnabled;
}

bool ExportColumns::moveRows(
    const QModelIndex &sourceParent, int source, int rows, const QModelIndex &targetParent,
    int target)
{
    if (rows != 1 || source < 0 || source >= count() || target < 0 || target > count()
        || !beginMoveRows(sourceParent, source, source, targetParent, target))
        return false;
    m_columns.move(source, target > source ? target - 1 : target);
    endMoveRows();
    emit changed();
    return true;
}

QStringList ExportColumns::mimeTypes() const
{
    return {rowMime};
}

QMimeData *ExportColumns::mimeData(const QModelIndexList &indexes) const
{
    auto *data = new QMimeData;
    if (!indexes.isEmpty())
        data->setData(rowMime, QByteArray::number(indexes.first().row()));
    return data;
}

bool ExportColumns::dropMimeData(
    const QMimeData *data, Qt::DropAction action, int row, int, const QModelIndex &parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(rowMime))
        return false;
    int target = row;
    if (target < 0)
        target = parent.isValid() ? parent.row() : count();
    moveRows({}, data->data(rowMime).toInt(), 1, {}, target);
    // False, or the view would remove the row that was dragged.
    return false;
}

} // namespace boxwatch
