// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/faults.h"

#include <QJsonArray>
#include <QVariant>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

/// In the order of Fault::Kind, each with the values that `how` may have: the first is the standard.
struct KindName
{
    const char *name;
    std::vector<std::string_view> hows;
};

const std::array<KindName, 22> kindNames{{
    {"status", {}},
    {"html", {}},
    {"empty", {}},
    {"garbage", {}},
    {"body", {}},
    {"oauth_error", {}},
    {"redirect", {}},
    {"reset", {"before", "in_headers", "after_headers"}},
    {"close", {}},
    {"stall", {}},
    {"truncate", {}},
    {"lost", {}},
    {"drip", {}},
    {"delay", {}},
    {"big_headers", {}},
    {"wrong_length", {}},
    {"position",
     {"moving", "stuck", "back", "cycle", "zero", "zero_number", "missing", "null", "empty", "text",
      "number", "compound", "double", "bool", "object"}},
    {"chunk",
     {"out_of_order", "repeats_near", "repeats_far", "big", "wrong_chunk_size", "short",
      "no_entries", "null_entries"}},
    {"content", {"S1",          "S2",      "S3",           "S4",
                 "S5",          "S6",      "S7",           "S8",
                 "S9",          "S10",     "S11",          "S12",
                 "S13",         "S14",     "null_members", "missing_members",
                 "odd_members", "members", "unknown_type", "missing_type",
                 "missing_id",  "null_id", "empty_id",     "numeric_id",
                 "numeric_ids", "deep",    "large",        "mixed_offsets",
                 "awkward_text"}},
    {"server", {}},
    {"poll", {"withhold", "early", "message", "max_retries", "expired", "no_reconnect", "late"}},
    {"expire_tokens", {}},
}};

constexpr std::array<std::string_view, 8> endpoints{"*",  "events", "options", "subscribe",
                                                    "me", "token",  "revoke",  "authorize"};

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

bool chooseHow(Fault &fault, const KindName &kind)
{
    const auto &hows = kind.hows;
    if (hows.empty())
        return fault.how.isEmpty();
    if (fault.how.isEmpty())
        fault.how = QByteArray(hows.front().data());
    return std::find(hows.begin(), hows.end(), viewOf(fault.how)) != hows.end();
}

HttpFields fieldsOf(const QJsonObject &object)
{
    HttpFields fields;
    for (auto member = object.begin(); member != object.end(); ++member)
        fields.append({member.key().toUtf8(), member->toVariant().toString().toUtf8()});
    return fields;
}

bool has(const HttpFields &fields, const std::pair<QByteArray, QByteArray> &wanted)
{
    return valueOf(fields, wanted.first.constData()) == wanted.second;
}

} // namespace

std::optional<Fault> Fault::fromJson(const QJsonObject &json)
{
    Fault fault;
    fault.details = json;
    fault.name = json["name"_L1].toString().toUtf8();
    fault.endpoint = json["endpoint"_L1].toString(u"*"_s).toUtf8();
    fault.how = json["how"_L1].toString().toUtf8();
    const QByteArray kind = json["kind"_L1].toString(u"status"_s).toUtf8();
    const auto found = std::find_if(kindNames.begin(), kindNames.end(), [&kind](const auto &known) {
        return kind == known.name;
    });
    if (found == kindNames.end() || !chooseHow(fault, *found))
        return std::nullopt;
    fault.kind = static_cast<Kind>(found - kindNames.begin());
    const int usual = fault.kind == Kind::Status ? 503
        : fault.kind == Kind::OAuthError         ? 400
        : fault.kind == Kind::Redirect           ? 302
                                                 : 200;
    fault.status = static_cast<int>(fault.number("status"_L1, usual));
    fault.delay = std::chrono::milliseconds(
        fault.number("delay_ms"_L1, fault.kind == Kind::Close ? 1000 : 0));
    fault.skip = static_cast<int>(fault.number("skip"_L1, 0));
    fault.every = static_cast<int>(std::max<qint64>(1, fault.number("every"_L1, 1)));
    fault.times = static_cast<int>(fault.number("times"_L1, 1));
    fault.probability = json["probability"_L1].toDouble(1);
    fault.match = fieldsOf(json["match"_L1].toObject());
    const bool isKnown = std::find(endpoints.begin(), endpoints.end(), viewOf(fault.endpoint))
        != endpoints.end();
    if (!isKnown || fault.status < 200 || fault.status > 599 || fault.delay.count() < 0)
        return std::nullopt;
    return fault;
}

bool Fault::isFor(const QByteArray &askedEndpoint, const HttpRequest &request) const
{
    if (endpoint != "*" && endpoint != askedEndpoint)
        return false;
    // What these say makes sense in one place only.
    if ((kind == Kind::Position || kind == Kind::Chunk || kind == Kind::Content)
        && askedEndpoint != "events")
        return false;
    if ((kind == Kind::Server && askedEndpoint != "options")
        || (kind == Kind::Poll && askedEndpoint != "subscribe"))
        return false;
    if (match.isEmpty())
        return true;
    const HttpFields sent = request.query() + request.form();
    return std::all_of(
        match.begin(), match.end(), [&sent](const auto &wanted) { return has(sent, wanted); });
}

qint64 Fault::number(QLatin1String member, qint64 standard) const
{
    return details[member].toInteger(standard);
}

void Faults::clear(const QByteArray &name)
{
    m_faults.removeIf([&name](const Fault &fault) { return name.isEmpty() || fault.name == name; });
}

std::optional<Fault> Faults::pick(const QByteArray &endpoint, const HttpRequest &request)
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        Fault &fault = m_faults[i];
        if (!fault.isFor(endpoint, request))
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        if (m_random.fraction() >= fault.probability)
            continue;
        const Fault hit = fault;
        fault.skip = fault.every - 1;
        if (fault.times > 0 && --fault.times == 0)
            m_faults.removeAt(i);
        ++m_hits;
        return hit;
    }
    return std::nullopt;
}

} // namespace boxwatch::sim
