// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QPlainTextEdit>
#include <QString>

class QSyntaxHighlighter;

namespace boxwatch {

/// JSON with one value a line, indented, and nothing else changed: digits, escapes, order and repeated
/// names stay as they were sent. What is not JSON comes out as it is. Lines are cut at 2,000
/// characters, the whole at 2,000,000.
QString prettyJson(const QByteArray &json);

/// Shows the raw JSON of one event in colours, as plain text.
class JsonView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit JsonView(QWidget *parent = nullptr);

    void setJson(const QByteArray &json);
    QByteArray json() const { return m_json; } ///< as Box sent it

private:
    QByteArray m_json;
    QSyntaxHighlighter *m_highlighter;
};

} // namespace boxwatch
