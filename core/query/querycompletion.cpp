// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/querycompletion.h"

#include "core/event/eventcatalogue.h"
#include "core/query/queryvalue.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Kind = QueryToken::Kind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::QueryCompletion)
};

/// One request.
class Completer
{
public:
    Completer(const QString &text, qsizetype cursor, const QueryValueSource *source, int most)
        : m_text(text)
        , m_tokens(queryTokens(text))
        , m_cursor(cursor)
        , m_source(source)
        , m_most(static_cast<std::size_t>(qMax(0, most)))
    {
    }

    QueryCompletion run();

private:
    const QueryToken *tokenAtCursor() const;
    QueryFieldWord fieldAt(std::size_t token) const;
    QueryFieldWord groupAt(std::size_t token) const;
    void locate();
    void replace(const QueryToken &token);

    void offerFields();
    void offerField(const QString &name, const QString &description);
    void offerKeywords();
    void offerValues();
    void offerFlags();
    void offerYesAndNo();
    void offerTimes();
    void offerSeverities();
    void offerStreams();
    void offerTypes();
    void offerCategories();
    void offerFromSource(QueryField field);
    void offerWithField(QueryField field);
    void offer(const QString &value, const QString &detail);
    void offerWhole(const QString &value, const QString &detail, qint64 count);
    QString spaceBehind() const;
    bool isFull() const { return m_result.candidates.size() >= m_most; }

    const QString &m_text;
    std::vector<QueryToken> m_tokens;
    qsizetype m_cursor;
    const QueryValueSource *m_source;
    std::size_t m_most;
    QueryFieldWord m_field;
    bool m_behindOperator = false;
    QueryCompletion m_result;
    QSet<QString> m_offered;
};

/// The token that the cursor stands in or right behind, if it is one that is being typed.
const QueryToken *Completer::tokenAtCursor() const
{
    for (const QueryToken &token : m_tokens) {
        if (token.position < m_cursor && m_cursor <= token.end())
            return &token;
    }
    return nullptr;
}

/// The field whose parentheses stand open before a token.
QueryFieldWord Completer::groupAt(std::size_t token) const
{
    int closed = 0;
    for (std::size_t i = token; i-- > 0;) {
        if (m_tokens[i].kind == Kind::Close)
            ++closed;
        if (m_tokens[i].kind != Kind::Open)
            continue;
        if (closed > 0)
            --closed;
        else if (m_tokens[i].isValue && i > 0 && m_tokens[i - 1].kind == Kind::Field)
            return QueryFieldWord::find(m_tokens[i - 1].text);
    }
    return {};
}

/// The field whose value the token is, or would be if it came next.
QueryFieldWord Completer::fieldAt(std::size_t token) const
{
    const bool touches = token < m_tokens.size()
        ? m_tokens[token].isValue
        : token > 0 && m_tokens[token - 1].end() == m_cursor;
    for (std::size_t i = token; touches && i-- > 0 && i + 3 > token;) {
        if (m_tokens[i].kind == Kind::Field)
            return QueryFieldWord::find(m_tokens[i].text);
        if (m_tokens[i].kind != Kind::Operator)
            break;
    }
    return groupAt(token);
}

void Completer::replace(const QueryToken &token)
{
    m_result.position = token.position;
    m_result.length = token.isClosed ? token.length : m_cursor - token.position;
    // What stands behind the cursor is not what the person looks for.
    m_result.typed = queryTokens(m_text.left(m_cursor)).back().text;
}

void Completer::locate()
{
    using Place = QueryCompletion::Place;
    m_result.position = m_cursor;
    const QueryToken *token = tokenAtCursor();
    const auto index = token ? static_cast<std::size_t>(token - m_tokens.data()) : [this] {
        std::size_t next = 0;
        while (next < m_tokens.size() && m_tokens[next].position < m_cursor)
            ++next;
        return next;
    }();
    const bool behindPhrase = token && token->kind == Kind::Phrase && token->isClosed
        && m_cursor == token->end();
    if (token && (token->kind == Kind::Regex || token->kind == Kind::Close || behindPhrase))
        return;

    const bool typing = token
        && (token->kind == Kind::Word || token->kind == Kind::Phrase || token->kind == Kind::And
            || token->kind == Kind::Or || token->kind == Kind::Not);
    if (typing) {
        replace(*token);
        m_field = fieldAt(index);
        m_behindOperator = index > 0 && token->isValue
            && m_tokens[index - 1].kind == Kind::Operator;
    } else if (token && token->kind == Kind::Field && m_cursor < token->end()) {
        replace(*token);
    } else if (token) {
        // Right behind a field, an operator, a minus or a parenthesis.
        const bool valueFollows = index + 1 < m_tokens.size() && m_tokens[index + 1].isValue
            && m_tokens[index + 1].position == m_cursor && m_tokens[index + 1].kind == Kind::Word;
        if (valueFollows)
            m_result.length = m_tokens[index + 1].length;
        const bool opens = token->kind == Kind::Field || token->kind == Kind::Operator;
        m_field = opens ? fieldAt(index + 1) : groupAt(index + 1);
        m_behindOperator = token->kind == Kind::Operator;
        if (token->kind == Kind::Field)
            m_field = QueryFieldWord::find(token->text);
    } else {
        m_field = groupAt(index);
    }
    if (m_field.kind == QueryFieldWord::Kind::None)
        m_result.place = token && token->kind == Kind::Operator ? Place::Nothing : Place::Term;
    else
        m_result.place = Place::Value;
    if (m_field.info)
        m_result.field = m_field.info->field;
}

