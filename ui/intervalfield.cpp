// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/intervalfield.h"

#include "ui/theme.h"

#include <QRegularExpression>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int minute = 60;
constexpr int hour = 3600;

/// The next round value: of seconds up to two minutes, of minutes up to two hours, then of hours.
int stepped(int value, int direction)
{
    const int lower = direction < 0 ? value - 1 : value;
    const int step = lower < 2 * minute ? 6 : lower < 2 * hour ? minute : hour;
    return direction < 0 ? (value - 1) / step * step : value / step * step + step;
}

} // namespace

IntervalField::IntervalField(
    const QString &name, std::chrono::seconds least, std::chrono::seconds most, QWidget *parent)
    : QSpinBox(parent)
{
    setRange(static_cast<int>(least.count()), static_cast<int>(most.count()));
    setAlignment(Qt::AlignRight);
    setAccessibleName(name);
    setFixedWidth(u(84));
    // What is typed is complete when it is left: "1" on the way to "15" is not asked for.
    setKeyboardTracking(false);
    setCorrectionMode(CorrectToNearestValue);
}

void IntervalField::setInterval(std::chrono::milliseconds interval)
{
    setValue(static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(interval).count()));
}

void IntervalField::stepBy(int steps)
{
    int to = value();
    for (int step = 0; step < qAbs(steps); ++step)
        to = stepped(to, steps);
    setValue(to);
    selectAll();
}

QString IntervalField::textFromValue(int value) const
{
    if (value >= 2 * hour && value % hour == 0)
        return tr("%1 h").arg(value / hour);
    if (value >= 2 * minute && value % minute == 0)
        return tr("%1 min").arg(value / minute);
    return tr("%1 s").arg(value);
}

int IntervalField::valueFromText(const QString &text) const
{
    static const QRegularExpression pattern(
        u"^\\s*(\\d{1,6})\\s*(s|sec|m|min|h)?\\s*$"_s, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return value();
    const QString unit = match.captured(2).toLower();
    const int factor = unit.startsWith(u'm') ? minute : unit == u"h"_s ? hour : 1;
    return static_cast<int>(qMin<qint64>(match.captured(1).toLongLong() * factor, maximum()));
}

QValidator::State IntervalField::validate(QString &text, int & /*position*/) const
{
    static const QRegularExpression pattern(
        u"^\\s*\\d{0,6}\\s*(s|se|sec|m|mi|min|h)?\\s*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (!pattern.match(text).hasMatch())
        return QValidator::Invalid;
    const bool digits = text.trimmed().size() > 0 && text.trimmed().at(0).isDigit();
    const int typed = digits ? valueFromText(text) : 0;
    return digits && typed >= minimum() && typed <= maximum() ? QValidator::Acceptable
                                                              : QValidator::Intermediate;
}

} // namespace boxwatch
