// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/topvaluesmodel.h"

#include "core/event/eventcatalogue.h"
#include "core/model/facetmodel.h"
#include "ui/plaintext.h"
#include "ui/words.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

// An index of a value carries the row of its field plus one; that of a field carries 0.
constexpr quintptr fieldId = 0;
constexpr int few = 5;

// In the order on screen.
constexpr std::array facetOrder{Facet::Who,     Facet::Item,    Facet::Folder,
                                Facet::Address, Facet::Service, Facet::Type};

std::optional<Facet> facetOfField(const QString &field)
{
    // A value whose name is not unique is asked for by its id.
    static const QHash<QString, Facet> fields{
        {u"who"_s, Facet::Who},      {u"user_id"_s, Facet::Who},   {u"item"_s, Facet::Item},
        {u"item_id"_s, Facet::Item}, {u"in"_s, Facet::Folder},     {u"folder_id"_s, Facet::Folder},
        {u"ip"_s, Facet::Address},   {u"where"_s, Facet::Address}, {u"service"_s, Facet::Service},
        {u"type"_s, Facet::Type}};
    const auto found = fields.constFind(field);
    return found == fields.cend() ? std::nullopt : std::optional(*found);
}

/// The value in a clause like `who:="Ana Ruiz"`.
QString valueOf(const QString &clause)
{
    QString value = clause.mid(clause.indexOf(u':') + 1);
    if (value.startsWith(u'='))
        value.remove(0, 1);
    if (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"')) {
        value = value.mid(1, value.size() - 2);
        value.replace(u"\\\""_s, u"\""_s).replace(u"\\\\"_s, u"\\"_s);
    }
    return value;
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(grouped(count));
}

} // namespace

TopValuesModel::TopValuesModel(QObject *parent) : QAbstractItemModel(parent)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        m_fields[i].facet = facetOrder[i];
}

QString TopValuesModel::fieldTitle(Facet facet)
{
    switch (facet) {
    case Facet::Who:
        return tr("Who");
    case Facet::Item:
        return tr("Item");
    case Facet::Folder:
        return tr("Folder");
    case Facet::Address:
        return tr("Where from");
    case Facet::Service:
        return tr("Service");
    case Facet::Type:
        return tr("Type");
    }
    return {};
}

QByteArray TopValuesModel::fieldKey(Facet facet)
{
    static constexpr std::array keys{"who", "item", "folder", "address", "service", "type"};
    return keys.at(static_cast<std::size_t>(facet));
}

QString TopValuesModel::totalWords(const Field &field)
{
    const qint64 n = field.distinct;
    switch (field.facet) {
    case Facet::Who:
        return counted(n, tr("1 person"), tr("%1 people"));
    case Facet::Item:
        return counted(n, tr("1 item"), tr("%1 items"));
    case Facet::Folder:
        return counted(n, tr("1 folder"), tr("%1 folders"));
    case Facet::Address:
        return counted(n, tr("1 address"), tr("%1 addresses"));
    case Facet::Service:
        return counted(n, tr("1 service"), tr("%1 services"));
    case Facet::Type:
        return counted(n, tr("1 type"), tr("%1 types"));
    }
    return {};
}

TopValuesModel::PickState TopValuesModel::pickState(
    const EventFilter &filter, const QString &clause)
{
    if (filter.picks.contains(clause))
        return PickState::Wanted;
    return filter.picks.contains(u'-' + clause) ? PickState::Excluded : PickState::None;
}

/// Of a value that is not among the most frequent.
TopValuesModel::Entry TopValuesModel::otherEntry(
    const Field &field, const FacetModel &facets, const QString &clause)
{
    if (auto value = facets.find(field.facet, clause))
        return {*std::move(value), PickState::None};
    // What it was called while it was among the most frequent says more than an id.
    const auto before = std::ranges::find(
        field.entries, clause, [](const Entry &entry) { return entry.value.clause; });
    if (before != field.entries.end()) {
        Entry entry{before->value, PickState::None};
        if (!facets.isCounting())
            entry.value.count = -1; // that of an earlier result
        return entry;
    }
    QString text = valueOf(clause);
    if (field.facet == Facet::Type)
        text = EventCatalogue::instance().find(text.toUtf8()).label;
    return {
        {.text = plainLine(text, 200), .detail = {}, .key = {}, .count = -1, .clause = clause},
        PickState::None};
}

