// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/moment.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace boxwatch {

bool looksLikeDate(const QString &text)
{
    static const QRegularExpression beginning(u"^\\d{4}-\\d{2}(-|$)"_s);
    return beginning.match(text).hasMatch();
}

std::optional<QDateTime> parseMoment(const QString &text)
{
    static const QRegularExpression whole(
        u"^(\\d{4}-\\d{2}-\\d{2})"
        "(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(Z|[+-]\\d{2}:?\\d{2})?)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = whole.match(text);
    if (!match.hasMatch())
        return std::nullopt;

    QDateTime moment;
    if (match.capturedLength(2) == 0)
        moment = QDate::fromString(match.captured(1), Qt::ISODate).startOfDay();
    else
        moment = QDateTime::fromString(
            match.captured(1) + u'T' + match.captured(2) + match.captured(3).toUpper(),
            Qt::ISODateWithMs);
    if (!moment.isValid())
        return std::nullopt;
    return moment.toUTC();
}

QString momentText(const QDateTime &moment)
{
    const QDateTime local = moment.toLocalTime();
    return u"%1 %2 (%3)"_s.arg(
        local.toString(u"yyyy-MM-dd HH:mm:ss"_s), local.timeZoneAbbreviation(),
        moment.toUTC().toString(Qt::ISODate));
}

} // namespace boxwatch
