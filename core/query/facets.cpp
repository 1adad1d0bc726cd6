// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/facets.h"

#include "core/event/eventcatalogue.h"
#include "core/query/codemap.h"
#include "core/query/parallel.h"
#include "core/query/query.h"

#include <algorithm>
#include <bitset>
#include <functional>
#include <limits>
#include <type_traits>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Code = EventTable::Code;
using Row = EventTable::Row;
using Group = quint32;

constexpr Group noGroup = 0;
constexpr std::size_t rowsBetweenLooks = 16'384;

/// What an entry of a dictionary is, in codes of texts; 0 for what it does not have.
struct Entry
{
    Code id = Dictionary::empty; ///< what tells it apart
    Code login = Dictionary::empty;
    Code name = Dictionary::empty;

    Code key() const { return id != Dictionary::empty ? id : word(); }

    /// What tells it apart if it has no id.
    Code word() const { return login != Dictionary::empty ? login : name; }
    Code shown() const
    {
        if (name != Dictionary::empty)
            return name;
        return login != Dictionary::empty ? login : id;
    }
};

/// Whether some texts are the names of one person or thing each, or of several.
class NameGroups
{
public:
    explicit NameGroups(std::vector<Code> texts)
    {
        std::ranges::sort(texts);
        for (const Code text : texts) {
            m_mayBeThere.set(text % filterSize);
            m_names.push_back({.text = text});
        }
    }

    /// False for nearly all texts that are not among these.
    bool mayHave(Code text) const { return m_mayBeThere[text % filterSize]; }

    /// \p group is called so.
    void add(Code text, Group group)
    {
        for (Name &name : std::ranges::equal_range(m_names, text, {}, &Name::text)) {
            name.isShared |= name.group != noGroup && name.group != group;
            name.group = group;
        }
    }

    /// Whether nobody but \p group is called so.
    bool isOnlyOf(Code text, Group group) const
    {
        const auto name = std::ranges::lower_bound(m_names, text, {}, &Name::text);
        return !name->isShared && (name->group == noGroup || name->group == group);
    }

private:
    struct Name
    {
        Code text = Dictionary::empty;
        Group group = noGroup; // the last one that was added
        bool isShared = false;
    };

    static constexpr std::size_t filterSize = 16'384;

    std::bitset<filterSize> m_mayBeThere;
    std::vector<Name> m_names; // by text
};

QString clipped(std::string_view text)
{
    constexpr std::size_t longest = 2048; // bytes; more than fits anywhere
    constexpr qsizetype longestShown = 512;
    const std::string_view begin = text.substr(0, longest);
    return QString::fromUtf8(begin.data(), static_cast<qsizetype>(begin.size())).left(longestShown);
}

