// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/query/naivequery.h"

#include "core/event/eventcatalogue.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <map>
#include <optional>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Test = QueryTerm::Test;

QString folded(const QString &text)
{
    return text.toCaseFolded().normalized(QString::NormalizationForm_C);
}

bool isAscii(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
}

/// What is ASCII in a query is compared with the text as it is, but for the capitals of ASCII.
QString comparable(const QByteArray &text, const QString &wanted)
{
    return isAscii(wanted) ? QString::fromUtf8(text.toLower()) : folded(QString::fromUtf8(text));
}

bool fitsWildcard(QStringView text, QStringView pattern)
{
    if (pattern.isEmpty())
        return text.isEmpty();
    if (pattern.front() == u'*') {
        for (qsizetype skip = 0; skip <= text.size(); ++skip) {
            if (fitsWildcard(text.mid(skip), pattern.mid(1)))
                return true;
        }
        return false;
    }
    return !text.isEmpty() && text.front() == pattern.front()
        && fitsWildcard(text.mid(1), pattern.mid(1));
}

const QRegularExpression &regexOf(const QString &pattern)
{
    static std::map<QString, QRegularExpression> known;
    const auto [entry, isNew] = known.try_emplace(pattern);
    if (isNew) {
        entry->second = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
    }
    return entry->second;
}

bool fits(Test test, const QString &wanted, const QByteArray &text)
{
    if (text.isEmpty())
        return false;
    switch (test) {
    case Test::Contains:
        return comparable(text, wanted).contains(folded(wanted));
    case Test::Equals:
        return comparable(text, wanted) == folded(wanted);
    case Test::Wildcard:
        return fitsWildcard(comparable(text, wanted), folded(wanted));
    case Test::Regex:
        return regexOf(wanted).match(QString::fromUtf8(text)).hasMatch();
    default:
        return false;
    }
}

bool fits(const QueryTerm &term, const QByteArray &text)
{
    return fits(term.test, term.text, text);
}

bool fitsId(const QueryTerm &term, const QByteArray &id)
{
    return fits(term.test == Test::Contains ? Test::Equals : term.test, term.text, id);
}

bool fitsPerson(const QueryTerm &term, const SamplePerson &person)
{
    return fits(term, person.name) || fits(term, person.login) || fitsId(term, person.id);
}

bool fitsPersonAnywhere(const QueryTerm &term, const SamplePerson &person)
{
    return fits(term, person.name) || fits(term, person.login) || fits(term, person.id);
}

bool fitsType(const QueryTerm &term, const QByteArray &type)
{
    return !type.isEmpty()
        && (fits(term, type) || fits(term, EventCatalogue::instance().find(type).label.toUtf8()));
}

bool fitsAnything(const QueryTerm &term, const SampleEvent &event)
{
    const auto persons = {&event.actor, &event.actingFor, &event.target, &event.owner};
    const auto texts = {&event.itemId,     &event.itemName,   &event.folderId,
                        &event.folderName, &event.address,    &event.service,
                        &event.session,    &event.sharedLink, &event.classification};
    const bool isWholeId = (term.test == Test::Contains || term.test == Test::Equals)
        && term.text.size() >= 16 && fits(Test::Equals, term.text, event.id);
    return isWholeId || fitsType(term, event.type)
        || std::ranges::any_of(
               persons,
               [&](const SamplePerson *person) { return fitsPersonAnywhere(term, *person); })
        || std::ranges::any_of(texts, [&](const QByteArray *text) { return fits(term, *text); });
}

bool fitsNumber(const QueryTerm &term, std::optional<qint64> number)
{
    if (!number)
        return false;
    switch (term.test) {
    case Test::Equals:
        return *number >= term.number && *number < term.numberEnd;
    case Test::Less:
        return *number < term.number;
    case Test::LessOrEqual:
        return *number <= term.number;
    case Test::Greater:
        return *number > term.number;
    case Test::GreaterOrEqual:
        return *number >= term.number;
    default:
        return false;
    }
}

std::optional<qint64> present(qint64 number, qint64 missing)
{
    return number == missing ? std::nullopt : std::optional(number);
}

bool fitsNumberField(const QueryTerm &term, const SampleEvent &event)
{
    switch (term.field) {
    case QueryField::Size:
        return fitsNumber(term, present(event.size, -1));
    case QueryField::Risk:
        return fitsNumber(term, present(event.risk, -1));
    case QueryField::Created:
        return fitsNumber(term, present(event.createdAt, Event::noTime));
    case QueryField::Recorded:
        return fitsNumber(term, present(event.recordedAt, Event::noTime));
    case QueryField::Received:
        return fitsNumber(term, event.receivedAt);
    case QueryField::Stream:
        return fitsNumber(term, static_cast<qint64>(sampleStreamType(event.stream)));
    default:
        return fitsNumber(
            term, static_cast<qint64>(EventCatalogue::instance().find(event.type).severity));
    }
}

bool fitsTerm(const QueryTerm &term, const SampleEvent &event)
{
    const EventType type = EventCatalogue::instance().find(event.type);
    switch (term.field) {
    case QueryField::Any:
        return fitsAnything(term, event);
    case QueryField::EventId:
        return fits(term, event.id);
    case QueryField::Type:
        return fitsType(term, event.type);
    case QueryField::Category:
        return fits(term, type.category.toUtf8());
    case QueryField::Who:
        return fitsPerson(term, event.actor);
    case QueryField::ActorId:
        return fits(term, event.actor.id);
    case QueryField::ActorName:
        return fits(term, event.actor.name);
    case QueryField::ActorLogin:
        return fits(term, event.actor.login);
    case QueryField::ActingFor:
        return fitsPerson(term, event.actingFor);
    case QueryField::Target:
        return fitsPerson(term, event.target);
    case QueryField::Owner:
        return fitsPerson(term, event.owner);
    case QueryField::Item:
        return fits(term, event.itemName) || fitsId(term, event.itemId);
    case QueryField::ItemId:
        return fits(term, event.itemId);
    case QueryField::ItemName:
        return fits(term, event.itemName);
    case QueryField::ItemType:
        return fits(term, event.itemType);
    case QueryField::Folder:
        return fits(term, event.folderName) || fitsId(term, event.folderId);
    case QueryField::FolderId:
        return fits(term, event.folderId);
    case QueryField::FolderName:
        return fits(term, event.folderName);
    case QueryField::Address:
        return term.test == Test::Within ? term.subnet.contains(event.address.toStdString())
                                         : fits(term, event.address);
    case QueryField::Service:
        return fits(term, event.service);
    case QueryField::Session:
        return fits(term, event.session);
    case QueryField::SharedLink:
        return fits(term, event.sharedLink);
    case QueryField::Classification:
        return fits(term, event.classification);
    case QueryField::Late:
        return event.late;
    case QueryField::Marked:
        return event.isMarked;
    case QueryField::Unknown:
        return !type.known;
    case QueryField::Unreadable:
        return !event.readable;
    default:
        return fitsNumberField(term, event);
    }
}

} // namespace

bool passesNaively(const QueryNode &node, const SampleEvent &event)
{
    const auto passes = [&event](const QueryNode &child) { return passesNaively(child, event); };
    switch (node.kind) {
    case QueryNode::Kind::All:
        return true;
    case QueryNode::Kind::Term:
        return fitsTerm(node.term, event);
    case QueryNode::Kind::Not:
        return !passes(node.children.front());
    case QueryNode::Kind::And:
        return std::ranges::all_of(node.children, passes);
    case QueryNode::Kind::Or:
        return std::ranges::any_of(node.children, passes);
    }
    return false;
}

} // namespace boxwatch
