// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtablemodel.h"

#include "core/model/eventcolumns.h"
#include "core/model/eventtablestate.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace boxwatch {

namespace {

bool asksFor(QueryField field, const QueryNode &node)
{
    return (node.kind == QueryNode::Kind::Term && node.term.field == field)
        || std::ranges::any_of(
               node.children, [field](const QueryNode &child) { return asksFor(field, child); });
}

/// Not the same in two models: whoever counts a result must not take one for the other.
quint64 newNumber()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

void cancel(CancelFlag &flag)
{
    if (flag)
        *flag = true;
    flag = std::make_shared<std::atomic<bool>>(false);
}

} // namespace

EventTableModel::EventTableModel(QObject *parent) : EventTableModel(ResultPace(), parent)
{
}

EventTableModel::EventTableModel(const ResultPace &pace, QObject *parent)
    : QAbstractTableModel(parent)
    , d(std::make_unique<Private>(pace))
{
    connect(d->thread.worker(), &ResultWorker::found, this, &EventTableModel::take);
    connect(d->thread.worker(), &ResultWorker::outdated, this, [this](quint64 question) {
        if (question == d->asked)
            ask();
    });
    connect(
        d->thread.worker(), &ResultWorker::progressed, this,
        [this](quint64 question, double share) {
            if (question == d->asked)
                emit filterProgress(share);
        });
}

EventTableModel::~EventTableModel()
{
    cancel(d->askCancelled);
    cancel(d->orderCancelled);
}

void EventTableModel::setTable(const EventTable *table, const QString &sessionPath)
{
    beginResetModel();
    d->table = table;
    d->tableNumber = newNumber();
    d->sessionPath = sessionPath;
    d->snapshot = table ? table->snapshot() : TableSnapshot();
    d->shown = {};
    d->cells.forgetTypes();
    endResetModel();
    ask();
    d->isCrowded = false;
    d->result = {
        .number = d->asked,
        .tableNumber = d->tableNumber,
        .filter = d->filter,
        .rows = {},
        .table = d->snapshot,
        .isComplete = !table};
    // The caller may now delete the table, so nothing may still be reading from it.
    if (!table)
        d->thread.waitForAll();
    emit resultChanged();
}

void EventTableModel::ask()
{
    cancel(d->askCancelled);
    // Rows that will not be shown need not be sorted; the new ones will be.
    if (d->orderCancelled)
        *d->orderCancelled = true;
    d->asked = newNumber();
    const ResultWorker::Question question{
        .number = d->asked,
        .table = d->table,
        .query = d->query,
        .hiddenTypes = d->filter.hiddenTypes,
        .context = queryContext(),
        .cancelled = d->askCancelled};
    d->thread.post([question](ResultWorker &worker) { worker.ask(question); });
}

void EventTableModel::update()
{
    d->thread.worker()->extendLater();
}

std::optional<QueryError> EventTableModel::setFilter(const EventFilter &filter)
{
    if (filter == d->filter)
        return std::nullopt;
    const QueryClock clock{.now = QDateTime::currentDateTimeUtc(), .zone = timeZone()};
    // Alone, so that the place of an error is one in what was typed.
    if (const auto error = Query::parse(filter.text, clock).error)
        return error;
    ParsedQuery parsed = Query::parse(filter.query(), clock);
    if (parsed.error) {
        parsed.error->position = filter.text.size();
        parsed.error->length = 0;
        return parsed.error;
    }
    d->filter = filter;
    d->query = parsed.query;
    d->clock = clock;
    ask();
    return std::nullopt;
}

void EventTableModel::filterAnew()
{
    d->clock = {.now = QDateTime::currentDateTimeUtc(), .zone = timeZone()};
    d->query = queryOf(d->filter);
    ask();
}

EventFilter EventTableModel::filter() const
{
    return d->filter;
}

bool EventTableModel::isFiltering() const
{
    return d->table && d->answered != d->asked;
}

Query EventTableModel::queryOf(const EventFilter &filter) const
{
    return Query::parse(filter.query(), d->clock).query;
}

QueryClock EventTableModel::queryClock() const
{
    return d->clock;
}

QueryContext EventTableModel::queryContext() const
{
    QueryContext context;
    context.marks = d->cells.marks();
    context.sessionPath = d->sessionPath;
    context.streams = d->streams;
    return context;
}

EventResult EventTableModel::result() const
{
    return d->result;
}