QueryCompletion Completer::run()
{
    locate();
    switch (m_result.place) {
    case QueryCompletion::Place::Nothing:
        break;
    case QueryCompletion::Place::Term:
        offerFields();
        offerKeywords();
        if (!m_result.typed.isEmpty()) {
            for (const QueryField field :
                 {QueryField::Who, QueryField::Type, QueryField::Item, QueryField::Folder,
                  QueryField::Address})
                offerWithField(field);
        }
        break;
    case QueryCompletion::Place::Value:
        offerValues();
        break;
    }
    return std::move(m_result);
}

void Completer::offerField(const QString &name, const QString &description)
{
    if (isFull() || !name.startsWith(m_result.typed, Qt::CaseInsensitive))
        return;
    m_result.candidates.push_back(
        {.kind = QueryCandidate::Kind::Field,
         .text = name + u':',
         .label = name + u':',
         .detail = description});
}

void Completer::offerFields()
{
    // The ones that people need most stand first; the four of is: are offered behind it.
    constexpr std::size_t mostUsed = 5;
    const auto &fields = queryFields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i == mostUsed) {
            offerField(u"after"_s, Words::tr("At this time or later: 2026-03-02, -2h, today"));
            offerField(u"before"_s, Words::tr("Earlier than this time"));
            offerField(u"is"_s, Words::tr("late, marked, unknown or unreadable"));
        }
        if (fields[i].kind != QueryValueKind::Flag)
            offerField(fields[i].name, fields[i].description);
    }
    if (m_result.typed.isEmpty())
        return;
    for (const QueryFieldInfo &info : fields) {
        for (const QString &name : info.otherNames)
            offerField(name, info.description);
    }
}

void Completer::offerKeywords()
{
    if (m_result.typed.isEmpty())
        return;
    const std::pair<QString, QString> keywords[] = {
        {u"or"_s, Words::tr("One of the two")},
        {u"not"_s, Words::tr("Without what follows")},
        {u"and"_s, Words::tr("Both; as if nothing stood between them")},
    };
    for (const auto &[word, description] : keywords) {
        if (!isFull() && word.startsWith(m_result.typed, Qt::CaseInsensitive))
            m_result.candidates.push_back(
                {.kind = QueryCandidate::Kind::Field,
                 .text = word + spaceBehind(),
                 .label = word,
                 .detail = description});
    }
}

void Completer::offerValues()
{
    if (m_field.kind == QueryFieldWord::Kind::Is)
        return offerFlags();
    switch (m_field.info->kind) {
    case QueryValueKind::Time:
        return offerTimes();
    case QueryValueKind::Severity:
        return offerSeverities();
    case QueryValueKind::Stream:
        return offerStreams();
    case QueryValueKind::Flag:
        return offerYesAndNo();
    case QueryValueKind::Type:
        offerFromSource(QueryField::Type);
        return offerTypes();
    case QueryValueKind::Category:
        return offerCategories();
    case QueryValueKind::Size:
        for (const auto &size : {u">1mb"_s, u">10mb"_s, u">100mb"_s, u">1gb"_s, u"<1kb"_s})
            offer(size, {});
        return;
    case QueryValueKind::Number:
        for (const auto &risk : {u">=50"_s, u">=70"_s, u">=90"_s})
            offer(risk, {});
        return;
    case QueryValueKind::Text:
    case QueryValueKind::Id:
    case QueryValueKind::Address:
        return offerFromSource(m_field.info->field);
    case QueryValueKind::Raw:
        return;
    }
}

QString Completer::spaceBehind() const
{
    const qsizetype end = m_result.position + m_result.length;
    const bool needed = end >= m_text.size() || (!m_text[end].isSpace() && m_text[end] != u')');
    return needed ? u" "_s : QString();
}