std::vector<TopValuesModel::Entry> TopValuesModel::entriesOf(
    const Field &field, const FacetModel &facets, const EventFilter &filter) const
{
    std::vector<Entry> entries;
    const int most = field.more ? FacetModel::mostValues : few;
    for (FacetValue &value : facets.top(field.facet, most)) {
        const PickState pick = pickState(filter, value.clause);
        entries.push_back({std::move(value), pick});
    }
    for (const QString &pick : filter.picks + m_kept) {
        const QString clause = EventFilter::isExclusion(pick) ? pick.mid(1) : pick;
        const bool listed = std::ranges::any_of(
            entries, [&clause](const Entry &entry) { return entry.value.clause == clause; });
        if (listed || facetOfField(EventFilter::fieldOf(pick)) != field.facet)
            continue;
        entries.push_back(otherEntry(field, facets, clause));
        entries.back().pick = pickState(filter, clause);
    }
    if (field.distinct > few)
        entries.push_back({});
    return entries;
}

void TopValuesModel::refresh(const FacetModel *facets, const EventFilter &filter)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        Field &field = m_fields[i];
        field.distinct = facets ? facets->distinct(field.facet) : 0;
        setEntries(i, facets ? entriesOf(field, *facets, filter) : std::vector<Entry>());
    }
    emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void TopValuesModel::refreshInPlace(const FacetModel &facets, const EventFilter &filter)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        Field &field = m_fields[i];
        field.distinct = facets.distinct(field.facet);
        std::vector<Entry> entries = field.entries;
        for (Entry &entry : entries) {
            if (const auto value = facets.find(field.facet, entry.value.clause))
                entry.value.count = value->count;
            entry.pick = pickState(filter, entry.value.clause);
        }
        setEntries(i, std::move(entries));
    }
    emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void TopValuesModel::setEntries(std::size_t field, std::vector<Entry> entries)
{
    Field &target = m_fields[field];
    target.largest = 0;
    for (const Entry &entry : entries)
        target.largest = std::max(target.largest, entry.value.count);
    if (entries == target.entries)
        return;
    arrange(field, std::move(entries));
    const QModelIndex parent = index(static_cast<int>(field), 0);
    if (const int rows = rowCount(parent); rows > 0)
        emit dataChanged(index(0, 0, parent), index(rows - 1, 0, parent));
}

// Grows, then moves, then shrinks: what is current follows its value and is lost only with it.
void TopValuesModel::arrange(std::size_t field, std::vector<Entry> entries)
{
    std::vector<Entry> &shown = m_fields[field].entries;
    const QModelIndex parent = index(static_cast<int>(field), 0);
    const std::size_t wanted = entries.size();
    if (wanted > shown.size()) {
        beginInsertRows(parent, static_cast<int>(shown.size()), static_cast<int>(wanted) - 1);
        shown.resize(wanted, Entry{{.clause = u"-"_s}, PickState::None});
        endInsertRows();
    }
    const auto sameValue = [](const Entry &a, const Entry &b) {
        return a.value.clause == b.value.clause;
    };
    entries.resize(shown.size(), Entry{{.clause = u"-"_s}, PickState::None});
    if (!std::ranges::equal(shown, entries, sameValue)) {
        emit layoutAboutToBeChanged({QPersistentModelIndex(parent)});
        const QModelIndexList before = persistentIndexList();
        for (const QModelIndex &old : before) {
            if (old.internalId() != static_cast<quintptr>(field) + 1)
                continue;
            const Entry &entry = shown[static_cast<std::size_t>(old.row())];
            const auto now = std::ranges::find_if(
                entries, [&](const Entry &candidate) { return sameValue(candidate, entry); });
            changePersistentIndex(
                old,
                now == entries.end() ? QModelIndex()
                                     : createIndex(
                                         static_cast<int>(now - entries.begin()), 0,
                                         static_cast<quintptr>(field) + 1));
        }
        shown = std::move(entries);
        emit layoutChanged({QPersistentModelIndex(parent)});
    } else {
        shown = std::move(entries);
    }
    if (shown.size() > wanted) {
        beginRemoveRows(parent, static_cast<int>(wanted), static_cast<int>(shown.size()) - 1);
        shown.resize(wanted);
        endRemoveRows();
    }
}

