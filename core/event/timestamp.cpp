// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/timestamp.h"

#include "core/event/event.h"

#include <chrono>
#include <optional>

namespace boxwatch {

namespace {

/// Reads from the front of a text and forgets what it has read.
class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_rest(text) { }

    bool atEnd() const { return m_rest.empty(); }

    std::optional<char> oneOf(std::string_view allowed)
    {
        if (m_rest.empty() || allowed.find(m_rest.front()) == std::string_view::npos)
            return {};
        const char found = m_rest.front();
        m_rest.remove_prefix(1);
        return found;
    }

    std::optional<int> digits(std::size_t count)
    {
        if (m_rest.size() < count)
            return {};
        int value = 0;
        for (const char c : m_rest.substr(0, count)) {
            if (c < '0' || c > '9')
                return {};
            value = value * 10 + (c - '0');
        }
        m_rest.remove_prefix(count);
        return value;
    }

private:
    std::string_view m_rest;
};

std::optional<std::chrono::sys_days> readDate(Scanner &text)
{
    const auto year = text.digits(4);
    if (!year || !text.oneOf("-"))
        return {};
    const auto month = text.digits(2);
    if (!month || !text.oneOf("-"))
        return {};
    const auto day = text.digits(2);
    if (!day)
        return {};
    const std::chrono::year_month_day date{
        std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return {};
    return std::chrono::sys_days{date};
}

std::optional<std::chrono::milliseconds> readTimeOfDay(Scanner &text)
{
    const auto hours = text.digits(2);
    if (!hours || !text.oneOf(":"))
        return {};
    const auto minutes = text.digits(2);
    if (!minutes || !text.oneOf(":"))
        return {};
    const auto seconds = text.digits(2);
    if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 60) // 60: a leap second
        return {};

    int milliseconds = 0;
    if (text.oneOf(".,")) {
        int scale = 100;
        for (auto digit = text.digits(1); digit; digit = text.digits(1)) {
            milliseconds += *digit * scale;
            scale /= 10;
        }
    }
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes}
    + std::chrono::seconds{*seconds} + std::chrono::milliseconds{milliseconds};
}

std::optional<std::chrono::minutes> readOffset(Scanner &text)
{
    if (text.atEnd() || text.oneOf("Zz"))
        return std::chrono::minutes{0};
    const auto sign = text.oneOf("+-");
    if (!sign)
        return {};
    const auto hours = text.digits(2);
    if (!hours)
        return {};
    text.oneOf(":");
    const auto minutes = text.digits(2);
    if (!minutes)
        return {};
    const auto offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return *sign == '-' ? -offset : offset;
}

} // namespace

std::int64_t parseTimestamp(std::string_view text)
{
    Scanner scanner(text);
    const auto date = readDate(scanner);
    if (!date || !scanner.oneOf("Tt "))
        return Event::noTime;
    const auto time = readTimeOfDay(scanner);
    if (!time)
        return Event::noTime;
    const auto offset = readOffset(scanner);
    if (!offset || !scanner.atEnd())
        return Event::noTime;
    const std::chrono::sys_time<std::chrono::milliseconds> instant = *date + *time - *offset;
    return instant.time_since_epoch().count();
}

} // namespace boxwatch
