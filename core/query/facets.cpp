// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/facets.h"

#include "core/event/eventcatalogue.h"
#include "core/query/codemap.h"
#include "core/query/parallel.h"
#include "core/query/query.h"

#include <algorithm>
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
constexpr quint32 several = std::numeric_limits<quint32>::max();
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

    /// Who else has the same name; apart from add(), since it may be done meanwhile.
    void learnWords(const TableSnapshot &table);

    bool add(
        const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled);
    qint64 distinct() const { return m_distinct; }
    std::vector<FacetValue> top(int count, const TableSnapshot &table) const;

    /// Whether several codes may mean the same.
    bool isGrouped() const;

private:
    struct Value
    {
        quint32 count = 0;
        Code latest = 0; // the entry by which it was last mentioned
        bool isRenamed = false; // it has entries with other words
    };

    void learn(const TableSnapshot &table);
    CodeColumn column() const;
    Code entryCount(const TableSnapshot &table) const;
    Entry entry(const TableSnapshot &table, Code code) const;
    Group group(const TableSnapshot &table, Code code);
    void rememberWord(const TableSnapshot &table, Code text, Code code);
    bool isOnlyOne(Code text, Group group) const;
    FacetValue shown(const TableSnapshot &table, Group group) const;
    QString clause(const Entry &entry, Group group, const TableSnapshot &table) const;

    Facet m_facet;
    std::vector<Group> m_groupOf; // by code of the column
    std::vector<Value> m_values = {Value{.count = 1}}; // by group; of noGroup nobody asks
    CodeMap m_byId; // the group, by text
    CodeMap m_byWord; // of those that have no id
    CodeMap m_words; // the entry that is called so, by text; or `several`
    Code m_wordsLearnt = 1; // of the entries
    qint64 m_distinct = 0;
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

Entry FacetCounts::Values::entry(const TableSnapshot &table, Code code) const
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

void FacetCounts::Values::rememberWord(const TableSnapshot &table, Code text, Code code)
{
    if (text == Dictionary::empty)
        return;
    const quint32 known = m_words[text];
    if (known == 0)
        m_words.set(text, code);
    else if (known != several && entry(table, known).key() != entry(table, code).key())
        m_words.set(text, several);
}

void FacetCounts::Values::learnWords(const TableSnapshot &table)
{
    for (; m_wordsLearnt < entryCount(table); ++m_wordsLearnt) {
        const Entry mine = entry(table, m_wordsLearnt);
        rememberWord(table, mine.login, m_wordsLearnt);
        rememberWord(table, mine.name, m_wordsLearnt);
    }
}

/// Whether nobody else has this name, login or id.
bool FacetCounts::Values::isOnlyOne(Code text, Group group) const
{
    const quint32 word = m_words[text];
    if (word == several || (word != 0 && m_groupOf[word] != group))
        return false;
    const Group byId = m_byId[text];
    return byId == noGroup || byId == group;
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
        group = static_cast<Group>(m_values.size());
        map.set(key, group);
        m_values.push_back({.latest = code});
    } else if (entry(table, m_values[group].latest).shown() != mine.shown()) {
        m_values[group].isRenamed = true;
    }
    return group;
}

void FacetCounts::Values::learn(const TableSnapshot &table)
{
    const Code count = entryCount(table);
    if (!isGrouped()) {
        const std::size_t known = m_values.size();
        if (known < count)
            m_values.resize(count);
        for (std::size_t code = known; code < count; ++code)
            m_values[code].latest = static_cast<Code>(code);
        return;
    }
    for (auto code = static_cast<Code>(m_groupOf.size()); code < count; ++code)
        m_groupOf.push_back(code == 0 ? noGroup : group(table, code));
}

