// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/positions.h"

#include "simulator/random.h"

#include <QString>

#include <charconv>

namespace boxwatch::sim {

namespace {

constexpr std::uint64_t userFirst = 30'401'068'076'164'269;
constexpr std::uint64_t enterpriseFirst = 1'152'922'976'252'290'886;
constexpr std::uint64_t stepOf(StreamKind kind)
{
    return isOfEnterprise(kind) ? 4096 : 256;
}

// A double has room for every fourth of these numbers, and JavaScript prints it to the nearest ten.
constexpr std::uint64_t rounding = 12;

} // namespace

Positions::Positions(std::uint64_t seed) : m_seed(seed)
{
}

std::uint64_t Positions::first(StreamKind kind) const
{
    const std::uint64_t step = stepOf(kind);
    const std::uint64_t shift = mixed(m_seed) % 100'003 * step;
    const std::uint64_t base = isOfEnterprise(kind) ? enterpriseFirst : userFirst;
    return base + shift + static_cast<std::uint64_t>(kind) * (step / 8);
}

QByteArray Positions::json(StreamKind kind, std::uint64_t index) const
{
    const QByteArray digits = QByteArray::number(quint64{first(kind) + index * stepOf(kind)});
    return isOfEnterprise(kind) ? QByteArray("\"" + digits + "\"") : digits;
}

std::optional<Positions::Place> Positions::parse(StreamKind kind, std::string_view text) const
{
    std::uint64_t value = 0;
    const char *const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || at != end)
        return std::nullopt;

    const std::uint64_t step = stepOf(kind);
    const std::uint64_t tolerance = isOfEnterprise(kind) ? 0 : rounding;
    if (value + tolerance < first(kind))
        return std::nullopt;
    const std::uint64_t distance = value + tolerance - first(kind);
    if (distance % step > 2 * tolerance)
        return std::nullopt;
    return Place{distance / step, distance % step != tolerance};
}

} // namespace boxwatch::sim
