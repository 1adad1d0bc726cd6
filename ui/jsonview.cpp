// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/jsonview.h"

#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QSyntaxHighlighter>
#include <QTextDocument>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestLine = 2'000;
constexpr qsizetype longestText = 2'000'000;
constexpr qsizetype longestColoured = 256'000;
constexpr int deepest = 64;

/// Breaks JSON into lines without understanding more of it than strings and brackets.
class Printer
{
public:
    QString print(const QByteArray &json)
    {
        for (qsizetype i = 0; i < json.size() && m_text.size() < longestText; ++i)
            i = take(json, i);
        endLine();
        if (m_text.size() >= longestText)
            m_text += u"…"_s;
        return m_text;
    }

private:
    /// Returns the index of the last byte that was used.
    qsizetype take(const QByteArray &json, qsizetype i)
    {
        const char c = json.at(i);
        switch (c) {
        case '"': {
            const qsizetype end = endOfString(json, i);
            m_line += QString::fromUtf8(json.constData() + i, end - i + 1);
            return end;
        }
        case '{':
        case '[': {
            const qsizetype next = skipSpace(json, i + 1);
            m_line += QChar::fromLatin1(c);
            if (next < json.size() && (json.at(next) == '}' || json.at(next) == ']')) {
                m_line += QChar::fromLatin1(json.at(next));
                return next;
            }
            ++m_depth;
            endLine();
            return i;
        }
        case '}':
        case ']':
            endLine();
            m_depth = qMax(0, m_depth - 1);
            m_indent = m_depth;
            m_line += QChar::fromLatin1(c);
            return i;
        case ',':
            m_line += u',';
            endLine();
            return i;
        case ':':
            m_line += u": "_s;
            return i;
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            return i;
        default: {
            qsizetype end = i;
            while (end + 1 < json.size()
                   && !QByteArrayView("\"{}[],: \t\r\n").contains(json.at(end + 1)))
                ++end;
            m_line += QString::fromUtf8(json.constData() + i, end - i + 1);
            return end;
        }
        }
    }

    static qsizetype skipSpace(const QByteArray &json, qsizetype i)
    {
        while (i < json.size() && QByteArrayView(" \t\r\n").contains(json.at(i)))
            ++i;
        return i;
    }

    static qsizetype endOfString(const QByteArray &json, qsizetype start)
    {
        for (qsizetype i = start + 1; i < json.size(); ++i) {
            if (json.at(i) == '\\')
                ++i;
            else if (json.at(i) == '"')
                return i;
        }
        return json.size() - 1;
    }

    void endLine()
    {
        if (m_line.isEmpty())
            return;
        if (!m_text.isEmpty())
            m_text += u'\n';
        m_text += QString(2 * qMin(m_indent, deepest), u' ') + plainLine(m_line, longestLine);
        m_line.clear();
        m_indent = m_depth;
    }

    QString m_text;
    QString m_line;
    int m_depth = 0;
    int m_indent = 0;
};

class Highlighter final : public QSyntaxHighlighter
{
public:
    explicit Highlighter(QObject *parent) : QSyntaxHighlighter(parent) { }

protected:
    void highlightBlock(const QString &line) override
    {
        int i = 0;
        const int size = static_cast<int>(line.size());
        while (i < size) {
            const QChar c = line.at(i);
            int end = i + 1;
            if (c == u'"') {
                while (end < size && line.at(end) != u'"')
                    end += line.at(end) == u'\\' ? 2 : 1;
                end = qMin(end + 1, size);
                const bool key = end < size && line.at(end) == u':';
                paint(i, end, key ? Ink::JsonKey : Ink::JsonString);
            } else if (c.isDigit() || c == u'-') {
                while (end < size
                       && (line.at(end).isLetterOrNumber() || u"+-."_s.contains(line.at(end))))
                    ++end;
                paint(i, end, Ink::JsonNumber);
            } else if (c.isLetter()) {
                while (end < size && line.at(end).isLetter())
                    ++end;
                paint(i, end, Ink::JsonLiteral);
            }
            i = end;
        }
    }

private:
    void paint(int from, int to, Ink ink) { setFormat(from, to - from, color(ink)); }
};

} // namespace

QString prettyJson(const QByteArray &json)
{
    return Printer().print(json);
}

JsonView::JsonView(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(NoFrame);
    setLineWrapMode(NoWrap);
    setFont(Theme::instance().monospaceFont());
    setAccessibleName(tr("JSON"));
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(u(12));
    m_highlighter = new Highlighter(this);
    connect(&Theme::instance(), &Theme::changed, m_highlighter, &QSyntaxHighlighter::rehighlight);
}

void JsonView::setJson(const QByteArray &json)
{
    if (json == m_json && !document()->isEmpty())
        return;
    m_json = json;
    const QString text = prettyJson(json);
    // A body of megabytes would hold up the window; without colours it does not.
    m_highlighter->setDocument(text.size() <= longestColoured ? document() : nullptr);
    setPlainText(text);
}

} // namespace boxwatch
