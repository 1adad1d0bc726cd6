// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryspan.h"

#include "core/event/eventcatalogue.h"
#include "core/stream/streamsettings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

template<typename Names>
std::optional<QuerySpan> namedSpan(const QString &text, const Names &names)
{
    const QString written = text.trimmed();
    for (const auto &[name, value] : names) {
        if (written.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0)
            return QuerySpan{
                .begin = static_cast<qint64>(value), .end = static_cast<qint64>(value) + 1};
    }
    return std::nullopt;
}

constexpr std::array<std::pair<const char *, Severity>, 4> severities{{
    {"info", Severity::Info},
    {"notice", Severity::Notice},
    {"warning", Severity::Warning},
    {"critical", Severity::Critical},
}};

constexpr std::array<std::pair<const char *, StreamType>, 8> streams{{
    {"live", StreamType::AdminLogsStreaming},
    {"history", StreamType::AdminLogs},
    {"user", StreamType::All},
    {"changes", StreamType::Changes},
    {"sync", StreamType::Sync},
    {"admin_logs_streaming", StreamType::AdminLogsStreaming},
    {"admin_logs", StreamType::AdminLogs},
    {"all", StreamType::All},
}};

} // namespace

std::optional<QuerySpan> parseQuerySize(const QString &text)
{
    const QString written = text.trimmed().toLower();
    qsizetype end = 0;
    while (end < written.size()
           && ((written[end] >= u'0' && written[end] <= u'9') || written[end] == u'.'))
        ++end;
    bool isNumber = false;
    const double number = written.left(end).toDouble(&isNumber);
    QString unit = written.mid(end).trimmed();
    if (unit.endsWith(u'b'))
        unit.chop(1);
    if (unit.endsWith(u'i') && unit.size() == 2)
        unit.chop(1);
    const qsizetype power = unit.isEmpty() ? 0 : unit.size() == 1 ? u"kmgt"_s.indexOf(unit) + 1 : 0;
    if (!isNumber || (power == 0 && !unit.isEmpty()))
        return std::nullopt;
    const double bytes = std::round(number * std::pow(1024.0, static_cast<double>(power)));
    constexpr double most = 9e18; // what still is a qint64
    if (!(bytes < most))
        return std::nullopt;
    const auto size = static_cast<qint64>(bytes);
    return QuerySpan{.begin = size, .end = size + 1};
}

std::optional<QuerySpan> parseQueryNumber(const QString &text)
{
    constexpr qsizetype mostDigits = 9;
    const QString written = text.trimmed();
    const bool digits = std::all_of(
        written.begin(), written.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (written.isEmpty() || written.size() > mostDigits || !digits)
        return std::nullopt;
    const qint64 number = written.toLongLong();
    return QuerySpan{.begin = number, .end = number + 1};
}

std::optional<QuerySpan> parseQuerySeverity(const QString &text)
{
    return namedSpan(text, severities);
}

std::optional<QuerySpan> parseQueryStream(const QString &text)
{
    return namedSpan(text, streams);
}

} // namespace boxwatch