void EventTableModel::setSort(int column, Qt::SortOrder order)
{
    Q_ASSERT(column >= -1 && column < ColumnCount);
    if (column == d->sortColumn && (column < 0 || order == d->sortOrder))
        return;
    d->sortColumn = column;
    d->sortOrder = order;
    this->order();
}

void EventTableModel::clearSort()
{
    setSort(-1, Qt::AscendingOrder);
}

void EventTableModel::order()
{
    cancel(d->orderCancelled);
    ResultWorker::Ordering ordering{
        .number = ++d->ordered, .sorter = {}, .cancelled = d->orderCancelled};
    if (d->sortColumn >= 0) {
        ordering.sorter = std::make_shared<const RowSorter>(
            eventColumnSortKey(d->sortColumn), d->sortOrder, d->cells.marks());
    }
    d->thread.post([ordering](ResultWorker &worker) { worker.order(ordering); });
}

int EventTableModel::sortColumn() const
{
    return d->sortColumn;
}

Qt::SortOrder EventTableModel::sortOrder() const
{
    return d->sortOrder;
}

bool EventTableModel::isSorting() const
{
    return d->table && d->inOrder != d->ordered;
}

void EventTableModel::setLiveRows(LiveRows where)
{
    if (where == d->liveRows)
        return;
    d->liveRows = where;
    d->thread.post([atTheEnd = where == LiveRows::AtTheEnd, flag = d->flagToSortAnew()](
                       ResultWorker &worker) { worker.setFreshAtTheEnd(atTheEnd, flag); });
}

EventTableModel::LiveRows EventTableModel::liveRows() const
{
    return d->liveRows;
}

void EventTableModel::setMarks(const RowSet &marks)
{
    if (marks == d->cells.marks())
        return;
    std::vector<EventTable::Row> changed;
    std::ranges::set_symmetric_difference(
        marks.rows(), this->marks().rows(), std::back_inserter(changed));
    d->cells.setMarks(marks);
    for (const EventTable::Row row : changed) {
        if (const int place = modelRow(row); place >= 0) {
            emit dataChanged(
                index(place, 0), index(place, ColumnCount - 1),
                {MarkedRole, FullTextRole, Qt::AccessibleTextRole});
        }
    }
    if (asksFor(QueryField::Marked, d->query.root()))
        ask();
    if (d->sortColumn == MarkColumn)
        order();
    emit marksChanged();
}

RowSet EventTableModel::marks() const
{
    return d->cells.marks();
}

QByteArray EventTableModel::columnKey(int column)
{
    return column >= 0 && column < ColumnCount ? eventColumnKey(column) : QByteArray();
}

void EventTableModel::setTimeZone(const QTimeZone &zone)
{
    if (zone == d->cells.timeZone())
        return;
    d->cells.setTimeZone(zone);
    // A query may name a day, which is another span of time now.
    d->clock.zone = zone;
    if (const Query query = queryOf(d->filter); query != d->query) {
        d->query = query;
        ask();
    }
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole});
}

QTimeZone EventTableModel::timeZone() const
{
    return d->cells.timeZone();
}

void EventTableModel::setStreams(const QHash<int, StreamType> &streams)
{
    if (streams == d->streams)
        return;
    d->streams = streams;
    d->cells.setStreams(streams);
    if (asksFor(QueryField::Stream, d->query.root()))
        ask();
}

EventTable::Row EventTableModel::tableRow(int modelRow) const
{
    return d->shown.rows[static_cast<std::size_t>(modelRow)];
}

int EventTableModel::modelRow(EventTable::Row row) const
{
    const auto place = d->shown.find(row);
    return place ? static_cast<int>(*place) : -1;
}

int EventTableModel::nearestModelRow(EventTable::Row row) const
{
    return static_cast<int>(d->shown.placeFor(d->snapshot, row));
}

TableSnapshot EventTableModel::snapshot() const
{
    return d->snapshot;
}

RowList EventTableModel::visibleRows() const
{
    return d->shown.rows;
}

qint64 EventTableModel::totalRows() const
{
    return d->snapshot.size();
}

int EventTableModel::rowCount(const QModelIndex &parent) const
{
    constexpr std::size_t most = std::numeric_limits<int>::max();
    return parent.isValid() ? 0 : static_cast<int>(std::min(d->shown.rows.size(), most));
}

int EventTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return d->cells.data(d->snapshot, tableRow(index.row()), index.column(), role);
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
        return eventColumnTitle(section);
    return role == Qt::DisplayRole ? eventColumnHeading(section, timeZone()) : QVariant();
}

} // namespace boxwatch
