// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/enterprise.h"

#include "simulator/names.h"
#include "simulator/random.h"
#include "simulator/timeline.h"

namespace boxwatch::sim {

namespace {

constexpr std::array<std::uint32_t, regionCount> staff{900, 720, 450, 630, 270,
                                                       270, 360, 360, 400, 140};
constexpr std::uint32_t folderCount = 30'000;

template<typename List>
auto pick(Random &random, const List &list)
{
    return list[random.below(static_cast<std::uint32_t>(list.size()))];
}

std::string jsonString(std::string_view text)
{
    return quotedJson(text).toStdString();
}

std::string text(std::string_view view)
{
    return std::string(view);
}

/// From the blocks that are reserved for documentation and benchmarks, so nobody real is meant.
std::string address(Random &random)
{
    if (random.chance(80'000)) {
        TextBuffer out(64);
        out.append("\"2001:db8:");
        out.appendHex(random.next(), 3);
        out.append("::");
        out.appendHex(random.next(), 4);
        out.append('"');
        return out.take().toStdString();
    }
    return "\"198." + std::to_string(18 + random.below(2)) + '.' + std::to_string(random.below(256))
        + '.' + std::to_string(1 + random.below(254)) + '"';
}

std::string office(Random &random, int region)
{
    return "\"203.0.113." + std::to_string(10 + region * 16 + static_cast<int>(random.below(6)))
        + '"';
}

std::string miniUser(const std::string &id, std::string_view name, const std::string &login)
{
    return R"({"type":"user","id":")" + id + R"(","name":)" + jsonString(name) + R"(,"login":")"
        + login + R"("})";
}

} // namespace

Enterprise::Enterprise(std::uint64_t seed)
    : m_seed(mixed(seed ^ 0xe7e7U))
    , m_id(std::to_string(900'000 + seed % 99'999))
    , m_name("Northwind Atlantic")
{
    hire(mixed(m_seed + 1));
    invite(mixed(m_seed + 2));
    createFolders(mixed(m_seed + 3));
    createGroups();
    installApps(mixed(m_seed + 4));
}

