// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/requestlog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr qsizetype maxClientFaults = 1000;

bool isSecret(const QByteArray &name)
{
    static constexpr std::array<const char *, 12> names{
        "authorization", "cookie", "client_secret", "refresh_token",
        "access_token",  "token",  "code",          "assertion",
        "channel",       "state",  "code_verifier", "proxy-authorization"};
    return std::any_of(
        names.begin(), names.end(), [&name](const char *secret) { return name == secret; });
}

QJsonArray jsonOf(const HttpFields &fields)
{
    QJsonArray list;
    for (const auto &[name, value] : fields)
        list.append(QJsonArray{
            QString::fromUtf8(name), isSecret(name) ? u"***"_s : QString::fromUtf8(value)});
    return list;
}

} // namespace

void RequestLog::add(const QByteArray &endpoint, const HttpRequest &request, std::int64_t time)
{
    ++m_counts[endpoint];
    m_entries.push_back({endpoint, time, request});
    if (m_entries.size() > maxEntries)
        m_entries.pop_front();
}

void RequestLog::addClientFault(const QString &fault)
{
    ++m_clientFaultCount;
    if (m_clientFaults.size() < maxClientFaults)
        m_clientFaults.append(fault);
}

QByteArray RequestLog::entriesJson() const
{
    QJsonArray list;
    for (const Entry &entry : m_entries) {
        list.append(QJsonObject{
            {u"time"_s, qint64{entry.time}},
            {u"endpoint"_s, QString::fromLatin1(entry.endpoint)},
            {u"method"_s, QString::fromLatin1(entry.request.method)},
            {u"path"_s, QString::fromUtf8(entry.request.path())},
            {u"query"_s, jsonOf(entry.request.query())},
            {u"headers"_s, jsonOf(entry.request.headers)},
            {u"form"_s, jsonOf(entry.request.form())},
        });
    }
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

QJsonObject RequestLog::counters() const
{
    QJsonObject requests;
    for (auto count = m_counts.begin(); count != m_counts.end(); ++count)
        requests[QString::fromLatin1(count.key())] = static_cast<qint64>(*count);
    return {
        {u"requests"_s, requests},
        {u"client_faults"_s, QJsonArray::fromStringList(m_clientFaults)},
        {u"client_fault_count"_s, static_cast<qint64>(m_clientFaultCount)},
    };
}

void RequestLog::clear()
{
    m_entries.clear();
    m_counts.clear();
    m_clientFaults.clear();
    m_clientFaultCount = 0;
}

} // namespace boxwatch::sim
