// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string_view>

namespace boxwatch::sim {

/// A name as written at home, and as it stands in a mail address.
struct PartOfName
{
    std::string_view native;
    std::string_view ascii;
};

/// What people, folders and files are called in one part of the world.
struct NamesOfRegion
{
    std::span<const PartOfName> given;
    std::span<const PartOfName> family;
    bool familyFirst; ///< and no space between the two
    std::span<const std::string_view> folders;
    std::span<const std::string_view> files; ///< without number and extension
};

/// \p region as in offsetOf(): 0 to regionCount - 1.
const NamesOfRegion &namesOf(int region);

/// Between the name of a file and its number.
std::span<const std::string_view> qualifiers();

/// With the dot.
std::span<const std::string_view> extensions();

/// Whole names that a program may trip over: formulas, line breaks, quotation marks, HTML, bidi
/// controls, nothing but spaces.
std::span<const std::string_view> awkwardNames();

} // namespace boxwatch::sim
