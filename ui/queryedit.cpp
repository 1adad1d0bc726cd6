// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/queryedit.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/queryhighlighter.h"
#include "ui/stylepainting.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolButton>
#include <QToolTip>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

/// One line of what may be many, as somebody would have typed it.
QString oneLine(QString text)
{
    for (QChar &c : text) {
        if (c.isSpace() || c.category() == QChar::Other_Control)
            c = u' ';
    }
    return text.left(QueryEdit::longest);
}

} // namespace

QueryEdit::QueryEdit(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new QueryHighlighter(document()))
    , m_clear(new QToolButton(this))
{
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter: words, who:ana, -type:preview"));
    setPlainTip(
        this,
        tr("Words that stand anywhere in an event, or in a field: who:ana. "
           "Ctrl+Space shows what can be written here"));
    setFrameShape(NoFrame);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFixedHeight(u(28));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    document()->setDocumentMargin(qMax(0.0, (u(28) - 6 - QFontMetricsF(font()).height()) / 2));
    // The frame and the icons stand in the margins; its edge is two pixels when it has the focus.
    setViewportMargins(u(28), 3, u(48), 3);

    m_clear->setIcon(icon(u"x"_s, Ink::Text2));
    m_clear->setAccessibleName(tr("Clear the filter"));
    setPlainTip(m_clear, tr("Clear (Esc)"));
    m_clear->setFocusPolicy(Qt::NoFocus);
    m_clear->setCursor(Qt::ArrowCursor);
    m_clear->setAutoRaise(true);
    m_clear->hide();
    connect(m_clear, &QToolButton::clicked, this, [this] {
        setFocus();
        replace(0, text().size(), {});
    });
    connect(this, &QPlainTextEdit::textChanged, this, &QueryEdit::takeText);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &QueryEdit::cursorMoved);
    connect(&Theme::instance(), &Theme::changed, m_highlighter, [this] {
        const QScopedValueRollback setting(m_setting, true);
        m_highlighter->rehighlight();
    });
}

QString QueryEdit::text() const
{
    return document()->firstBlock().text();
}

void QueryEdit::setText(const QString &text)
{
    if (text == this->text())
        return;
    const QScopedValueRollback setting(m_setting, true);
    replace(0, this->text().size(), text);
}

void QueryEdit::replace(qsizetype position, qsizetype length, const QString &with)
{
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(qBound<qsizetype>(0, position, text().size())));
    cursor.setPosition(
        static_cast<int>(qBound<qsizetype>(0, position + length, text().size())),
        QTextCursor::KeepAnchor);
    cursor.insertText(oneLine(with));
    setTextCursor(cursor);
    ensureCursorVisible();
}

qsizetype QueryEdit::cursorPosition() const
{
    return textCursor().position();
}

// The highlighter makes the document say that it changed, when only its looks did.
void QueryEdit::takeText()
{
    if (document()->blockCount() > 1) {
        const QString whole = toPlainText();
        const QScopedValueRollback setting(m_setting, true);
        QTextCursor cursor(document());
        cursor.select(QTextCursor::Document);
        cursor.insertText(oneLine(whole));
    }
    const QString now = text();
    if (now == m_text)
        return;
    m_text = now;
    m_clear->setVisible(!now.isEmpty());
    if (!m_setting)
        emit edited();
}

void QueryEdit::setError(const std::optional<QueryError> &error)
{
    const Worth worth = error        ? Worth::Wrong
        : text().trimmed().isEmpty() ? Worth::None
                                     : Worth::Good;
    const QString words = error ? plainLine(error->message, 300) : QString();
    {
        const QScopedValueRollback setting(m_setting, true);
        m_highlighter->setError(error);
    }
    setWorth(worth, words);
}

void QueryEdit::setUndecided()
{
    const QScopedValueRollback setting(m_setting, true);
    m_highlighter->setError(std::nullopt);
    setWorth(Worth::None, {});
}

void QueryEdit::setWorth(Worth worth, const QString &trouble)
{
    if (worth == m_worth && trouble == m_trouble)
        return;
    m_worth = worth;
    m_trouble = trouble;
    setAccessibleDescription(trouble);
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    update();
}

QRect QueryEdit::signRect() const
{
    const int side = u(16);
    return {width() - u(46), (height() - side) / 2, side, side};
}

QSize QueryEdit::sizeHint() const
{
    return {u(400), u(28)};
}

QSize QueryEdit::minimumSizeHint() const
{
    return {u(160), u(28)};
}

bool QueryEdit::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Paint:
        paintAround();
        return true;
    case QEvent::ShortcutOverride: {
        // A text field may take Ctrl+E for "end of line" and Ctrl+D for "delete"; here one exports and
        // the other saves wherever one is.
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::ControlModifier
            && (key->key() == Qt::Key_E || key->key() == Qt::Key_D)) {
            event->ignore();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
        break;
    }
    case QEvent::ToolTip: {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (m_worth == Worth::Wrong && signRect().contains(help->pos())) {
            QToolTip::showText(help->globalPos(), plainTip(m_trouble), this, signRect());
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        // Tab would leave before keyPressEvent() heard of it.
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Tab && m_keyTaker && m_keyTaker(key)) {
            key->accept();
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QPlainTextEdit::event(event);
}

void QueryEdit::paintAround()
{
    QPainter painter(this);
    const bool wrong = m_worth == Worth::Wrong;
    stylepainting::frame(
        &painter, rect(), color(isEnabled() ? Ink::Line2 : Ink::Line),
        color(isEnabled() ? Ink::Base : Ink::Window), hasFocus() && !wrong);
    if (wrong) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(color(Ink::CriticalFill), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), u(4), u(4));
    }
    const int side = u(16);
    paintIcon(
        painter, QRect(u(8), (height() - side) / 2, side, side), u"funnel"_s,
        isEnabled() ? Ink::Text3 : Ink::Info);
    if (m_worth == Worth::Good)
        paintIcon(painter, signRect(), u"check"_s, Ink::LiveText);
    else if (wrong)
        paintIcon(painter, signRect(), u"warn"_s, Ink::CriticalText);
}

void QueryEdit::keyPressEvent(QKeyEvent *event)
{
    if (m_keyTaker && m_keyTaker(event))
        return;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit submitted();
        return;
    case Qt::Key_Escape:
        if (text().isEmpty())
            emit left();
        else
            replace(0, text().size(), {});
        return;
    default:
        QPlainTextEdit::keyPressEvent(event);
    }
}

void QueryEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        selectAll();
    update();
}

void QueryEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    update();
}

void QueryEdit::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

void QueryEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    const int side = u(22);
    m_clear->setGeometry(width() - u(26), (height() - side) / 2, side, side);
}

void QueryEdit::insertFromMimeData(const QMimeData *source)
{
    if (!source->hasText())
        return;
    // Cut before it is in: whoever inserts does not expect the text to change meanwhile.
    const qsizetype kept = text().size() - textCursor().selectedText().size();
    const qsizetype room = qMax<qsizetype>(0, longest - kept);
    insertPlainText(oneLine(source->text().left(room)));
}

} // namespace boxwatch
