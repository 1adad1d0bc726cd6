// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtypemodel.h"

#include "core/model/displaytext.h"

#include <algorithm>
#include <cmath>

namespace boxwatch {

namespace {

// An index of a type carries the row of its category plus one; that of a category carries 0.
constexpr quintptr categoryId = 0;

double share(qint64 count, qint64 largest)
{
    if (largest <= 0)
        return 0;
    return std::sqrt(static_cast<double>(count) / static_cast<double>(largest));
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

EventTypeModel::EventTypeModel(QObject *parent) : QAbstractItemModel(parent)
{
    const EventCatalogue &catalogue = EventCatalogue::instance();
    for (const QString &name : catalogue.categories())
        m_categories.push_back({.name = name});
    for (const EventType &type : catalogue.types()) {
        Category &category = *std::ranges::find(m_categories, type.category, &Category::name);
        category.catalogue.insert(type.name);
        category.severity = std::max(category.severity, type.severity);
    }
}

EventTypeModel::~EventTypeModel() = default;

QSet<QByteArray> EventTypeModel::namesOf(const Category &category) const
{
    QSet<QByteArray> names = category.catalogue;
    for (const Type &type : category.types)
        names.insert(type.entry.name);
    return names;
}

QSet<QByteArray> EventTypeModel::allNames() const
{
    QSet<QByteArray> names;
    for (const Category &category : m_categories)
        names.unite(namesOf(category));
    return names;
}

QSet<QByteArray> EventTypeModel::namesAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == categoryId)
        return namesOf(m_categories[static_cast<std::size_t>(index.row())]);
    return {index.data(NameRole).toByteArray()};
}

QSet<QByteArray> EventTypeModel::hiddenTypes() const
{
    return m_hidden;
}

void EventTypeModel::setHiddenTypes(const QSet<QByteArray> &hidden)
{
    if (hidden == m_hidden)
        return;
    m_hidden = hidden;
    announceAll({Qt::CheckStateRole});
}

void EventTypeModel::changeHidden(const QSet<QByteArray> &hidden)
{
    if (hidden == m_hidden)
        return;
    setHiddenTypes(hidden);
    emit hiddenTypesChanged();
}

void EventTypeModel::setAll(bool shown)
{
    changeHidden(shown ? QSet<QByteArray>() : allNames());
}

void EventTypeModel::invert()
{
    changeHidden(allNames().subtract(m_hidden));
}

void EventTypeModel::showOnly(const QSet<QByteArray> &names)
{
    changeHidden(allNames().subtract(names));
}

void EventTypeModel::add(const EventType &entry)
{
    const auto category = std::ranges::find(m_categories, entry.category, &Category::name);
    const auto place = std::ranges::lower_bound(
        category->types, std::tie(entry.label, entry.name), {},
        [](const Type &type) { return std::tie(type.entry.label, type.entry.name); });
    const auto row = static_cast<int>(place - category->types.begin());
    beginInsertRows(index(static_cast<int>(category - m_categories.begin()), 0), row, row);
    category->types.insert(place, Type{.entry = entry});
    ++m_labels[entry.label];
    category->severity = std::max(category->severity, entry.severity);
    endInsertRows();
}

void EventTypeModel::setCounts(const QHash<QByteArray, qint64> &counts)
{
    for (auto it = counts.keyBegin(); it != counts.keyEnd(); ++it) {
        if (!m_occurred.contains(*it)) {
            m_occurred.insert(*it);
            add(EventCatalogue::instance().find(*it));
        }
    }
    for (Category &category : m_categories) {
        category.count = 0;
        for (Type &type : category.types) {
            type.count = counts.value(type.entry.name);
            category.count += type.count;
        }
    }
    announceAll({CountRole, ShareRole, AmbiguousRole});
}

void EventTypeModel::clear()
{
    beginResetModel();
    m_occurred.clear();
    m_labels.clear();
    m_hidden.clear();
    for (Category &category : m_categories) {
        category.types.clear();
        category.count = 0;
    }
    endResetModel();
}

int EventTypeModel::newTypeCount() const
{
    const auto &other = m_categories.back().types;
    return static_cast<int>(
        std::ranges::count(other, false, [](const Type &type) { return type.entry.known; }));
}

void EventTypeModel::announceAll(const QList<int> &roles)
{
    emit dataChanged(index(0, 0), index(rowCount() - 1, 0), roles);
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex category = index(row, 0);
        if (const int types = rowCount(category); types > 0)
            emit dataChanged(index(0, 0, category), index(types - 1, 0, category), roles);
    }
}

QModelIndex EventTypeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(
        row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : categoryId);
}

QModelIndex EventTypeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == categoryId)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, categoryId);
}

int EventTypeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_categories.size());
    if (parent.internalId() != categoryId)
        return 0;
    return static_cast<int>(m_categories[static_cast<std::size_t>(parent.row())].types.size());
}

int EventTypeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return 1;
}

Qt::CheckState EventTypeModel::checkState(const Category &category) const
{
    const QSet<QByteArray> names = namesOf(category);
    const auto hidden = std::ranges::count_if(
        names, [this](const QByteArray &name) { return m_hidden.contains(name); });
    if (hidden == 0)
        return Qt::Checked;
    return hidden == names.size() ? Qt::Unchecked : Qt::PartiallyChecked;
}

QVariant EventTypeModel::categoryData(const Category &category, int role) const
{
    const auto largest = [this] {
        return std::ranges::max(m_categories, {}, &Category::count).count;
    };
    switch (role) {
    case Qt::DisplayRole:
        return category.name;
    case Qt::CheckStateRole:
        return checkState(category);
    case NameRole:
        return QByteArray();
    case CountRole:
        return category.count;
    case ShareRole:
        return share(category.count, largest());
    case NewRole:
    case AmbiguousRole:
        return false;
    case SeverityRole:
        return static_cast<int>(category.severity);
    default:
        return {};
    }
}

QVariant EventTypeModel::typeData(const Type &type, int role) const
{
    const auto largest = [this] {
        qint64 count = 0;
        for (const Category &category : m_categories) {
            for (const Type &other : category.types)
                count = std::max(count, other.count);
        }
        return count;
    };
    switch (role) {
    case Qt::DisplayRole:
        return displayText(viewOf(type.entry.label.toUtf8()));
    case Qt::CheckStateRole:
        return m_hidden.contains(type.entry.name) ? Qt::Unchecked : Qt::Checked;
    case NameRole:
        return type.entry.name;
    case CountRole:
        return type.count;
    case ShareRole:
        return share(type.count, largest());
    case NewRole:
        return !type.entry.known;
    case AmbiguousRole:
        return m_labels.value(type.entry.label) > 1;
    case SeverityRole:
        return static_cast<int>(type.entry.severity);
    default:
        return {};
    }
}

QVariant EventTypeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (index.internalId() == categoryId)
        return categoryData(m_categories[row], role);
    return typeData(m_categories[index.internalId() - 1].types[row], role);
}

bool EventTypeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QSet<QByteArray> names = namesAt(index);
    QSet<QByteArray> hidden = m_hidden;
    if (value.value<Qt::CheckState>() == Qt::Unchecked)
        hidden.unite(names);
    else
        hidden.subtract(names);
    changeHidden(hidden);
    return true;
}

Qt::ItemFlags EventTypeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable;
}

} // namespace boxwatch
