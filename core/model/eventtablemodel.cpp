// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtablemodel.h"

#include "core/model/eventcells.h"
#include "core/model/filterworker.h"

#include <QThread>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype cellLimit = 512;
constexpr qsizetype copyLimit = qsizetype{64} * 1024;

struct ColumnText
{
    const char *key;
    const char *title;
};

constexpr std::array<ColumnText, EventTableModel::ColumnCount> columns{{
    {"severity", QT_TRANSLATE_NOOP("EventTableModel", "Severity")},
    {"created_at", QT_TRANSLATE_NOOP("EventTableModel", "Time")},
    {"event_label", QT_TRANSLATE_NOOP("EventTableModel", "Type")},
    {"actor_name", QT_TRANSLATE_NOOP("EventTableModel", "Who")},
    {"actor_login", QT_TRANSLATE_NOOP("EventTableModel", "Login")},
    {"item_name", QT_TRANSLATE_NOOP("EventTableModel", "What")},
    {"parent_name", QT_TRANSLATE_NOOP("EventTableModel", "In folder")},
    {"ip_address", QT_TRANSLATE_NOOP("EventTableModel", "Where from")},
    {"service_name", QT_TRANSLATE_NOOP("EventTableModel", "Service")},
    {"owner_name", QT_TRANSLATE_NOOP("EventTableModel", "Owner")},
    {"target_user_name", QT_TRANSLATE_NOOP("EventTableModel", "For whom")},
    {"action_by_name", QT_TRANSLATE_NOOP("EventTableModel", "Done by admin")},
    {"size_bytes", QT_TRANSLATE_NOOP("EventTableModel", "Size, bytes")},
    {"recorded_at", QT_TRANSLATE_NOOP("EventTableModel", "Recorded")},
    {"received_at", QT_TRANSLATE_NOOP("EventTableModel", "Received")},
    {"item_type", QT_TRANSLATE_NOOP("EventTableModel", "Kind")},
    {"item_id", QT_TRANSLATE_NOOP("EventTableModel", "Item ID")},
    {"parent_id", QT_TRANSLATE_NOOP("EventTableModel", "Folder ID")},
    {"actor_id", QT_TRANSLATE_NOOP("EventTableModel", "User ID")},
    {"classification", QT_TRANSLATE_NOOP("EventTableModel", "Classification")},
    {"shared_link_id", QT_TRANSLATE_NOOP("EventTableModel", "Shared link")},
    {"stream", QT_TRANSLATE_NOOP("EventTableModel", "Stream")},
    {"late", QT_TRANSLATE_NOOP("EventTableModel", "Late by")},
    {"event_id", QT_TRANSLATE_NOOP("EventTableModel", "Event ID")},
}};

bool isTimeColumn(int column)
{
    return column == EventTableModel::TimeColumn || column == EventTableModel::RecordedColumn
        || column == EventTableModel::ReceivedColumn;
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return EventTableModel::tr("Info");
    case Severity::Notice:
        return EventTableModel::tr("Notice");
    case Severity::Warning:
        return EventTableModel::tr("Warning");
    case Severity::Critical:
        return EventTableModel::tr("Critical");
    }
    return {};
}

/// "UTC+09:00", the offset that holds now.
QString zoneName(const QTimeZone &zone)
{
    if (zone.offsetFromUtc(QDateTime::currentDateTimeUtc()) == 0)
        return u"UTC"_s;
    return zone.displayName(QDateTime::currentDateTimeUtc(), QTimeZone::OffsetName);
}

} // namespace

class EventTableModel::Private
{
public:
    const EventTable *table = nullptr;
    EventFilter filter;
    EventCells cells;
    TableSnapshot snapshot;
    std::vector<EventTable::Row> visible;

    quint64 request = 0; // of the filter last set
    quint64 applied = 0; // of the filter that `visible` follows
    FilterWorker::Cancelled cancelled;
    QThread thread;
    FilterWorker *worker = new FilterWorker; // lives in `thread`
};

EventTableModel::EventTableModel(QObject *parent)
    : QAbstractTableModel(parent)
    , d(std::make_unique<Private>())
{
    d->worker->moveToThread(&d->thread);
    connect(&d->thread, &QThread::finished, d->worker, &QObject::deleteLater);
    connect(d->worker, &FilterWorker::found, this, &EventTableModel::take);
    d->thread.setObjectName("filter"_L1);
    d->thread.start();
}

EventTableModel::~EventTableModel()
{
    if (d->cancelled)
        *d->cancelled = true;
    d->thread.quit();
    d->thread.wait();
}

void EventTableModel::setTable(const EventTable *table)
{
    beginResetModel();
    d->table = table;
    d->snapshot = table ? table->snapshot() : TableSnapshot();
    d->visible.clear();
    d->cells.forgetTypes();
    endResetModel();
    restart();
    if (!table) {
        // The caller may now delete the table, so nothing may still be reading from it.
        QMetaObject::invokeMethod(
            d->worker, [] {}, Qt::BlockingQueuedConnection);
    }
}

