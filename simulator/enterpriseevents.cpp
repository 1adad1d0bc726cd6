// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/enterpriseevents.h"

#include "simulator/eventshapes.h"

#include <algorithm>
#include <string_view>

namespace boxwatch::sim {

namespace {

constexpr std::uint64_t burstLength = 64;
constexpr std::uint64_t sessionLength = 512;
constexpr std::int64_t hour = 3'600'000;

/// Each with its own numbers, so that one decision never shifts another.
enum Purpose : std::uint64_t {
    ForScene = 1,
    ForOddity = 2,
    ForBurst = 3,
    ForIdA = 4,
    ForIdB = 5,
    ForSession = 6
};

std::size_t hourOfWeek(std::int64_t time)
{
    return static_cast<std::size_t>(time / hour % 168);
}

constexpr std::uint64_t draw(std::uint64_t seed, Purpose purpose, std::uint64_t number)
{
    return mixed(mixed(seed + purpose) ^ number);
}

} // namespace

EnterpriseEvents::EnterpriseEvents(
    const Enterprise &enterprise, const Timeline &timeline, std::uint64_t seed, double oddShare)
    : m_enterprise(enterprise)
    , m_timeline(timeline)
    , m_types(EventTypes::ofEnterprise())
    , m_seed(mixed(seed ^ 0xadU))
    , m_oddParts(static_cast<std::uint32_t>(std::clamp(oddShare, 0.0, 1.0) * 1'000'000))
{
    const std::int64_t week = timeline.timeOf(0) / (168 * hour) * (168 * hour);
    for (std::size_t i = 0; i < m_regions.size(); ++i) {
        const std::int64_t time = week + static_cast<std::int64_t>(i) * hour;
        std::array<double, regionCount> sums{};
        double sum = 0;
        for (int region = 0; region < regionCount; ++region)
            sums[static_cast<std::size_t>(region)] = sum += activityOf(region, time);
        for (std::size_t j = 0; j < 64; ++j) {
            const double at = sum * (static_cast<double>(j) + 0.5) / 64;
            m_regions[i][j] = static_cast<std::uint8_t>(
                std::upper_bound(sums.begin(), sums.end() - 1, at) - sums.begin());
        }
    }
    constexpr std::array<std::string_view, 4> names{"DOWNLOAD", "UPLOAD", "DELETE", "FAILED_LOGIN"};
    std::transform(names.begin(), names.end(), m_burstTypes.begin(), [this](std::string_view name) {
        return m_types.find(name).value_or(0);
    });
}

std::uint32_t EnterpriseEvents::typeOf(std::uint64_t index) const
{
    Burst burst;
    return typeOf(index, oddityOf(index), burst);
}

bool EnterpriseEvents::hasId(std::uint64_t index) const
{
    return oddityOf(index) != Oddity::NoId;
}

void EnterpriseEvents::appendId(TextBuffer &out, std::uint64_t index) const
{
    if (hasId(index))
        appendIdOf(out, index, m_types.at(typeOf(index)).shape);
}

void EnterpriseEvents::append(TextBuffer &out, std::uint64_t index) const
{
    Scene scene = sceneOf(index);
    out.append("{\"source\":");
    appendSource(out, scene);
    appendActor(out, scene);
    if (scene.type.shape == Shape::GroupMember && scene.random.chance(500'000)) {
        out.append(",\"action_by\":");
        out.append(m_enterprise.me().json);
    } else {
        out.append(",\"action_by\":null");
    }
    out.append(",\"created_at\":\"");
    appendTime(out, scene);
    if (scene.oddity != Oddity::NoId) {
        out.append("\",\"event_id\":\"");
        appendIdOf(out, index, scene.type.shape);
    }
    out.append("\",");
    out.append(scene.type.json);
    appendAddress(out, scene);
    out.append("\"type\":\"event\",\"session_id\":null");
    if (scene.type.shape == Shape::Collaboration) {
        const auto &guests = m_enterprise.guests();
        out.append(",\"accessible_by\":");
        out.append(guests[scene.file.number % guests.size()].json);
    }
    out.append(",\"additional_details\":");
    if (scene.oddity == Oddity::NoDetails)
        out.append("null");
    else
        appendDetails(out, scene);
    out.append('}');
}

std::int64_t EnterpriseEvents::timeOf(std::uint64_t index) const
{
    return m_timeline.timeOf(index);
}

std::uint64_t EnterpriseEvents::countUntil(std::int64_t time) const
{
    return m_timeline.countUntil(time);
}

EnterpriseEvents::Burst EnterpriseEvents::burstAt(std::uint64_t index) const
{
    Random random(draw(m_seed, ForBurst, index / burstLength));
    if (!random.chance(30'000))
        return {};
    Burst burst{true, random.next(), 0};
    burst.type = m_burstTypes[random.below(static_cast<std::uint32_t>(m_burstTypes.size()))];
    return burst;
}

Oddity EnterpriseEvents::oddityOf(std::uint64_t index) const
{
    Random random(draw(m_seed, ForOddity, index));
    if (!random.chance(m_oddParts))
        return Oddity::None;
    if (random.chance(10'000))
        return random.chance(500'000) ? Oddity::NoId : Oddity::NoType;
    return static_cast<Oddity>(1 + random.below(static_cast<std::uint32_t>(Oddity::NoId) - 1));
}

std::uint32_t EnterpriseEvents::typeOf(std::uint64_t index, Oddity oddity, Burst &burst) const
{
    if (oddity == Oddity::NoType)
        return m_types.unnamed();
    const std::uint64_t bits = draw(m_seed, ForScene, index);
    if (oddity == Oddity::UnknownType) {
        const std::uint32_t first = m_types.firstUnknown();
        return first + static_cast<std::uint32_t>(bits % (m_types.unnamed() - first));
    }
    burst = burstAt(index);
    burst.isOn = burst.isOn && (bits & 15U) < 13;
    return burst.isOn ? burst.type : m_types.pick(bits);
}

Scene EnterpriseEvents::sceneOf(std::uint64_t index) const
{
    const Oddity oddity = oddityOf(index);
    Burst burst;
    const EventTypes::Type &type = m_types.at(typeOf(index, oddity, burst));
    const std::int64_t time = m_timeline.timeOf(index);
    Random random(draw(m_seed, ForScene, index) ^ 0x5ceU);
    // At any time about a hundred people are at it, and each stays with a folder for a while.
    Random who(
        burst.isOn
            ? burst.seed
            : draw(m_seed, ForSession, (index / sessionLength << 8U) + random.skewedBelow(100)));
    const std::uint32_t person = personAt(
        m_timeline.timeOf(index / sessionLength * sessionLength), who);
    const Enterprise::Person &actor = m_enterprise.people()[person];
    const std::uint32_t desk = random.chance(800'000) ? who.skewedBelow(12) : random.below(12);
    const auto folder = static_cast<std::uint32_t>(
        mixed(m_seed ^ (std::uint64_t{person} << 8U) ^ desk) % m_enterprise.folders().size());
    const bool isNew = type.name == "UPLOAD" || random.chance(100'000);
    const Enterprise::File file = isNew
        ? m_enterprise.newFile(folder, index)
        : m_enterprise.fileIn(folder, random.skewedBelow(Enterprise::filesPerFolder));

    Scene scene{index, m_enterprise,          type,  oddity, random,
                time,  offsetAt(actor, time), actor, folder, file};
    scene.throughLink = type.shape == Shape::Access && scene.random.chance(60'000);
    return scene;
}

std::uint32_t EnterpriseEvents::personAt(std::int64_t time, Random &random) const
{
    const int region = m_regions[hourOfWeek(time)][random.below(64)];
    const std::uint32_t first = m_enterprise.first(region);
    return first + random.skewedBelow(m_enterprise.first(region + 1) - first);
}

int EnterpriseEvents::offsetAt(const Enterprise::Person &person, std::int64_t time) const
{
    if (const std::int64_t now = time / hour; now != m_offsetsHour) {
        m_offsetsHour = now;
        for (int region = 0; region < regionCount; ++region)
            m_offsets[static_cast<std::size_t>(region)] = offsetOf(region, now * hour);
    }
    return m_offsets[person.ownZone ? static_cast<std::size_t>(person.region) : 0];
}

void EnterpriseEvents::appendIdOf(TextBuffer &out, std::uint64_t index, Shape shape) const
{
    const std::uint64_t a = draw(m_seed, ForIdA, index);
    const std::uint64_t b = draw(m_seed, ForIdB, index);
    if (shape == Shape::Barrier) {
        out.appendHex(a, 16);
        out.appendHex(b, 16);
        out.appendHex(a ^ (b >> 8U), 8);
        return;
    }
    out.appendHex(a >> 32U, 8);
    out.append('-');
    out.appendHex(a >> 16U, 4);
    out.append("-4");
    out.appendHex(a, 3);
    out.append('-');
    out.appendHex(0x8000U | ((b >> 48U) & 0x3fffU), 4);
    out.append('-');
    out.appendHex(b, 12);
}

void EnterpriseEvents::appendActor(TextBuffer &out, const Scene &scene)
{
    switch (scene.oddity) {
    case Oddity::NoActor:
        out.append(",\"created_by\":null");
        return;
    case Oddity::ActorMissing:
        return;
    case Oddity::ActorOfNulls:
        out.append(R"(,"created_by":{"type":"user","id":null,"name":"Unknown User","login":null})");
        return;
    case Oddity::BoxSupport:
        out.append(R"(,"created_by":{"type":"user","id":"box_support","name":"Box Support",)"
                   R"("login":"support@box.com"})");
        return;
    default:
        break;
    }
    out.append(",\"created_by\":");
    if (scene.throughLink || scene.type.shape == Shape::Alert)
        out.append(R"({"type":"user","id":"2","name":"Unknown User","login":""})");
    else if (scene.type.shape == Shape::Token)
        out.append(scene.enterprise.apps()[scene.actor.region % 3 == 0 ? 10U : 16U].json);
    else
        out.append(scene.actor.json);
}

void EnterpriseEvents::appendAddress(TextBuffer &out, Scene &scene)
{
    if (scene.oddity == Oddity::NoAddress)
        return;
    out.append("\"ip_address\":");
    if (scene.oddity == Oddity::UnknownAddress)
        out.append(scene.random.chance(500'000) ? "\"UnknownIP\"" : "\"Unknown IP\"");
    else if (scene.type.shape == Shape::Barrier)
        out.append("\"Unknown IP\"");
    else
        out.append(scene.random.chance(350'000) ? scene.actor.home : scene.actor.office);
    out.append(',');
}

void EnterpriseEvents::appendTime(TextBuffer &out, Scene &scene)
{
    if (scene.oddity != Oddity::FractionalTime) {
        out.appendTime(scene.time / 1000, scene.offset);
        return;
    }
    TextBuffer utc(32);
    utc.appendTime(scene.time / 1000, 0);
    out.append(utc.view().substr(0, 19));
    out.append(scene.random.chance(500'000) ? ".250Z" : "Z");
}

} // namespace boxwatch::sim
