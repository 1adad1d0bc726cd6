// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/subnet.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace boxwatch {

namespace {

constexpr std::size_t longestAddress = 64; // the longest that is one has 45 characters

/// Digits only: charconv alone would take a sign too.
template<typename T>
std::optional<T> number(std::string_view text, int base, std::size_t mostDigits)
{
    T value = 0;
    if (text.empty() || text.size() > mostDigits || text.front() == '-')
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool holds(std::string_view text, char c)
{
    return text.find(c) != std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

/// The 16-bit groups of a part of a version 6 address that has no `::` in it; the last may be a version 4
/// address, whose bytes \p four has.
template<typename Four>
bool appendGroups(std::string_view text, const Four &four, std::vector<quint8> &bytes)
{
    if (text.empty())
        return true;
    const auto groups = split(text, ':');
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i + 1 == groups.size() && holds(groups[i], '.')) {
            const auto address = four(groups[i]);
            if (!address)
                return false;
            bytes.insert(bytes.end(), address->bytes.begin(), address->bytes.begin() + 4);
            return true;
        }
        const auto group = number<quint16>(groups[i], 16, 4);
        if (!group)
            return false;
        bytes.push_back(static_cast<quint8>(*group >> 8));
        bytes.push_back(static_cast<quint8>(*group & 0xFF));
    }
    return true;
}

bool isMappedFour(const std::array<quint8, 16> &bytes)
{
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](quint8 byte) { return byte == 0; })
        && bytes[10] == 0xFF && bytes[11] == 0xFF;
}

} // namespace

Subnet::Subnet(const Address &address, int bits)
    : m_version(address.version)
    , m_bits(static_cast<quint8>(bits))
    , m_bytes(address.bytes)
{
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(bits - i * 8, 0, 8);
        auto &byte = m_bytes[static_cast<std::size_t>(i)];
        byte = static_cast<quint8>(byte & (0xFF00 >> kept));
    }
}

std::optional<Subnet::Address> Subnet::parseFour(std::string_view text)
{
    const auto groups = split(text, '.');
    if (groups.size() != 4)
        return std::nullopt;
    Address address{.version = Version::Four};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto group = number<quint8>(groups[i], 10, 3);
        if (!group)
            return std::nullopt;
        address.bytes[i] = *group;
    }
    return address;
}

std::optional<Subnet::Address> Subnet::parseSix(std::string_view text)
{
    const auto gap = text.find("::");
    std::vector<quint8> front;
    std::vector<quint8> back;
    if (!appendGroups(text.substr(0, gap), parseFour, front))
        return std::nullopt;
    if (gap == std::string_view::npos) {
        if (front.size() != 16)
            return std::nullopt;
    } else if (
        holds(text.substr(0, gap), '.') || !appendGroups(text.substr(gap + 2), parseFour, back)
        || front.size() + back.size() > 14) {
        return std::nullopt;
    }

    Address address{.version = Version::Six};
    std::copy(front.begin(), front.end(), address.bytes.begin());
    std::copy_backward(back.begin(), back.end(), address.bytes.end());
    return address;
}

std::optional<Subnet::Address> Subnet::parseAddress(std::string_view text)
{
    if (text.size() > longestAddress)
        return std::nullopt;
    if (!holds(text, ':'))
        return parseFour(text);
    auto address = parseSix(text.substr(0, text.find('%')));
    if (address && isMappedFour(address->bytes)) {
        Address four{.version = Version::Four};
        std::copy(address->bytes.begin() + 12, address->bytes.end(), four.bytes.begin());
        return four;
    }
    return address;
}

std::optional<Subnet> Subnet::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const std::string_view front = text.substr(0, slash);
    const auto address = parseAddress(front);
    if (!address)
        return std::nullopt;
    const int width = address->version == Version::Four ? 32 : 128;
    if (slash == std::string_view::npos)
        return Subnet(*address, width);

    auto bits = number<quint8>(text.substr(slash + 1), 10, 3);
    if (!bits)
        return std::nullopt;
    // ::ffff:10.0.0.0/104 is 10.0.0.0/8.
    const bool mapped = address->version == Version::Four && holds(front, ':');
    if (mapped && *bits < 96)
        return std::nullopt;
    const int wanted = mapped ? *bits - 96 : *bits;
    if (wanted > width)
        return std::nullopt;
    return Subnet(*address, wanted);
}

std::optional<Subnet> Subnet::fromBeginning(std::string_view text)
{
    if (text.size() < 2 || text.size() > longestAddress)
        return std::nullopt;
    const char separator = text.back();
    if (separator != '.' && separator != ':')
        return std::nullopt;
    const auto groups = split(text.substr(0, text.size() - 1), separator);
    Address address{.version = separator == '.' ? Version::Four : Version::Six};
    const bool isFour = address.version == Version::Four;
    if (groups.size() > (isFour ? 3U : 7U))
        return std::nullopt;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto group = isFour ? number<quint16>(groups[i], 10, 3)
                                  : number<quint16>(groups[i], 16, 4);
        if (!group || (isFour && *group > 0xFF))
            return std::nullopt;
        if (isFour) {
            address.bytes[i] = static_cast<quint8>(*group);
        } else {
            address.bytes[2 * i] = static_cast<quint8>(*group >> 8);
            address.bytes[2 * i + 1] = static_cast<quint8>(*group & 0xFF);
        }
    }
    return Subnet(address, static_cast<int>(groups.size()) * (isFour ? 8 : 16));
}

bool Subnet::contains(std::string_view address) const
{
    if (m_version == Version::None)
        return false;
    const auto parsed = parseAddress(address);
    if (!parsed || parsed->version != m_version)
        return false;
    return Subnet(*parsed, m_bits) == *this;
}

} // namespace boxwatch