void EventTableModel::restart()
{
    if (d->cancelled)
        *d->cancelled = true;
    d->cancelled = std::make_shared<std::atomic<bool>>(false);
    ++d->request;
    QMetaObject::invokeMethod(
        d->worker,
        [worker = d->worker, table = d->table, filter = d->filter, request = d->request,
         cancelled = d->cancelled] { worker->restart(table, filter, request, cancelled); });
}

void EventTableModel::update()
{
    QMetaObject::invokeMethod(
        d->worker, [worker = d->worker, request = d->request] { worker->extend(request); });
}

void EventTableModel::setFilter(const EventFilter &filter)
{
    if (filter == d->filter)
        return;
    d->filter = filter;
    restart();
}

EventFilter EventTableModel::filter() const
{
    return d->filter;
}

bool EventTableModel::isFiltering() const
{
    return d->applied != d->request;
}

void EventTableModel::take(const std::shared_ptr<FilterResult> &result)
{
    if (result->request != d->request)
        return;
    if (result->reset) {
        beginResetModel();
        d->snapshot = result->table;
        d->visible = std::move(result->rows);
        endResetModel();
        d->applied = result->request;
        emit filterApplied();
    } else {
        d->snapshot = result->table;
        if (!result->rows.empty()) {
            const int first = rowCount();
            beginInsertRows({}, first, first + static_cast<int>(result->rows.size()) - 1);
            d->visible.insert(d->visible.end(), result->rows.begin(), result->rows.end());
            endInsertRows();
        }
    }
    emit typeCountsChanged(result->typeCounts);
}

QByteArray EventTableModel::columnKey(int column)
{
    return column >= 0 && column < ColumnCount ? columns[static_cast<std::size_t>(column)].key
                                               : QByteArray();
}

void EventTableModel::setTimeZone(const QTimeZone &zone)
{
    d->cells.setTimeZone(zone);
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole});
}

QTimeZone EventTableModel::timeZone() const
{
    return d->cells.timeZone();
}

void EventTableModel::setStreamNames(const QHash<int, QString> &names)
{
    d->cells.setStreamNames(names);
}

EventTable::Row EventTableModel::tableRow(int modelRow) const
{
    return d->visible[static_cast<std::size_t>(modelRow)];
}

int EventTableModel::modelRow(EventTable::Row row) const
{
    // Rows stand in order of arrival, hence in order of their numbers.
    const auto found = std::ranges::lower_bound(d->visible, row);
    if (found == d->visible.end() || *found != row)
        return -1;
    return static_cast<int>(found - d->visible.begin());
}

TableSnapshot EventTableModel::snapshot() const
{
    return d->snapshot;
}

std::vector<EventTable::Row> EventTableModel::visibleRows() const
{
    return d->visible;
}

qint64 EventTableModel::totalRows() const
{
    return d->snapshot.size();
}

int EventTableModel::rowCount(const QModelIndex &parent) const
{
    constexpr std::size_t most = std::numeric_limits<int>::max();
    return parent.isValid() ? 0 : static_cast<int>(std::min(d->visible.size(), most));
}

int EventTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EventTable::Row row = tableRow(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return d->cells.text(d->snapshot, row, index.column(), cellLimit);
    case FullTextRole:
        return d->cells.text(d->snapshot, row, index.column(), copyLimit);
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
                                            : QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        if (index.column() == SeverityColumn)
            return severityName(d->cells.type(d->snapshot, row).severity);
        return d->cells.text(d->snapshot, row, index.column(), cellLimit);
    case RowRole:
        return row;
    case SeverityRole:
        return static_cast<int>(d->cells.type(d->snapshot, row).severity);
    case TypeNameRole:
        return d->cells.type(d->snapshot, row).name;
    case LateRole:
        return d->snapshot.isLate(row);
    case UnknownTypeRole:
        return !d->cells.type(d->snapshot, row).known;
    case ItemTypeRole: {
        const EventTable::Triple &item = d->snapshot.itemEntry(d->snapshot.item(row));
        const std::string_view type = d->snapshot.text(item.first);
        return QByteArray(type.data(), static_cast<qsizetype>(type.size()));
    }
    default:
        return {};
    }
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return QAbstractTableModel::headerData(section, orientation, role);
    const QString title = tr(columns[static_cast<std::size_t>(section)].title);
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
        return title;
    if (role != Qt::DisplayRole)
        return {};
    if (section == SeverityColumn)
        return QString(); // a column of 28 pixels: its name is in the tool tip
    return isTimeColumn(section) ? u"%1 (%2)"_s.arg(title, zoneName(d->cells.timeZone())) : title;
}

} // namespace boxwatch
