// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/jsonlines.h"

namespace boxwatch {

bool appendJsonLine(std::string &out, std::string_view raw)
{
    constexpr std::string_view lineBreaks("\r\n");

    bool joined = false;
    while (!raw.empty()) {
        const std::size_t end = raw.find_first_of(lineBreaks);
        out.append(raw.substr(0, end));
        if (end == std::string_view::npos)
            break;
        joined = true;
        raw.remove_prefix(end + 1);
    }
    out += '\n';
    return joined;
}

} // namespace boxwatch