void TopValuesModel::keep(const QString &clause)
{
    if (!m_kept.contains(clause))
        m_kept += clause;
}

void TopValuesModel::keepNone()
{
    m_kept.clear();
}

void TopValuesModel::toggleMore(const QModelIndex &index)
{
    const QModelIndex field = index.parent().isValid() ? index.parent() : index;
    bool &more = m_fields[static_cast<std::size_t>(field.row())].more;
    more = !more;
}

QModelIndex TopValuesModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(
        row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : fieldId);
}

QModelIndex TopValuesModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == fieldId)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, fieldId);
}

int TopValuesModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_fields.size());
    if (parent.internalId() != fieldId)
        return 0;
    return static_cast<int>(m_fields[static_cast<std::size_t>(parent.row())].entries.size());
}

int TopValuesModel::columnCount(const QModelIndex & /*parent*/) const
{
    return 1;
}

QVariant TopValuesModel::fieldData(const Field &field, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return fieldTitle(field.facet);
    case Qt::AccessibleTextRole:
        return u"%1, %2"_s.arg(fieldTitle(field.facet), totalWords(field));
    case KindRole:
        return static_cast<int>(Kind::Field);
    case FacetRole:
        return static_cast<int>(field.facet);
    case TotalRole:
        return totalWords(field);
    default:
        return {};
    }
}

QVariant TopValuesModel::entryData(const Field &field, const Entry &entry, int role) const
{
    const bool isMore = entry.value.clause.isEmpty();
    const auto moreWords = [&]() -> QString {
        if (!field.more)
            return tr("%1 more").arg(grouped(field.distinct - few));
        if (field.distinct > FacetModel::mostValues)
            return tr("The first %1. Show fewer").arg(FacetModel::mostValues);
        return tr("Show fewer");
    };
    switch (role) {
    case Qt::DisplayRole:
        return isMore ? moreWords() : entry.value.text;
    case Qt::AccessibleTextRole: {
        if (isMore)
            return moreWords();
        QString words = entry.value.text;
        if (entry.value.count >= 0)
            words += u", "_s + counted(entry.value.count, tr("1 event"), tr("%1 events"));
        if (entry.pick == PickState::Wanted)
            words += u", "_s + tr("filtered for");
        if (entry.pick == PickState::Excluded)
            words += u", "_s + tr("filtered out");
        return words;
    }
    case KindRole:
        return static_cast<int>(isMore ? Kind::More : Kind::Value);
    case FacetRole:
        return static_cast<int>(field.facet);
    case ClauseRole:
        return entry.value.clause;
    case CountRole:
        return entry.value.count;
    case ShareRole:
        return field.largest > 0 && entry.value.count > 0
            ? static_cast<double>(entry.value.count) / static_cast<double>(field.largest)
            : 0.0;
    case PickRole:
        return static_cast<int>(entry.pick);
    case DetailRole:
        return entry.value.detail;
    default:
        return {};
    }
}

QVariant TopValuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (index.internalId() == fieldId)
        return fieldData(m_fields[row], role);
    const Field &field = m_fields[index.internalId() - 1];
    return entryData(field, field.entries[row], role);
}

Qt::ItemFlags TopValuesModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace boxwatch
