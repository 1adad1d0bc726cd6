// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/dictionary.h"

#include <array>
#include <memory>
#include <vector>

namespace boxwatch {

/// Numbers by the code of a text, 0 at first, for codes of which only some are used: memory comes in pages.
class CodeMap
{
public:
    using Code = Dictionary::Code;

    quint32 operator[](Code code) const
    {
        const std::size_t page = code / pageSize;
        return page < m_pages.size() && m_pages[page] ? (*m_pages[page])[code % pageSize] : 0;
    }

    void set(Code code, quint32 number)
    {
        const std::size_t page = code / pageSize;
        if (page >= m_pages.size())
            m_pages.resize(page + 1);
        if (!m_pages[page])
            m_pages[page] = std::make_unique<Page>();
        (*m_pages[page])[code % pageSize] = number;
    }

private:
    static constexpr std::size_t pageSize = 1024;
    using Page = std::array<quint32, pageSize>;

    std::vector<std::unique_ptr<Page>> m_pages;
};

} // namespace boxwatch
