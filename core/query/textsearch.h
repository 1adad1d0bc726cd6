// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace boxwatch {

/// Looks for a text in UTF-8 texts, without regard to case.
class TextSearch
{
public:
    explicit TextSearch(const QString &needle);

    bool isFoundIn(std::string_view text) const;

private:
    QString m_needle; // case folded
    std::string m_ascii; // the same in bytes, if it is ASCII; empty otherwise
};

} // namespace boxwatch
