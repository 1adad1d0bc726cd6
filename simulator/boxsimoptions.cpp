// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/boxsimoptions.h"

#include <QDateTime>

#include <cmath>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr double maxSeconds = 1e9;

std::chrono::milliseconds millisecondsOf(double seconds)
{
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

} // namespace

BoxsimOptions::BoxsimOptions(const QString &description)
{
    m_parser.setApplicationDescription(description);
    m_parser.addHelpOption();
    m_parser.addVersionOption();
}

void BoxsimOptions::add(
    const char *name, const char *text, const char *value, const QString &standard)
{
    QString help = QString::fromUtf8(text);
    if (!standard.isEmpty())
        help += u" Default: %1."_s.arg(standard);
    QCommandLineOption option(QString::fromLatin1(name), help);
    if (value)
        option.setValueName(QString::fromLatin1(value));
    if (!standard.isEmpty())
        option.setDefaultValue(standard);
    m_parser.addOption(option);
}

std::uint64_t BoxsimOptions::whole(const char *name, std::uint64_t most)
{
    bool isNumber = false;
    const qulonglong value = text(name).toULongLong(&isNumber);
    return isNumber && value <= most ? value : refuse<std::uint64_t>(name);
}

double BoxsimOptions::real(const char *name, double most)
{
    bool isNumber = false;
    const double value = text(name).toDouble(&isNumber);
    return isNumber && value >= 0 && value <= most ? value : refuse<double>(name);
}

std::chrono::milliseconds BoxsimOptions::seconds(const char *name)
{
    return millisecondsOf(real(name, maxSeconds));
}

std::chrono::milliseconds BoxsimOptions::signedSeconds(const char *name)
{
    bool isNumber = false;
    const double value = text(name).toDouble(&isNumber);
    return isNumber && std::abs(value) <= maxSeconds ? millisecondsOf(value)
                                                     : refuse<std::chrono::milliseconds>(name);
}

std::int64_t BoxsimOptions::time(const char *name)
{
    if (!isSet(name))
        return 0;
    const QDateTime time = QDateTime::fromString(text(name), Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() : refuse<std::int64_t>(name);
}

int BoxsimOptions::choice(const char *name, const QStringList &words)
{
    const auto index = static_cast<int>(words.indexOf(text(name)));
    return index >= 0 ? index : refuse<int>(name);
}

template<typename T>
T BoxsimOptions::refuse(const char *name)
{
    if (m_complaint.isEmpty())
        m_complaint = u"--%1 does not take \"%2\"."_s.arg(QString::fromLatin1(name), text(name));
    return T{};
}

} // namespace boxwatch::sim
