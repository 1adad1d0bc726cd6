// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/querylexer.h"

#include "core/query/queryfield.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Kind = QueryToken::Kind;

bool isOperator(QChar c)
{
    return c == u'<' || c == u'>' || c == u'=';
}

bool isNameLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

/// Systems that help with typing make “ of ".
bool isOpeningQuote(QChar c)
{
    return c == u'"' || c == u'“' || c == u'„';
}

bool isClosingQuote(QChar c, QChar opening)
{
    return c == u'"' || (opening != u'"' && (c == u'”' || (c == u'“' && opening == u'„')));
}

class Lexer
{
public:
    explicit Lexer(QStringView text) : m_text(text) { }

    std::vector<QueryToken> run();

private:
    bool readSign();
    bool readField();
    void readOperator();
    void readPhrase();
    void readRegex();
    void readWord();
    QString readEscape();
    qsizetype endOfWord(qsizetype at) const;
    bool isKnownField(QStringView name) const;
    bool isText(QStringView name, qsizetype colon) const;
    QChar peek(qsizetype at) const { return at < m_text.size() ? m_text[at] : QChar(); }
    QueryToken &add(Kind kind, qsizetype length, const QString &text = {});

    QStringView m_text;
    qsizetype m_at = 0;
    bool m_valueNext = false; // right behind a field
    bool m_operatorRead = false; // and behind its operator
    std::vector<QueryToken> m_tokens;
};

QueryToken &Lexer::add(Kind kind, qsizetype length, const QString &text)
{
    m_tokens.push_back(
        {.kind = kind, .position = m_at, .length = length, .text = text, .isValue = m_valueNext});
    m_at += length;
    m_valueNext = false;
    m_operatorRead = false;
    return m_tokens.back();
}

std::vector<QueryToken> Lexer::run()
{
    while (m_at < m_text.size()) {
        const QChar c = m_text[m_at];
        if (c.isSpace()) {
            ++m_at;
            m_valueNext = false;
            m_operatorRead = false;
        } else if (isOpeningQuote(c)) {
            readPhrase();
        } else if (c == u'/') {
            readRegex();
        } else if (!readSign() && !readField()) {
            readWord();
        }
    }
    return std::move(m_tokens);
}

bool Lexer::readSign()
{
    const QChar c = m_text[m_at];
    if (c == u'(')
        add(Kind::Open, 1);
    else if (c == u')')
        add(Kind::Close, 1);
    else if (isOperator(c) && !m_operatorRead)
        readOperator();
    else if (c == u'-' && !m_valueNext)
        add(Kind::Minus, 1);
    else
        return false;
    return true;
}

void Lexer::readOperator()
{
    const bool two = m_text[m_at] != u'=' && peek(m_at + 1) == u'=';
    const qsizetype length = two ? 2 : 1;
    add(Kind::Operator, length, m_text.mid(m_at, length).toString());
    m_valueNext = true;
    m_operatorRead = true;
}

bool Lexer::isKnownField(QStringView name) const
{
    return findQueryField(name) || name.compare(u"is", Qt::CaseInsensitive) == 0
        || name.compare(u"after", Qt::CaseInsensitive) == 0
        || name.compare(u"before", Qt::CaseInsensitive) == 0;
}

/// Not every word with a colon means a field: an address of the web and one of IPv6 do not.
bool Lexer::isText(QStringView name, qsizetype colon) const
{
    if (isKnownField(name))
        return false;
    if (peek(colon + 1) == u'/' && peek(colon + 2) == u'/')
        return true;
    const QStringView word = m_text.sliced(m_at, endOfWord(m_at) - m_at);
    constexpr qsizetype longestAddress = 64;
    return word.size() <= longestAddress && Subnet::parse(word.toUtf8().toStdString()).has_value();
}

bool Lexer::readField()
{
    if (m_valueNext)
        return false;
    qsizetype end = m_at;
    while (end < m_text.size() && isNameLetter(m_text[end]))
        ++end;
    const QStringView name = m_text.sliced(m_at, end - m_at);
    const bool colon = peek(end) == u':';
    if (name.isEmpty() || (!colon && !isOperator(peek(end))))
        return false;
    if (colon ? isText(name, end) : !isKnownField(name))
        return false;
    add(Kind::Field, name.size() + (colon ? 1 : 0), name.toString());
    m_valueNext = true;
    return true;
}

/// What the backslash at the place means; leaves the place behind it.
QString Lexer::readEscape()
{
    const QChar next = peek(m_at + 1);
    if (next == u'"' || next == u'\\') {
        m_at += 2;
        return next;
    }
    if (next == u'u' && peek(m_at + 2) == u'{') {
        constexpr qsizetype mostDigits = 6;
        const qsizetype first = m_at + 3;
        const QStringView rest = m_text.sliced(first, qMin(mostDigits + 1, m_text.size() - first));
        const qsizetype end = rest.indexOf(u'}');
        bool isNumber = false;
        const uint code = end > 0 ? rest.first(end).toUInt(&isNumber, 16) : 0;
        if (isNumber && code <= 0x10FFFF && !QChar::isSurrogate(code)) {
            m_at = first + end + 1;
            const auto character = static_cast<char32_t>(code);
            return QString::fromUcs4(&character, 1);
        }
    }
    ++m_at;
    return u"\\"_s;
}

void Lexer::readPhrase()
{
    const qsizetype begin = m_at;
    const QChar opening = m_text[m_at++];
    QString content;
    bool closed = false;
    while (m_at < m_text.size() && !closed) {
        const QChar c = m_text[m_at];
        if (c == u'\\') {
            content += readEscape();
        } else {
            closed = isClosingQuote(c, opening);
            if (!closed)
                content += c;
            ++m_at;
        }
    }
    const qsizetype length = m_at - begin;
    m_at = begin;
    add(Kind::Phrase, length, content).isClosed = closed;
}

void Lexer::readRegex()
{
    qsizetype end = m_at + 1;
    while (end < m_text.size() && m_text[end] != u'/')
        end += m_text[end] == u'\\' ? 2 : 1;
    end = qMin(end, m_text.size());
    const bool closed = end < m_text.size();
    const QString pattern = m_text.sliced(m_at + 1, end - m_at - 1).toString();
    add(Kind::Regex, end - m_at + (closed ? 1 : 0), pattern).isClosed = closed;
}

qsizetype Lexer::endOfWord(qsizetype at) const
{
    while (at < m_text.size() && !m_text[at].isSpace() && m_text[at] != u'(' && m_text[at] != u')'
           && !isOpeningQuote(m_text[at]))
        ++at;
    return at;
}

void Lexer::readWord()
{
    const qsizetype length = endOfWord(m_at) - m_at;
    const QString word = m_text.sliced(m_at, length).toString();
    Kind kind = Kind::Word;
    if (!m_valueNext && word.compare("and"_L1, Qt::CaseInsensitive) == 0)
        kind = Kind::And;
    else if (!m_valueNext && word.compare("or"_L1, Qt::CaseInsensitive) == 0)
        kind = Kind::Or;
    else if (!m_valueNext && word.compare("not"_L1, Qt::CaseInsensitive) == 0)
        kind = Kind::Not;
    add(kind, length, word);
}

} // namespace

std::vector<QueryToken> queryTokens(const QString &text)
{
    return Lexer(QStringView(text).first(qMin(text.size(), Query::maximumLength))).run();
}

} // namespace boxwatch