/// Something that is always the same.
void Completer::offer(const QString &value, const QString &detail)
{
    QString text = value;
    while (m_behindOperator && !text.isEmpty() && u"<>="_s.contains(text.front()))
        text.remove(0, 1);
    if (isFull() || !text.startsWith(m_result.typed, Qt::CaseInsensitive)
        || m_offered.contains(text))
        return;
    m_offered.insert(text);
    m_result.candidates.push_back(
        {.kind = QueryCandidate::Kind::Value,
         .text = text + spaceBehind(),
         .label = text,
         .detail = detail});
}

/// A whole value, so that as many events are found as the list says.
void Completer::offerWhole(const QString &value, const QString &detail, qint64 count)
{
    if (isFull() || value.isEmpty() || m_offered.contains(value))
        return;
    m_offered.insert(value);
    const QString sign = m_behindOperator ? QString() : u"="_s;
    m_result.candidates.push_back(
        {.kind = QueryCandidate::Kind::Value,
         .text = sign + quotedForQuery(value) + spaceBehind(),
         .label = value,
         .detail = detail,
         .count = count});
}

void Completer::offerFlags()
{
    for (const QueryFlagInfo &flag : queryFlags())
        offer(flag.name, flag.description);
}

void Completer::offerYesAndNo()
{
    offer(u"yes"_s, {});
    offer(u"no"_s, {});
}

void Completer::offerTimes()
{
    offer(u"today"_s, Words::tr("since midnight"));
    offer(u"yesterday"_s, {});
    offer(u"-15m"_s, Words::tr("15 minutes ago"));
    offer(u"-1h"_s, Words::tr("1 hour ago"));
    offer(u"-2h"_s, Words::tr("2 hours ago"));
    offer(u"-24h"_s, Words::tr("24 hours ago"));
    offer(u"-7d"_s, Words::tr("7 days ago"));
    const QDate today = QDate::currentDate();
    offer(today.toString(Qt::ISODate), Words::tr("a date, also with a time: T08:20"));
}

void Completer::offerSeverities()
{
    offer(u">=warning"_s, Words::tr("warning or critical"));
    offer(u">=notice"_s, Words::tr("all but info"));
    for (const auto &name : {u"critical"_s, u"warning"_s, u"notice"_s, u"info"_s})
        offer(name, {});
}

void Completer::offerStreams()
{
    offer(u"live"_s, Words::tr("the enterprise's live stream"));
    offer(u"history"_s, Words::tr("the enterprise's history"));
    offer(u"user"_s, Words::tr("events of the account itself"));
    offer(u"changes"_s, Words::tr("what alters files"));
    offer(u"sync"_s, Words::tr("what is synchronized"));
}

void Completer::offerTypes()
{
    for (const EventType &type : EventCatalogue::instance().types()) {
        const QString name = QString::fromUtf8(type.name);
        const bool fits = name.contains(m_result.typed, Qt::CaseInsensitive)
            || type.label.contains(m_result.typed, Qt::CaseInsensitive);
        // The events may have brought it already, by its label.
        if (fits && !m_offered.contains(type.label))
            offerWhole(name, type.label, -1);
    }
}

void Completer::offerCategories()
{
    for (const QString &category : EventCatalogue::instance().categories()) {
        if (category.contains(m_result.typed, Qt::CaseInsensitive))
            offerWhole(category, {}, -1);
    }
}

void Completer::offerFromSource(QueryField field)
{
    if (!m_source || isFull())
        return;
    const auto room = static_cast<int>(m_most - m_result.candidates.size());
    for (const QueryValue &value : m_source->values(field, m_result.typed, room))
        offerWhole(value.text, value.detail, value.count);
}

/// Values for a word that has no field: enough to recognise one, and not all there are.
void Completer::offerWithField(QueryField field)
{
    constexpr int mostPerField = 3;
    if (!m_source || isFull())
        return;
    const QString name = queryFieldName(field) + u':';
    for (const QueryValue &value : m_source->values(field, m_result.typed, mostPerField)) {
        if (isFull() || value.text.isEmpty())
            continue;
        m_result.candidates.push_back(
            {.kind = QueryCandidate::Kind::Value,
             .text = name + u'=' + quotedForQuery(value.text) + spaceBehind(),
             .label = name + value.text,
             .detail = value.detail,
             .count = value.count});
    }
}

} // namespace

QueryCompletion QueryCompletion::at(
    const QString &text, qsizetype cursor, const QueryValueSource *source, int most)
{
    return Completer(text, qBound<qsizetype>(0, cursor, text.size()), source, most).run();
}

} // namespace boxwatch
