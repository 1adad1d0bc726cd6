// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <cstdint>
#include <deque>

namespace boxwatch::sim {

/// What clients asked for, and what they did wrong. Holds no secret: tokens are masked.
class RequestLog
{
public:
    static constexpr std::size_t maxEntries = 10'000;

    /// \p endpoint as in Fault::endpoint, \p time in milliseconds since 1970 UTC.
    void add(const QByteArray &endpoint, const HttpRequest &request, std::int64_t time);

    /// Something that a good client does not do, such as sending a position back rounded.
    void addClientFault(const QString &fault);

    std::uint64_t count(const QByteArray &endpoint) const { return m_counts.value(endpoint); }
    /// The first thousand of them.
    const QStringList &clientFaults() const { return m_clientFaults; }
    /// All of them.
    std::uint64_t clientFaultCount() const { return m_clientFaultCount; }

    /// A JSON array, oldest first: at most maxEntries.
    QByteArray entriesJson() const;

    /// {"requests":{"events":n,…},"client_faults":[…],"client_fault_count":n}
    QJsonObject counters() const;

    /// Starts anew, for a test that is only interested in what comes.
    void clear();

private:
    struct Entry
    {
        QByteArray endpoint;
        std::int64_t time;
        HttpRequest request;
    };

    std::deque<Entry> m_entries;
    QHash<QByteArray, quint64> m_counts;
    QStringList m_clientFaults;
    std::uint64_t m_clientFaultCount = 0;
};

} // namespace boxwatch::sim
