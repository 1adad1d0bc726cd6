// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/scenario.h"

#include "simulator/control.h"
#include "simulator/faults.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

using std::chrono::milliseconds;

constexpr double maxSeconds = 1e7;

QByteArray bytesOf(const QJsonValue &value)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray())
                                                   : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Compact);
}

HttpRequest post(const QByteArray &target, const QByteArray &body = {})
{
    return {"POST", target, {}, body};
}

bool areFaults(const QJsonValue &value)
{
    const QJsonArray list = value.isArray() ? value.toArray() : QJsonArray{value};
    return std::all_of(list.begin(), list.end(), [](const QJsonValue &fault) {
        return fault.isObject() && Fault::fromJson(fault.toObject()).has_value();
    });
}

bool isOdd(QJsonObject wish)
{
    wish[u"kind"] = u"content"_s;
    return Fault::fromJson(wish).has_value();
}

/// What \p name with \p value does, or nothing if that is not understood.
std::optional<HttpRequest> requestOf(const QString &name, const QJsonValue &value)
{
    const double number = value.toDouble(-1);
    if (name == u"events" && number >= 0)
        return post("/_sim/events?count=" + QByteArray::number(value.toInteger()));
    if (name == u"advance" && number >= 0)
        return post("/_sim/clock?advance=" + QByteArray::number(number, 'f', 3));
    if (name == u"odd" && isOdd(value.toObject())) {
        const QByteArray count = QByteArray::number(value["count"_L1].toInteger(1));
        return post("/_sim/events?count=" + count, bytesOf(value));
    }
    if (name == u"fault" && areFaults(value))
        return post("/_sim/fault", bytesOf(value));
    if (name == u"clear" && (value.isString() || value.isBool()))
        return post("/_sim/fault", bytesOf(QJsonObject{{u"clear"_s, value}}));
    if (name == u"auth" && value.isObject() && authComplaint(value.toObject()).isEmpty())
        return post("/_sim/auth", bytesOf(value));
    return std::nullopt;
}

/// Adds what \p json says; false if that is not understood.
bool addSteps(Scenario &scenario, const QJsonObject &json)
{
    const double at = json["at"_L1].toDouble(-1);
    if (at < 0 || at > maxSeconds)
        return false;
    for (auto member = json.begin(); member != json.end(); ++member) {
        if (member.key() == u"at" || member.key() == u"comment")
            continue;
        const auto request = requestOf(member.key(), *member);
        if (!request)
            return false;
        scenario.steps.push_back({milliseconds(static_cast<qint64>(at * 1000)), *request});
    }
    return true;
}

} // namespace

Scenario Scenario::fromJson(const QByteArray &json)
{
    Scenario scenario;
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject()) {
        scenario.complaint = error.error != QJsonParseError::NoError
            ? u"not JSON: %1, byte %2"_s.arg(error.errorString()).arg(error.offset)
            : u"not an object"_s;
        return scenario;
    }
    const QJsonObject object = document.object();
    for (const QString &name : object.keys()) {
        if (name != u"timeline" && name != u"options" && name != u"repeat_every"
            && name != u"comment")
            scenario.complaint = u"unknown member: "_s + name;
    }
    scenario.options = object["options"_L1].toObject();
    scenario.repeatEvery = milliseconds(static_cast<qint64>(
        std::clamp(object["repeat_every"_L1].toDouble(0), 0.0, maxSeconds) * 1000));
    const QJsonArray timeline = object["timeline"_L1].toArray();
    for (qsizetype i = 0; i < timeline.size(); ++i) {
        if (!addSteps(scenario, timeline[i].toObject()))
            scenario.complaint = u"step %1 of the time line is not understood"_s.arg(i + 1);
    }
    std::stable_sort(
        scenario.steps.begin(), scenario.steps.end(),
        [](const Step &a, const Step &b) { return a.at < b.at; });
    return scenario;
}

ScenarioPlayer::ScenarioPlayer(Send send) : m_send(std::move(send))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ScenarioPlayer::go);
}

void ScenarioPlayer::start(Scenario scenario)
{
    m_scenario = std::move(scenario);
    m_next = 0;
    m_done = 0;
    m_begin = std::chrono::steady_clock::now();
    m_timer.stop();
    if (!m_scenario.steps.empty())
        m_timer.start(m_scenario.steps.front().at);
}

void ScenarioPlayer::go()
{
    const auto passed = [this] {
        return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - m_begin);
    };
    const auto &steps = m_scenario.steps;
    while (m_next < steps.size() && steps[m_next].at <= passed()) {
        m_send(steps[m_next].request);
        ++m_next;
        ++m_done;
    }
    if (m_next == steps.size() && m_scenario.repeatEvery.count() > 0) {
        m_begin += std::max(m_scenario.repeatEvery, milliseconds(1));
        m_next = 0;
    }
    if (m_next < steps.size())
        m_timer.start(std::max(milliseconds(1), steps[m_next].at - passed()));
}

} // namespace boxwatch::sim
