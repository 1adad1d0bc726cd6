// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"

#include <QPlainTextEdit>

#include <functional>
#include <optional>

class QToolButton;

namespace boxwatch {

class QueryHighlighter;

/// The one line in which a person types a query, with what it is worth at its right end.
///
/// A QPlainTextEdit, since a QLineEdit cannot underline an error. Never holds more than one line:
/// what is pasted loses its line ends.
class QueryEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// What the sign at the right end says of the text.
    enum class Worth {
        None, ///< nothing yet, or there is no text
        Good, ///< the rows follow it
        Wrong, ///< see setError()
    };

    /// What is pasted beyond it is cut. No text that long is a query, so none is cut to become another.
    static constexpr qsizetype longest = 4 * Query::maximumLength;

    explicit QueryEdit(QWidget *parent = nullptr);

    QString text() const;

    /// Replaces the text; a person can take that back with Undo. Does not emit edited().
    void setText(const QString &text);

    /// Replaces a part of the text as if it had been typed, and leaves the cursor behind it.
    void replace(qsizetype position, qsizetype length, const QString &with);

    qsizetype cursorPosition() const;

    /// No error means that the text is good. Underlines the place, and tells screen readers the words.
    void setError(const std::optional<QueryError> &error);
    Worth worth() const { return m_worth; }

    /// Takes back what setError() said, until it says something else.
    void setUndecided();

    /// Is asked about each key first, and says whether it took it.
    using KeyTaker = std::function<bool(QKeyEvent *)>;
    void setKeyTaker(KeyTaker taker) { m_keyTaker = std::move(taker); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void edited(); ///< the person changed the text
    void cursorMoved();
    void submitted(); ///< Enter
    void left(); ///< Escape, when there is no text

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void paintAround();
    void setWorth(Worth worth, const QString &trouble);
    void takeText();
    QRect signRect() const;

    QueryHighlighter *m_highlighter;
    QToolButton *m_clear;
    KeyTaker m_keyTaker;
    QString m_text; ///< as it was told last
    QString m_trouble; ///< words of the error
    Worth m_worth = Worth::None;
    bool m_setting = false; ///< the text is changed by us
};

} // namespace boxwatch
