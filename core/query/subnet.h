// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <array>
#include <optional>
#include <string_view>

namespace boxwatch {

/// One or more IP addresses, version 4 or 6: an address, a range in CIDR notation, or the beginning of
/// an address. A version 4 address that is written as version 6 (::ffff:192.0.2.1) counts as version 4.
class Subnet
{
public:
    /// Contains nothing.
    Subnet() = default;

    /// `192.0.2.7`, `10.20.0.0/16`, `2001:db8::/32`; bits behind the prefix are ignored. Nothing if it is
    /// neither an address nor a range.
    static std::optional<Subnet> parse(std::string_view text);

    /// Whole groups with the dot or colon that follows them: `10.20.` is 10.20.0.0/16, `2001:db8:` is
    /// 2001:db8::/32.
    static std::optional<Subnet> fromBeginning(std::string_view text);

    bool isEmpty() const { return m_version == Version::None; }

    /// \p address as Box sends it; false for anything that is not an address. A zone (`%eth0`) is ignored.
    bool contains(std::string_view address) const;

    friend bool operator==(const Subnet &, const Subnet &) = default;

private:
    enum class Version : quint8 { None, Four, Six };

    struct Address
    {
        Version version = Version::None;
        std::array<quint8, 16> bytes{}; // version 4: the first four
    };

    Subnet(const Address &address, int bits);

    static std::optional<Address> parseAddress(std::string_view text);
    static std::optional<Address> parseFour(std::string_view text);
    static std::optional<Address> parseSix(std::string_view text);

    Version m_version = Version::None;
    quint8 m_bits = 0; // how many of the bytes count
    std::array<quint8, 16> m_bytes{}; // 0 behind those bits
};

} // namespace boxwatch
