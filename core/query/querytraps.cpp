// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/querytraps.h"

#include "core/query/querytime.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::Query)
};

bool isOf(const QueryFieldWord &field, QueryValueKind kind)
{
    return field.info && field.info->kind == kind;
}

/// `who:=ana`, in the words of the field.
QString asEqual(const QueryFieldWord &field, const QString &value)
{
    const QString shown = value.isEmpty() ? u"…"_s : clippedForMessage(value);
    QString name = field.name.toLower();
    if (field.kind == QueryFieldWord::Kind::After || field.kind == QueryFieldWord::Kind::Before)
        name = field.info->name;
    const bool plain = field.kind == QueryFieldWord::Kind::Is || isOf(field, QueryValueKind::Raw);
    return name + (plain ? u":"_s : u":="_s) + shown;
}

QString unequalTrap(
    const QueryFieldWord &field, const QString &sign, const QueryToken &value,
    const QString &written)
{
    static const QRegularExpression unequal(u"^([A-Za-z_]{0,32})!=+"_s);
    const auto match = unequal.match(written);
    if (!match.hasMatch() || !sign.isEmpty())
        return {};
    const bool isNamed = field.kind == QueryFieldWord::Kind::None;
    if (isNamed == (match.capturedLength(1) == 0))
        return {};
    const QueryFieldWord asked = isNamed ? QueryFieldWord::find(match.captured(1)) : field;
    if (asked.kind == QueryFieldWord::Kind::None)
        return {};
    const QString rest = written.mid(match.capturedLength());
    const bool isInGroup = !isNamed && !value.isValue;
    const QString advice = isInGroup ? u'=' + clippedForMessage(rest) : asEqual(asked, rest);
    return Words::tr("What is to be left out has a minus before it. Write -%1").arg(advice);
}

/// Only of fields whose values have no commas in them.
QString listTrap(const QueryFieldWord &field, const QString &sign, const QueryToken &value)
{
    const bool isNamed = field.kind == QueryFieldWord::Kind::Is || isOf(field, QueryValueKind::Type)
        || isOf(field, QueryValueKind::Category) || isOf(field, QueryValueKind::Address)
        || isOf(field, QueryValueKind::Severity) || isOf(field, QueryValueKind::Stream);
    constexpr qsizetype most = 3; // to be shown
    const QStringList parts = value.text.split(u',', Qt::SkipEmptyParts);
    if (!isNamed || !value.text.contains(u',') || parts.isEmpty())
        return {};
    QStringList values;
    for (const QString &part : parts.first(qMin(most, parts.size())))
        values.append(sign + clippedForMessage(part));
    if (parts.size() > most || parts.size() == 1)
        values.append(u"…"_s);
    return Words::tr("There is “or” between several values. Write %1:(%2)")
        .arg(field.name.toLower(), values.join(u" or "_s));
}

QString addressRangeTrap(const QueryFieldWord &field, const QueryToken &value)
{
    static const QRegularExpression range(
        u"^([0-9a-f.:]{2,45}?)(?:-|\\.\\.)([0-9a-f.:]{1,45})$"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (!isOf(field, QueryValueKind::Address))
        return {};
    const auto match = range.match(value.text);
    if (!match.hasMatch() || !Subnet::parse(match.captured(1).toStdString()))
        return {};
    return Words::tr("“%1” is no range of addresses. Write one like 10.20.0.0/16, or several "
                     "addresses as %2:(… or …)")
        .arg(clippedForMessage(value.text), field.name.toLower());
}

/// The day that a text ends with; nothing if it does not.
QString dayAtEnd(const QString &text, const QueryClock &clock)
{
    static const QRegularExpression date(u"(?:^|\\.\\.)\\d{4}-\\d{2}-\\d{2}$"_s);
    if (date.match(text).hasMatch())
        return text;
    const QString name = text.toLower();
    const bool isNamed = name == "today"_L1 || name == "yesterday"_L1;
    const auto day = isNamed ? parseQueryTime(name, clock) : std::nullopt;
    if (!day)
        return {};
    const QTimeZone zone = clock.zone.isValid() ? clock.zone : QTimeZone::utc();
    return QDateTime::fromMSecsSinceEpoch(day->begin, zone).date().toString(Qt::ISODate);
}

QString splitTimeTrap(const QueryToken &value, const QString &next, const QueryClock &clock)
{
    static const QRegularExpression timeOfDay(u"^\\d{1,2}:\\d{2}(?!\\d)"_s);
    static const QRegularExpression zone(
        u"^(?:z|[+-]\\d{2}:\\d{2}|[+-][01]\\d{3}|\\+\\d{2})$"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression endsWithTime(u"\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?$"_s);
    const QString day = dayAtEnd(value.text, clock);
    if (!day.isEmpty() && timeOfDay.match(next).hasMatch())
        return Words::tr("Write date and time as one: %1T%2").arg(clippedForMessage(day), next);
    if (zone.match(next).hasMatch() && endsWithTime.match(value.text).hasMatch())
        return Words::tr("Write time and time zone as one: %1%2")
            .arg(clippedForMessage(value.text), next);
    return {};
}

QString splitSizeTrap(const QueryToken &value, const QString &next)
{
    static const QRegularExpression unit(
        u"^(?:b|bytes?|[kmgt](?:i?b)?)$"_s, QRegularExpression::CaseInsensitiveOption);
    if (!unit.match(next).hasMatch() || !value.text.back().isDigit())
        return {};
    const bool isByte = next.startsWith(u'b', Qt::CaseInsensitive);
    return Words::tr("Write number and unit as one: %1%2")
        .arg(clippedForMessage(value.text), isByte ? u"b"_s : next);
}

} // namespace

QString queryTrap(
    const QueryFieldWord &field, const QString &sign, const QueryToken &value,
    const QString &written)
{
    if (const QString trap = unequalTrap(field, sign, value, written); !trap.isEmpty())
        return trap;
    if (field.kind == QueryFieldWord::Kind::None)
        return {};
    if (sign == "="_L1 && value.text.startsWith(u'='))
        return Words::tr("One “=” is enough. Write %1").arg(asEqual(field, written.mid(1)));
    if (const QString trap = listTrap(field, sign, value); !trap.isEmpty())
        return trap;
    if (isOf(field, QueryValueKind::Raw) && value.text.contains(u'*'))
        return Words::tr("“*” does not stand for other characters in “raw:”. Write raw:/…/ with .* "
                         "for them, or put the asterisk between quotation marks");
    return addressRangeTrap(field, value);
}

QString querySplitTrap(
    const QueryFieldWord &field, const QueryToken &value, const QString &next,
    const QueryClock &clock)
{
    constexpr qsizetype longest = 40;
    if (value.text.isEmpty() || value.kind == QueryToken::Kind::Regex || next.size() > longest)
        return {};
    if (field.isTime())
        return splitTimeTrap(value, next, clock);
    return isOf(field, QueryValueKind::Size) ? splitSizeTrap(value, next) : QString();
}

} // namespace boxwatch
