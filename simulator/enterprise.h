// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/textbuffer.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace boxwatch::sim {

/// A believable enterprise, made from a seed: people around the world, folders, files, groups, apps.
///
/// What events mention again and again is kept as ready-made JSON, so that an event is put together
/// and never formatted. Files are not kept: each is a function of its number. Never changes once made.
class Enterprise
{
public:
    struct Person
    {
        std::string id; ///< digits
        std::string name; ///< plain text, UTF-8
        std::string login;
        std::string json; ///< mini user
        std::string office; ///< an address as a JSON string
        std::string home;
        int region = 0;
        bool ownZone = false; ///< events carry the offset of the region, not of headquarters
    };

    struct Folder
    {
        std::string id;
        std::string name; ///< as a JSON string, with its quotation marks
        std::string json; ///< mini folder
        std::uint32_t owner = 0;
    };

    struct Group
    {
        std::string id;
        std::string name; ///< as a JSON string
    };

    struct App
    {
        std::string service; ///< `"service_id":"…","service_name":"…"`
        std::string name; ///< as a JSON string
        std::string apiKey;
        std::string login; ///< of its service account
        std::string json; ///< its service account as a mini user
    };

    /// A file, which is nothing but a number until someone asks.
    struct File
    {
        std::uint64_t number = 0;
        std::uint64_t id = 0;
        std::uint64_t versionId = 0;
        std::uint32_t size = 0; ///< bytes
        std::uint32_t folder = 0;
        std::uint32_t owner = 0;
        std::uint64_t draw = 0; ///< decides the name
    };

    explicit Enterprise(std::uint64_t seed);

    const std::string &id() const { return m_id; }
    const std::string &name() const { return m_name; }

    const std::vector<Person> &people() const { return m_people; }
    const std::vector<Folder> &folders() const { return m_folders; }
    const std::vector<Group> &groups() const { return m_groups; }
    const std::vector<App> &apps() const { return m_apps; }
    /// People outside, as mini users; whom someone invites.
    const std::vector<Person> &guests() const { return m_guests; }

    /// The people of \p region are those from first(region) up to first(region + 1).
    std::uint32_t first(int region) const { return m_first[static_cast<std::size_t>(region)]; }

    /// Who is signed in to the simulator: a co-admin.
    const Person &me() const { return m_people.front(); }

    /// File \p nth of those that have always been in \p folder; 0 is the most popular.
    File fileIn(std::uint32_t folder, std::uint32_t nth) const;

    /// A file that event \p event brought into \p folder.
    File newFile(std::uint32_t folder, std::uint64_t event) const;

    /// The name of \p file as a JSON string.
    void appendName(TextBuffer &out, const File &file) const;

    static constexpr std::uint32_t filesPerFolder = 24;

private:
    void hire(std::uint64_t seed);
    void invite(std::uint64_t seed);
    void createFolders(std::uint64_t seed);
    void createGroups();
    void installApps(std::uint64_t seed);
    File file(std::uint32_t folder, std::uint64_t number) const;

    std::uint64_t m_seed;
    std::string m_id;
    std::string m_name;
    std::vector<Person> m_people;
    std::vector<Person> m_guests;
    std::vector<Folder> m_folders;
    std::vector<Group> m_groups;
    std::vector<App> m_apps;
    std::array<std::uint32_t, 11> m_first{};
};

} // namespace boxwatch::sim
