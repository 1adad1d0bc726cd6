// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxwatch::sim {

/// What the `source` and `additional_details` of an event look like (section 2.5 of the Box events
/// reference).
enum class Shape : std::uint8_t {
    Item,
    Access, ///< an item that somebody reads, perhaps through an open link
    Shared,
    SignIn,
    Device,
    Collaboration,
    GroupMember,
    Group,
    User,
    Alert,
    Blocked,
    OutsideCollaboration,
    Justification,
    Barrier,
    Sign,
    Token,
    Application,
    AppItem,
    Task,
    Comment,
    Policy,
    Support,
    UserItem, ///< from here on: user streams
    UserComment,
    UserCollaboration,
    UserGroup,
    UserNothing,
    Unknown, ///< a type that nobody has heard of
};

/// Which user streams an event type belongs to, as bits.
enum Feed : std::uint8_t { FeedAll = 1, FeedChanges = 2, FeedSync = 4 };

/// The event types of one family of streams, and how often each one happens.
class EventTypes
{
public:
    struct Type
    {
        std::string name; ///< empty: events without event_type
        std::string json; ///< `"event_type":"…",`, or nothing
        Shape shape = Shape::Item;
        std::uint8_t feeds = FeedAll;
        double weight = 0;
    };

    static EventTypes ofEnterprise();
    static EventTypes ofUser();

    const std::vector<Type> &all() const { return m_types; }
    const Type &at(std::uint32_t number) const { return m_types[number]; }
    std::optional<std::uint32_t> find(std::string_view name) const;

    /// A type, as likely as its weight; \p draw is 64 random bits.
    std::uint32_t pick(std::uint64_t draw) const
    {
        const auto column = static_cast<std::uint32_t>(((draw >> 32U) * m_columns.size()) >> 32U);
        return static_cast<std::uint32_t>(draw) < m_columns[column].threshold
            ? column
            : m_columns[column].other;
    }

    /// Those that no catalogue lists, and the last of them without a name.
    std::uint32_t firstUnknown() const { return m_firstUnknown; }
    std::uint32_t unnamed() const { return static_cast<std::uint32_t>(m_types.size() - 1); }

private:
    /// A column of Walker's alias table: one draw decides among any number of weights.
    struct Column
    {
        std::uint32_t threshold;
        std::uint32_t other;
    };

    void add(std::string_view name, Shape shape, std::uint8_t feeds, double weight);
    void addUnknown();
    void prepare();

    std::vector<Type> m_types;
    std::vector<Column> m_columns;
    std::uint32_t m_firstUnknown = 0;
};

} // namespace boxwatch::sim
