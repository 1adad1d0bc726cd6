// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/eventfilter.h"

#include "core/event/eventcatalogue.h"
#include "core/query/textsearch.h"

#include <algorithm>

namespace boxwatch {

namespace {

using Code = EventTable::Code;

/// The words of a text; what stands between double quotes is one word.
QStringList splitWords(const QString &text)
{
    QStringList words;
    QString word;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"')
            quoted = !quoted;
        else if (c.isSpace() && !quoted)
            words.append(std::exchange(word, {}));
        else
            word += c;
    }
    words.append(word);
    words.removeAll(QString());
    return words;
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

/// One word and, for every entry of every dictionary, whether it stands in there.
struct FilterRun::Word
{
    explicit Word(const QString &text) : search(text), id(EventId::fromText(text.toStdString()))
    {
        // A short text can be an id as well, but is far more likely to be just a word.
        if (text.size() != 36 && text.size() != 40)
            id = {};
    }

    TextSearch search;
    EventId id;
    std::vector<char> texts;
    std::vector<char> types;
    std::vector<char> persons;
    std::vector<char> items;
    std::vector<char> folders;

    void learn(const TableSnapshot &table)
    {
        for (auto code = static_cast<Code>(texts.size()); code < table.textCount(); ++code)
            texts.push_back(search.isFoundIn(table.text(code)) ? 1 : 0);
        for (auto code = static_cast<Code>(types.size()); code < table.typeCount(); ++code) {
            const std::string_view name = table.typeName(code);
            const QString label = EventCatalogue::instance().find(bytesOf(name)).label;
            const bool found = search.isFoundIn(name)
                || search.isFoundIn(label.toUtf8().toStdString());
            types.push_back(found ? 1 : 0);
        }
        const auto any = [this](const EventTable::Triple &triple) {
            return static_cast<char>(
                texts[triple.first] | texts[triple.second] | texts[triple.third]);
        };
        for (auto code = static_cast<Code>(persons.size()); code < table.personCount(); ++code)
            persons.push_back(any(table.person(code)));
        for (auto code = static_cast<Code>(items.size()); code < table.itemCount(); ++code)
            items.push_back(any(table.itemEntry(code)));
        for (auto code = static_cast<Code>(folders.size()); code < table.folderCount(); ++code)
            folders.push_back(any(table.folderEntry(code)));
    }

    bool matches(const TableSnapshot &table, Row row) const
    {
        return types[table.type(row)] || persons[table.actor(row)] || items[table.item(row)]
            || folders[table.folder(row)] || texts[table.address(row)] || texts[table.service(row)]
            || persons[table.owner(row)] || persons[table.target(row)]
            || persons[table.actingFor(row)] || texts[table.session(row)]
            || texts[table.sharedLink(row)] || texts[table.classification(row)]
            || (!id.isEmpty() && table.packedId(row) == id);
    }
};

FilterRun::FilterRun(EventFilter filter) : m_filter(std::move(filter))
{
    for (const QString &word : splitWords(m_filter.text))
        m_words.emplace_back(word);
}

FilterRun::~FilterRun() = default;

void FilterRun::learn(const TableSnapshot &table)
{
    for (auto code = static_cast<Code>(m_hidden.size()); code < table.typeCount(); ++code)
        m_hidden.push_back(m_filter.hiddenTypes.contains(bytesOf(table.typeName(code))) ? 1 : 0);
    for (Word &word : m_words)
        word.learn(table);
}

bool FilterRun::matchesText(const TableSnapshot &table, Row row) const
{
    return std::ranges::all_of(m_words, [&](const Word &word) { return word.matches(table, row); });
}

bool FilterRun::run(
    const TableSnapshot &table, Row first, std::vector<Row> &visible,
    std::vector<qint64> &typeCounts, const std::atomic<bool> *cancelled)
{
    constexpr Row rowsBetweenLooks = 16'384;

    learn(table);
    typeCounts.resize(table.typeCount());
    for (Row row = first; row < table.size(); ++row) {
        if (cancelled && row % rowsBetweenLooks == 0 && *cancelled)
            return false;
        if (!matchesText(table, row))
            continue;
        const Code type = table.type(row);
        ++typeCounts[type];
        if (!m_hidden[type])
            visible.push_back(row);
    }
    return true;
}

} // namespace boxwatch