bool FacetCounts::Values::add(
    const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    learn(table);
    const auto count = [this](Code code) {
        Value &value = m_values[m_groupOf.empty() ? code : m_groupOf[code]];
        m_distinct += value.count == 0;
        ++value.count;
        value.latest = code;
    };
    for (std::size_t i = 0; i < rows.size();) {
        if (cancelled && cancelled->load(std::memory_order_relaxed))
            return false;
        const std::size_t segment = rows[i] / EventTable::rowsPerSegment;
        const auto segmentEnd = static_cast<quint64>(segment + 1) * EventTable::rowsPerSegment;
        std::size_t end = std::min(rows.size(), i + rowsBetweenLooks);
        if (rows[end - 1] >= segmentEnd) {
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(i);
            end = i
                + static_cast<std::size_t>(std::lower_bound(from, rows.end(), segmentEnd) - from);
        }
        table.codes(column(), segment).visit([&](const auto &codes) {
            for (; i < end; ++i) {
                if constexpr (std::is_same_v<std::decay_t<decltype(codes)>, ConstantCode>)
                    count(codes.code);
                else
                    count(codes[rows[i] % EventTable::rowsPerSegment]);
            }
        });
    }
    return true;
}

std::vector<FacetValue> FacetCounts::Values::top(int count, const TableSnapshot &table) const
{
    std::vector<Group> groups;
    for (Group group = 1; group < m_values.size(); ++group) {
        if (m_values[group].count > 0)
            groups.push_back(group);
    }
    const std::size_t wanted = std::min(
        groups.size(), static_cast<std::size_t>(std::max(count, 0)));
    const auto middle = groups.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::ranges::partial_sort(groups, middle, [this](Group a, Group b) {
        const quint32 countA = m_values[a].count;
        const quint32 countB = m_values[b].count;
        return countA != countB ? countA > countB : a < b;
    });
    std::vector<FacetValue> values;
    values.reserve(wanted);
    for (auto group = groups.begin(); group != middle; ++group)
        values.push_back(shown(table, *group));
    return values;
}

FacetValue FacetCounts::Values::shown(const TableSnapshot &table, Group group) const
{
    const Value &value = m_values[group];
    if (m_facet == Facet::Type) {
        const QByteArray name = bytesOf(table.typeName(value.latest));
        return {
            .text = EventCatalogue::instance().find(name).label,
            .detail = clipped(table.typeName(value.latest)),
            .key = name,
            .count = value.count,
            .clause = u"type:="_s + quotedForQuery(QString::fromUtf8(name))};
    }
    if (!isGrouped()) {
        const std::string_view text = table.text(value.latest);
        const QString field = m_facet == Facet::Address ? u"ip:="_s : u"service:="_s;
        return {
            .text = clipped(text),
            .detail = {},
            .key = bytesOf(text),
            .count = value.count,
            .clause = field + quotedForQuery(whole(text))};
    }
    const Entry mine = entry(table, value.latest);
    const Code detail = mine.login != Dictionary::empty ? mine.login : mine.id;
    const bool hasId = mine.id != Dictionary::empty;
    return {
        .text = clipped(table.text(mine.shown())),
        .detail = detail == mine.shown() ? QString() : clipped(table.text(detail)),
        .key = (hasId ? "id:" : "name:") + bytesOf(table.text(hasId ? mine.id : mine.word())),
        .count = value.count,
        .clause = clause(mine, group, table)};
}

/// By name, which people can read, as long as nobody else is called so; then by id.
QString FacetCounts::Values::clause(
    const Entry &entry, Group group, const TableSnapshot &table) const
{
    const bool isPlain = isOnlyOne(entry.shown(), group) && !m_values[group].isRenamed;
    const bool byId = entry.id != Dictionary::empty && !isPlain;
    const QString value = quotedForQuery(whole(table.text(byId ? entry.id : entry.shown())));
    switch (m_facet) {
    case Facet::Who:
        return (byId ? u"user_id:="_s : u"who:="_s) + value;
    case Facet::Item:
        return (byId ? u"item_id:="_s : u"item:="_s) + value;
    default:
        return (byId ? u"folder_id:="_s : u"in:="_s) + value;
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
        if (values.isGrouped())
            tasks.emplace_back([&] { values.learnWords(table); });
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

} // namespace boxwatch
