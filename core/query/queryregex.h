// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <memory>

namespace re2 {
class RE2;
} // namespace re2

namespace boxwatch {

/// A regular expression of a query: without regard to case, in linear time and bounded memory. Good for
/// any number of threads. Check ok(); Query::parse() has done so for those of a Query.
std::shared_ptr<const re2::RE2> compileQueryRegex(const QString &pattern);

/// What is wrong with it, for people; empty if nothing is.
QString regexTrouble(const re2::RE2 &regex);

} // namespace boxwatch