QString whole(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

/// The values of one field, in groups of dictionary entries that are the same person or thing.
class FacetCounts::Values
{
public:
    explicit Values(Facet facet) : m_facet(facet) { }

    bool add(
        const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled);
    qint64 distinct() const { return m_distinct; }
    std::vector<FacetValue> top(int count, const TableSnapshot &table) const;
    std::optional<FacetValue> find(const QString &clause, const TableSnapshot &table) const;

private:
    /// Whether several codes may mean the same.
    bool isGrouped() const;
    void learn(const TableSnapshot &table);
    CodeColumn column() const;
    Code entryCount(const TableSnapshot &table) const;
    Entry entry(const TableSnapshot &table, Code code) const;
    Group group(const TableSnapshot &table, Code code);
    template<typename Codes>
    void countCodes(const Codes &codes, std::span<const Row> rows);
    std::vector<Group> mostFrequent(std::size_t count) const;
    bool isCalled(const TableSnapshot &table, Group group, std::string_view word) const;
    std::vector<FacetValue> shown(const TableSnapshot &table, std::span<const Group> groups) const;
    NameGroups namesOf(std::span<const Group> groups, const TableSnapshot &table) const;
    FacetValue shownAlone(const TableSnapshot &table, Group group) const;
    FacetValue shown(const TableSnapshot &table, Group group, const NameGroups &names) const;
    QString clause(
        const TableSnapshot &table, const Entry &entry, Group group, const NameGroups &names) const;

    Facet m_facet;
    // By group, which is the code of the column where isGrouped() is false. Of noGroup nobody asks.
    std::vector<quint32> m_counts = {1};
    qint64 m_distinct = 0;

    // Where it is true:
    std::vector<Group> m_groupOf; // by code of the column
    std::vector<Code> m_latest = {0}; // by group, the entry by which it was last mentioned
    std::vector<bool> m_isRenamed = {false}; // by group: it has entries with other words
    CodeMap m_byId; // the group, by text
    CodeMap m_byWord; // of those that have no id
};

CodeColumn FacetCounts::Values::column() const
{
    switch (m_facet) {
    case Facet::Who:
        return CodeColumn::Actor;
    case Facet::Item:
        return CodeColumn::Item;
    case Facet::Folder:
        return CodeColumn::Folder;
    case Facet::Address:
        return CodeColumn::Address;
    case Facet::Service:
        return CodeColumn::Service;
    case Facet::Type:
        break;
    }
    return CodeColumn::Type;
}

bool FacetCounts::Values::isGrouped() const
{
    return m_facet == Facet::Who || m_facet == Facet::Item || m_facet == Facet::Folder;
}

Code FacetCounts::Values::entryCount(const TableSnapshot &table) const
{
    switch (m_facet) {
    case Facet::Who:
        return table.personCount();
    case Facet::Item:
        return table.itemCount();
    case Facet::Folder:
        return table.folderCount();
    case Facet::Type:
        return table.typeCount();
    default:
        return table.textCount();
    }
}

inline Entry FacetCounts::Values::entry(const TableSnapshot &table, Code code) const
{
    if (m_facet == Facet::Who) {
        const EventTable::Triple person = table.person(code);
        return {.id = person.first, .login = person.third, .name = person.second};
    }
    if (m_facet == Facet::Item) {
        const EventTable::Triple item = table.itemEntry(code);
        return {.id = item.second, .name = item.third};
    }
    const EventTable::Triple folder = table.folderEntry(code);
    return {.id = folder.first, .name = folder.second};
}

Group FacetCounts::Values::group(const TableSnapshot &table, Code code)
{
    const Entry mine = entry(table, code);
    CodeMap &map = mine.id != Dictionary::empty ? m_byId : m_byWord;
    const Code key = mine.key();
    if (key == Dictionary::empty)
        return noGroup;
    Group group = map[key];
    if (group == noGroup) {
        group = static_cast<Group>(m_latest.size());
        map.set(key, group);
        m_latest.push_back(code);
        m_isRenamed.push_back(false);
    } else if (entry(table, m_latest[group]).shown() != mine.shown()) {
        m_isRenamed[group] = true;
    }
    return group;
}

void FacetCounts::Values::learn(const TableSnapshot &table)
{
    const Code count = entryCount(table);
    if (!isGrouped()) {
        m_counts.resize(std::max<std::size_t>(m_counts.size(), count));
        return;
    }
    if (m_groupOf.empty()) { // later on there are only a few more, and vectors grow by themselves
        m_groupOf.reserve(count);
        m_latest.reserve(count);
    }
    for (auto code = static_cast<Code>(m_groupOf.size()); code < count; ++code)
        m_groupOf.push_back(code == 0 ? noGroup : group(table, code));
    m_counts.resize(m_latest.size());
}

bool FacetCounts::Values::add(
    const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    learn(table);
    for (std::size_t i = 0; i < rows.size();) {
        if (cancelled && cancelled->load(std::memory_order_relaxed))
            return false;
        const std::size_t segment = rows[i] / EventTable::rowsPerSegment;
        const auto segmentEnd = static_cast<quint64>(segment + 1) * EventTable::rowsPerSegment;
        std::size_t size = std::min(rows.size() - i, rowsBetweenLooks);
        if (rows[i + size - 1] >= segmentEnd) {
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(i);
            size = static_cast<std::size_t>(std::lower_bound(from, rows.end(), segmentEnd) - from);
        }
        table.codes(column(), segment).visit([&](const auto &codes) {
            countCodes(codes, rows.subspan(i, size));
        });
        i += size;
    }
    return true;
}

/// Rows of one segment, which has these codes.
template<typename Codes>
void FacetCounts::Values::countCodes(const Codes &codes, std::span<const Row> rows)
{
    const auto codeOf = [&codes](Row row) -> Code {
        if constexpr (std::is_same_v<Codes, ConstantCode>)
            return codes.code;
        else
            return codes[row % EventTable::rowsPerSegment];
    };
    quint32 *const counts = m_counts.data();
    qint64 distinct = 0;
    if (isGrouped()) {
        const Group *const groups = m_groupOf.data();
        Code *const latest = m_latest.data();
        for (const Row row : rows) {
            const Code code = codeOf(row);
            const Group group = groups[code];
            latest[group] = code;
            distinct += counts[group]++ == 0;
        }
    } else {
        for (const Row row : rows)
            distinct += counts[codeOf(row)]++ == 0;
    }
    m_distinct += distinct;
}

std::vector<FacetValue> FacetCounts::Values::top(int count, const TableSnapshot &table) const
{
    return shown(table, mostFrequent(static_cast<std::size_t>(std::max(count, 0))));
}

std::optional<FacetValue> FacetCounts::Values::find(
    const QString &clause, const TableSnapshot &table) const
{
    const QByteArray word = Query::parse(clause).query.root().term.text.toUtf8();
    std::vector<Group> groups;
    for (Group group = 1; group < m_counts.size(); ++group) {
        if (isCalled(table, group, {word.data(), static_cast<std::size_t>(word.size())}))
            groups.push_back(group);
    }
    if (groups.empty())
        return std::nullopt;
    const std::vector<FacetValue> values = shown(table, groups);
    const auto found = std::ranges::find(values, clause, &FacetValue::clause);
    return found == values.end() ? std::nullopt : std::optional(*found);
}

/// Whether a clause for \p group may have \p word.
bool FacetCounts::Values::isCalled(
    const TableSnapshot &table, Group group, std::string_view word) const
{
    if (isGrouped()) {
        const Entry mine = entry(table, m_latest[group]);
        return table.text(mine.id) == word || table.text(mine.shown()) == word;
    }
    return (m_facet == Facet::Type ? table.typeName(group) : table.text(group)) == word;
}

std::vector<FacetValue> FacetCounts::Values::shown(
    const TableSnapshot &table, std::span<const Group> groups) const
{
    std::vector<FacetValue> values;
    values.reserve(groups.size());
    if (isGrouped()) {
        const NameGroups names = namesOf(groups, table);
        for (const Group group : groups)
            values.push_back(shown(table, group, names));
    } else {
        for (const Group group : groups)
            values.push_back(shownAlone(table, group));
    }
    return values;
}

std::vector<Group> FacetCounts::Values::mostFrequent(std::size_t count) const
{
    const auto isBefore = [this](Group a, Group b) {
        return m_counts[a] != m_counts[b] ? m_counts[a] > m_counts[b] : a < b;
    };
    // A heap with the last of them on top. Most groups have too few to be compared with more than that.
    std::vector<Group> groups;
    quint32 tooFew = count > 0 ? 0 : std::numeric_limits<quint32>::max();
    const std::span<const quint32> counts = m_counts;
    for (Group group = 1; group < counts.size(); ++group) {
        if (counts[group] <= tooFew)
            continue;
        if (groups.size() == count) {
            std::ranges::pop_heap(groups, isBefore);
            groups.back() = group;
        } else {
            groups.push_back(group);
        }
        std::ranges::push_heap(groups, isBefore);
        if (groups.size() == count)
            tooFew = counts[groups.front()];
    }
    std::ranges::sort_heap(groups, isBefore);
    return groups;
}

/// What these are called, and whether somebody else is called so. To look through all entries for a few
/// names is quicker than to know of all names whose they are.
NameGroups FacetCounts::Values::namesOf(
    std::span<const Group> groups, const TableSnapshot &table) const
{
    std::vector<Code> texts;
    for (const Group group : groups)
        texts.push_back(entry(table, m_latest[group]).shown());
    NameGroups names(std::move(texts));
    const std::span<const Group> groupOf = m_groupOf;
    for (Code code = 1; code < groupOf.size(); ++code) {
        const Entry mine = entry(table, code);
        if (names.mayHave(mine.login))
            names.add(mine.login, groupOf[code]);
        if (names.mayHave(mine.name))
            names.add(mine.name, groupOf[code]);
    }
    return names;
}

/// Of a column where each code is a value of its own.
FacetValue FacetCounts::Values::shownAlone(const TableSnapshot &table, Group group) const
{
    if (m_facet == Facet::Type) {
        const QByteArray name = bytesOf(table.typeName(group));
        return {
            .text = EventCatalogue::instance().find(name).label,
            .detail = clipped(table.typeName(group)),
            .key = name,
            .count = m_counts[group],
            .clause = u"type:="_s + quotedForQuery(QString::fromUtf8(name))};
    }
    const std::string_view text = table.text(group);
    const QString field = m_facet == Facet::Address ? u"ip:="_s : u"service:="_s;
    return {
        .text = clipped(text),
        .detail = {},
        .key = bytesOf(text),
        .count = m_counts[group],
        .clause = field + quotedForQuery(whole(text))};
}

FacetValue FacetCounts::Values::shown(
    const TableSnapshot &table, Group group, const NameGroups &names) const
{
    const Entry mine = entry(table, m_latest[group]);
    const Code detail = mine.login != Dictionary::empty ? mine.login : mine.id;
    const bool hasId = mine.id != Dictionary::empty;
    return {
        .text = clipped(table.text(mine.shown())),
        .detail = detail == mine.shown() ? QString() : clipped(table.text(detail)),
        .key = (hasId ? "id:" : "name:") + bytesOf(table.text(hasId ? mine.id : mine.word())),
        .count = m_counts[group],
        .clause = clause(table, mine, group, names)};
}

/// By name, which people can read, as long as nobody else is called so; then by id.
QString FacetCounts::Values::clause(
    const TableSnapshot &table, const Entry &entry, Group group, const NameGroups &names) const
{
    const Group byId = m_byId[entry.shown()];
    const bool isPlain = names.isOnlyOf(entry.shown(), group) && !m_isRenamed[group]
        && (byId == noGroup || byId == group);
    const bool isById = entry.id != Dictionary::empty && !isPlain;
    const QString value = quotedForQuery(whole(table.text(isById ? entry.id : entry.shown())));
    switch (m_facet) {
    case Facet::Who:
        return (isById ? u"user_id:="_s : u"who:="_s) + value;
    case Facet::Item:
        return (isById ? u"item_id:="_s : u"item:="_s) + value;
    default:
        return (isById ? u"folder_id:="_s : u"in:="_s) + value;
    }
}

FacetCounts::FacetCounts()
{
    for (const Facet facet :
         {Facet::Who, Facet::Item, Facet::Folder, Facet::Address, Facet::Service, Facet::Type})
        m_values.push_back(std::make_unique<Values>(facet));
}

FacetCounts::~FacetCounts() = default;
FacetCounts::FacetCounts(FacetCounts &&) noexcept = default;
FacetCounts &FacetCounts::operator=(FacetCounts &&) noexcept = default;

bool FacetCounts::add(
    const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    constexpr std::size_t fewRows = 4096; // not worth a thread

    // What takes longest comes first.
    std::vector<std::function<void()>> tasks;
    for (const Facet facet :
         {Facet::Item, Facet::Folder, Facet::Who, Facet::Address, Facet::Service, Facet::Type}) {
        Values &values = *m_values[static_cast<std::size_t>(facet)];
        tasks.emplace_back([&] { values.add(table, rows, cancelled); });
    }
    const auto work = [&tasks](std::size_t part, std::size_t) { tasks[part](); };
    if (rows.size() >= fewRows)
        return inParallel(tasks.size(), work, cancelled);
    for (const auto &task : tasks)
        task();
    return !cancelled || !cancelled->load(std::memory_order_relaxed);
}

qint64 FacetCounts::distinct(Facet facet) const
{
    return m_values[static_cast<std::size_t>(facet)]->distinct();
}

std::vector<FacetValue> FacetCounts::top(Facet facet, int count, const TableSnapshot &table) const
{
    return m_values[static_cast<std::size_t>(facet)]->top(count, table);
}

std::optional<FacetValue> FacetCounts::find(
    Facet facet, const QString &clause, const TableSnapshot &table) const
{
    return m_values[static_cast<std::size_t>(facet)]->find(clause, table);
}

} // namespace boxwatch