void Enterprise::hire(std::uint64_t seed)
{
    Random random(seed);
    std::uint64_t id = 24'600'001;
    for (int region = 0; region < regionCount; ++region) {
        m_first[static_cast<std::size_t>(region)] = static_cast<std::uint32_t>(m_people.size());
        const NamesOfRegion &names = namesOf(region);
        for (std::uint32_t i = 0; i < staff[static_cast<std::size_t>(region)]; ++i) {
            const PartOfName given = pick(random, names.given);
            const PartOfName family = pick(random, names.family);
            id += 1 + random.below(97);

            Person person;
            person.region = region;
            person.ownZone = random.chance(150'000);
            person.id = std::to_string(id);
            person.name = names.familyFirst ? text(family.native) + text(given.native)
                                            : text(given.native) + ' ' + text(family.native);
            person.login = text(given.ascii) + '.' + text(family.ascii)
                + (i % 3 == 0 ? std::string() : std::to_string(1 + random.below(89)))
                + "@northwind-atlantic.example";
            person.json = miniUser(person.id, person.name, person.login);
            person.office = office(random, region);
            person.home = address(random);
            m_people.push_back(std::move(person));
        }
    }
    m_first[regionCount] = static_cast<std::uint32_t>(m_people.size());
}

void Enterprise::invite(std::uint64_t seed)
{
    Random random(seed);
    for (int i = 0; i < 400; ++i) {
        const NamesOfRegion &names = namesOf(static_cast<int>(random.below(regionCount)));
        const PartOfName given = pick(random, names.given);
        const PartOfName family = pick(random, names.family);
        Person guest;
        guest.id = std::to_string(31'000'000 + i * 131);
        guest.name = text(given.native) + ' ' + text(family.native);
        guest.login = text(given.ascii) + '@'
            + text(pick(
                random,
                std::array<std::string_view, 4>{
                    "partner.example", "agency.example", "audit.example", "supplier.example"}));
        guest.json = miniUser(guest.id, guest.name, guest.login);
        guest.office = address(random);
        guest.home = guest.office;
        m_guests.push_back(std::move(guest));
    }
}

void Enterprise::createFolders(std::uint64_t seed)
{
    Random random(seed);
    m_folders.reserve(folderCount);
    std::uint64_t id = 267'000'000'000;
    for (std::uint32_t i = 0; i < folderCount; ++i) {
        Folder folder;
        folder.owner = random.below(static_cast<std::uint32_t>(m_people.size()));
        const auto &names = namesOf(m_people[folder.owner].region).folders;
        std::string name = text(pick(random, names));
        if (random.chance(700'000))
            name += ' ' + std::to_string(2015 + random.below(12));
        if (random.chance(400'000))
            name += " (restricted)";
        if (random.chance(4'000))
            name = text(pick(random, awkwardNames()));
        id += 1 + random.below(900'000);
        folder.id = std::to_string(id);
        folder.name = jsonString(name);
        folder.json = R"({"type":"folder","name":)" + folder.name + R"(,"id":")" + folder.id
            + R"("})";
        m_folders.push_back(std::move(folder));
    }
}

void Enterprise::createGroups()
{
    std::uint64_t id = 7'781'201;
    for (int region = 0; region < regionCount; ++region) {
        for (const std::string_view name : namesOf(region).folders) {
            m_groups.push_back({std::to_string(id), jsonString(name)});
            id += 317;
        }
    }
}

void Enterprise::installApps(std::uint64_t seed)
{
    static constexpr std::array<std::string_view, 20> names{
        "Box Web App",          "Box Drive",      "Box for iOS",   "Box for Android",
        "Box Sync for Desktop", "Box Notes",      "Box Sign",      "Box for Office Online",
        "Box for Salesforce",   "Slack",          "Event Monitor", "Box Relay",
        "Microsoft Teams",      "Zoom",           "DocuSign",      "eDiscovery Connector",
        "Backup Robot",         "Payroll Import", "Box CLI",       "日報システム"};
    Random random(seed);
    std::uint64_t serviceId = 2'046;
    for (const std::string_view name : names) {
        serviceId += 1 + random.below(90'000);
        TextBuffer key(64);
        key.appendHex(random.next(), 16);
        key.appendHex(random.next(), 16);
        App app;
        app.apiKey = std::string(key.view());
        app.name = jsonString(name);
        app.service = R"("service_id":")" + std::to_string(serviceId) + R"(","service_name":)"
            + app.name;
        app.login = "AutomationUser_" + std::to_string(serviceId) + '_' + app.apiKey.substr(0, 10)
            + "@boxdevedition.com";
        app.json = miniUser(std::to_string(31'100'000 + serviceId), name, app.login);
        m_apps.push_back(std::move(app));
    }
}

Enterprise::File Enterprise::fileIn(std::uint32_t folder, std::uint32_t nth) const
{
    return file(folder, std::uint64_t{folder} * filesPerFolder + nth);
}

Enterprise::File Enterprise::newFile(std::uint32_t folder, std::uint64_t event) const
{
    return file(folder, std::uint64_t{folderCount} * filesPerFolder + event);
}

Enterprise::File Enterprise::file(std::uint32_t folder, std::uint64_t number) const
{
    File file;
    file.number = number;
    file.draw = mixed(m_seed ^ number);
    file.id = 1'593'000'000'000 + number * 677 + file.draw % 677;
    file.versionId = 1'749'900'000'000 + number * 701 + file.draw % 701;
    // Sizes of files are spread evenly over their order of magnitude.
    const auto magnitude = static_cast<unsigned>(10 + file.draw % 16);
    file.size = (1U << magnitude)
        + static_cast<std::uint32_t>((file.draw >> 32U) % (1U << magnitude));
    file.folder = folder;
    file.owner = m_folders[folder].owner;
    return file;
}

void Enterprise::appendName(TextBuffer &out, const File &file) const
{
    Random random(file.draw);
    if (random.chance(5'000)) {
        const QByteArray name = quotedJson(pick(random, awkwardNames()));
        out.append(std::string_view(name.constData(), static_cast<std::size_t>(name.size())));
        return;
    }
    // Nothing in these lists needs escaping in JSON; a test makes sure of it.
    const auto &stems = namesOf(m_people[file.owner].region).files;
    out.append('"');
    if (random.chance(400'000)) {
        out.append(pick(random, stems));
        out.append(" – ");
    }
    out.append(pick(random, stems));
    if (const std::string_view qualifier = pick(random, qualifiers()); !qualifier.empty()) {
        out.append(qualifier);
        out.appendNumber(1 + random.skewedBelow(40));
    }
    out.append(pick(random, extensions()));
    out.append('"');
}

} // namespace boxwatch::sim
