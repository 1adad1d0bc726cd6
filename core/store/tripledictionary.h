// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/dictionary.h"
#include "core/store/eventtable.h"

#include <array>
#include <span>

namespace boxwatch {

/// Distinct triples of texts, with dense codes of their own; code 0 is the empty triple. Threads as for
/// Dictionary. Internal to core/store.
class TripleDictionary
{
public:
    using Code = EventTable::Code;
    using Triple = EventTable::Triple;
    using Texts = std::array<std::string_view, 3>;

    /// The texts themselves are kept in \p texts, which outlives this.
    explicit TripleDictionary(Dictionary &texts) : m_texts(texts) { m_entries.append(Triple{}); }

    /// Looks a triple up by its texts, all at once: three out of four are known, and to look up each of
    /// their texts would cost three times the memory accesses.
    static std::size_t hashOf(const Texts &texts)
    {
        quint64 hash = 0;
        for (const std::string_view text : texts)
            hash = (hash ^ (text.empty() ? 0U : Dictionary::hashOf(text))) * 0x9E3779B97F4A7C15U;
        return static_cast<std::size_t>(hash ^ (hash >> 31));
    }

    void prefetch(std::size_t hash) const { m_index.prefetch(hash); }

    Code insert(const Texts &texts, std::size_t hash)
    {
        if (texts[0].empty() && texts[1].empty() && texts[2].empty())
            return 0;
        if (m_indexed < size())
            indexAll();
        const Code known = m_index.find(hash, [&](Code code) { return textsOf(code) == texts; });
        if (known != HashIndex::none)
            return known;
        const Code code = size();
        m_entries.append(
            {m_texts.insert(texts[0]), m_texts.insert(texts[1]), m_texts.insert(texts[2])});
        m_index.insert(hash, code);
        m_indexed = size();
        return code;
    }

    /// Adds triples that were a dictionary's before: none is empty. Of equal ones insert() gives the first.
    void extend(std::span<const Triple> triples)
    {
        for (const Triple &triple : triples)
            m_entries.append(triple);
    }

    const Triple &at(Code code) const { return m_entries[code]; }
    Code size() const { return static_cast<Code>(m_entries.size()); }

private:
    Texts textsOf(Code code) const
    {
        const Triple &triple = m_entries[code];
        return {m_texts.at(triple.first), m_texts.at(triple.second), m_texts.at(triple.third)};
    }

    void indexAll()
    {
        m_index.reserve(m_entries.size());
        for (; m_indexed < size(); ++m_indexed) {
            const Texts texts = textsOf(m_indexed);
            const std::size_t hash = hashOf(texts);
            if (m_index.find(hash, [&](Code code) { return textsOf(code) == texts; })
                == HashIndex::none)
                m_index.insert(hash, m_indexed);
        }
    }

    Dictionary &m_texts;
    StableVector<Triple> m_entries;
    HashIndex m_index; // of all but the empty triple, or of the first of them
    Code m_indexed = 1; // entries that were looked at for it
};

} // namespace boxwatch
