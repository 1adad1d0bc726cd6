// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/query/randomquery.h"

#include "core/query/query.h"

#include <QDateTime>

#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr std::array textFields{
    "who",     "item",           "in",        "owner",   "for",         "admin",    "type",
    "name",    "login",          "item_name", "kind",    "folder_name", "service",  "link",
    "session", "classification", "category",  "user_id", "item_id",     "folder_id"};
constexpr std::array regexes{"^ana",  "pdf$", "[0-9]+", "(ana|kim)", "fi.e",
                             "q1\\b", "^x$",  "о",      "^10[.]2",   "sync|login"};
constexpr std::array addresses{"10.20.0.0/16",   "10.20.",     "10.20.1.2", "2001:db8::/32",
                               "2001:db8::1",    "0.0.0.0/0",  "::/0",      "20.1",
                               "\"Unknown IP\"", "=192.0.2.1", "*.2.*",     "unknown",
                               "/^10[.]2/"};
constexpr std::array comparisons{">", ">=", "<", "<=", "", "="};
constexpr std::array severities{"info", "notice", "warning", "critical"};
constexpr std::array flags{"is:late", "is:marked", "is:unknown", "is:unreadable"};
constexpr std::array streams{"live", "history", "user", "changes"};

template<typename Pool>
QString oneOf(QRandomGenerator &random, const Pool &pool)
{
    return QString::fromUtf8(pool[random.bounded(static_cast<quint32>(pool.size()))]);
}

/// A text of the events, or a part of one, in another case now and then.
QString randomValue(QRandomGenerator &random)
{
    QString text;
    while (text.trimmed().isEmpty() || text.contains(QChar::ReplacementCharacter))
        text = QString::fromUtf8(randomText(random));
    if (random.bounded(2) == 0) {
        const qsizetype from = random.bounded(static_cast<int>(text.size()));
        const QString part = text.mid(from, random.bounded(1, 7)).trimmed();
        if (!part.isEmpty())
            text = part;
    }
    const int letters = random.bounded(4);
    return letters == 0 ? text.toUpper() : letters == 1 ? text.toLower() : text;
}

/// With asterisks at one or both ends, and inside.
QString randomWildcard(QRandomGenerator &random)
{
    QString text;
    for (const QChar c : randomValue(random)) {
        if (c.isLetterOrNumber() || c == u'.')
            text += c;
        else
            text += u'*';
    }
    if (random.bounded(2) == 0)
        text.prepend(u'*');
    if (random.bounded(2) == 0)
        text.append(u'*');
    return text.contains(u'*') ? text : text + u'*';
}

QString randomTextTest(QRandomGenerator &random)
{
    switch (random.bounded(8)) {
    case 0:
        return randomWildcard(random);
    case 1:
        return u'/' + oneOf(random, regexes) + u'/';
    default:
        return quotedForQuery(randomValue(random));
    }
}

QString randomTime(QRandomGenerator &random, const std::vector<SampleEvent> &events)
{
    const SampleEvent &event = events[random.bounded(static_cast<quint32>(events.size()))];
    const qint64 time = event.createdAt == Event::noTime ? event.receivedAt : event.createdAt;
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(time, Qt::UTC);
    if (random.bounded(3) == 0)
        return moment.toString(u"yyyy-MM-dd"_s);
    return moment.toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s);
}

QString randomNumberTerm(QRandomGenerator &random, const std::vector<SampleEvent> &events)
{
    const QString sign = oneOf(random, comparisons);
    switch (random.bounded(6)) {
    case 0:
        return u"size:"_s + sign + QString::number(random.bounded(6) * 1024);
    case 1:
        return u"size:1kb..%1kb"_s.arg(random.bounded(1, 6));
    case 2:
        return u"risk:"_s + sign + QString::number(random.bounded(101));
    case 3:
        return u"severity:"_s + sign + oneOf(random, severities);
    case 4: {
        constexpr std::array fields{"time", "recorded", "received"};
        return oneOf(random, fields) + u':' + sign + randomTime(random, events);
    }
    default: {
        constexpr std::array fields{"after", "before"};
        return oneOf(random, fields) + u':' + randomTime(random, events);
    }
    }
}

QString randomTerm(QRandomGenerator &random, const std::vector<SampleEvent> &events)
{
    switch (random.bounded(10)) {
    case 0:
    case 1:
        return randomTextTest(random);
    case 2:
        return randomNumberTerm(random, events);
    case 3:
        return oneOf(random, flags);
    case 4:
        return u"ip:"_s + oneOf(random, addresses);
    case 5: {
        const SampleEvent &event = events[random.bounded(static_cast<quint32>(events.size()))];
        const QByteArray id = random.bounded(2) == 0 ? event.id : event.id.toUpper();
        if (id.isEmpty())
            return u"stream:"_s + oneOf(random, streams);
        return (random.bounded(2) == 0 ? u"id:"_s : QString()) + QString::fromUtf8(id);
    }
    case 6:
        return oneOf(random, textFields) + u":="_s + quotedForQuery(randomValue(random));
    default:
        return oneOf(random, textFields) + u':' + randomTextTest(random);
    }
}

QString randomNode(QRandomGenerator &random, const std::vector<SampleEvent> &events, int depth)
{
    const int kind = depth == 0 ? 9 : random.bounded(10);
    if (kind == 0)
        return u"-("_s + randomNode(random, events, depth - 1) + u')';
    if (kind == 1)
        return u'-' + randomTerm(random, events);
    if (kind >= 6)
        return randomTerm(random, events);
    const QString sign = kind < 4 ? u" "_s : u" or "_s;
    QString text = u"("_s + randomNode(random, events, depth - 1);
    for (int i = random.bounded(1, 4); i > 0; --i)
        text += sign + randomNode(random, events, depth - 1);
    return text + u')';
}

} // namespace

QString randomQuery(QRandomGenerator &random, const std::vector<SampleEvent> &events)
{
    return randomNode(random, events, 3);
}

} // namespace boxwatch
