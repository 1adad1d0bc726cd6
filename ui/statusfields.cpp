// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/statusfields.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int always = std::numeric_limits<int>::max();

/// A field that can be pressed. Its number stands at the left, as in the others, or it would jump.
class PressedField final : public QToolButton
{
public:
    using QToolButton::QToolButton;

    QSize sizeHint() const override { return {fontMetrics().horizontalAdvance(text()) + 1, u(24)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QFont shown = font();
        shown.setUnderline(underMouse());
        painter.setFont(shown);
        painter.setPen(color(underMouse() ? Ink::Accent : Ink::Text2));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::TextSingleLine, text());
        if (hasFocus())
            painter.drawRect(rect().adjusted(0, u(4), -1, -u(5)));
    }
};

} // namespace

StatusFields::StatusFields(QWidget *parent)
    : QWidget(parent)
    , m_glyph(plainLabel({}, this))
    , m_state(plainLabel({}, this))
    , m_next(add(tr("Next poll in %1 s").arg(9'999), always))
    , m_lag(add(tr("Lag %1").arg(tr("%1 min").arg(99)), 3))
    , m_events(add(tr("%1 events").arg(grouped(9'999'999)), always))
    , m_shown(add(tr("%1 shown").arg(grouped(9'999'999)), always))
    , m_marked(new PressedField(this))
    , m_duplicates(add(tr("%1 duplicates").arg(grouped(99'999)), 4))
    , m_late(add(tr("%1 late").arg(grouped(99'999)), 4))
    , m_unreadable(add(tr("%1 unreadable").arg(grouped(999)), 5))
    , m_new(add(tr("%1 new").arg(grouped(99'999)), 2))
    , m_note(plainLabel({}, this))
    , m_requests(plainLabel({}, this))
    , m_zone(new QToolButton(this))
{
    setFixedHeight(u(28));
    const QFont small = Theme::instance().secondaryFont();
    QFont bold = small;
    bold.setBold(true);
    m_state->setFont(bold);
    m_state->setAccessibleName(tr("Stream state"));
    for (QWidget *widget :
         {static_cast<QWidget *>(m_note), static_cast<QWidget *>(m_requests),
          static_cast<QWidget *>(m_zone)}) {
        widget->setFont(small);
        setTextInk(widget, Ink::Text2);
    }
    m_marked->setFont(small);
    m_marked->setFocusPolicy(Qt::TabFocus);
    m_marked->setCursor(Qt::PointingHandCursor);
    setPlainTip(m_marked, tr("Show the marked events only"));
    connect(m_marked, &QToolButton::clicked, this, &StatusFields::markedClicked);
    const int markedWidth = QFontMetrics(small).horizontalAdvance(
        tr("%1 marked").arg(grouped(999)));
    // Behind what is shown: both are about the table.
    m_fields.insert(
        std::find_if(
            m_fields.begin(), m_fields.end(),
            [this](const Field &field) { return field.widget == m_duplicates; }),
        Field{m_marked, 4, markedWidth});
    m_late->setIndent(u(18)); // room for its sign, see paintEvent()
    setPlainTip(
        m_late,
        tr("Events that history brought after the live stream, or history itself, had missed "
           "them"));
    m_requests->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_zone->setIcon(icon(u"clock"_s, Ink::Text2));
    m_zone->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_zone->setFocusPolicy(Qt::TabFocus);
    setPlainTip(m_zone, tr("Times in local time or in UTC"));
    connect(m_zone, &QToolButton::clicked, this, &StatusFields::zoneClicked);
    connect(&Theme::instance(), &Theme::changed, this, [this] { setState(m_words); });
    setState({u"stop"_s, Ink::Text2, tr("Stopped"), {}});
}

QLabel *StatusFields::add(const QString &widest, int importance)
{
    QLabel *label = plainLabel({}, this);
    label->setFont(Theme::instance().secondaryFont());
    setTextInk(label, Ink::Text2);
    const int wide = QFontMetrics(label->font()).horizontalAdvance(widest);
    m_fields.append({label, importance, wide});
    return label;
}

void StatusFields::set(QLabel *label, const QString &text)
{
    if (label->text() == text)
        return;
    label->setText(text);
    label->setAccessibleName({});
    setFilled(label, !text.isEmpty());
}

void StatusFields::setFilled(const QWidget *widget, bool filled)
{
    for (Field &field : m_fields) {
        if (field.widget == widget)
            field.filled = filled;
    }
}

void StatusFields::setState(const StateWords &words)
{
    m_words = words;
    m_glyph->setPixmap(iconPixmap(words.glyph, u(14), words.glyphInk(), devicePixelRatioF()));
    QPalette palette;
    palette.setColor(QPalette::WindowText, color(words.ink));
    m_state->setPalette(palette);
    m_state->setText(words.state);
    m_state->setAccessibleDescription(words.sentence());
    setPlainTip(m_state, words.sentence());
    set(m_next, words.detail);
    arrange();
}

void StatusFields::setNumbers(const StatusNumbers &numbers)
{
    set(m_lag,
        numbers.lag >= 0 ? tr("Lag %1").arg(timeSpan(std::chrono::milliseconds(numbers.lag)))
                         : QString());
    set(m_events, tr("%1 events").arg(grouped(numbers.events)));
    set(m_shown, tr("%1 shown").arg(grouped(numbers.shown)));
    m_marked->setText(tr("%1 marked").arg(grouped(numbers.marked)));
    setFilled(m_marked, numbers.marked > 0);
    set(m_new, numbers.newRows > 0 ? tr("%1 new").arg(grouped(numbers.newRows)) : QString());
    set(m_duplicates,
        numbers.duplicates > 0 ? tr("%1 duplicates").arg(grouped(numbers.duplicates)) : QString());
    set(m_unreadable,
        numbers.unreadable > 0 ? tr("%1 unreadable").arg(grouped(numbers.unreadable)) : QString());
    set(m_late, numbers.late > 0 ? tr("%1 late").arg(grouped(numbers.late)) : QString());
    m_requests->setText(
        numbers.callsMonth > 0 ? tr("%1 API calls today").arg(grouped(numbers.callsToday))
                               : QString());
    setPlainTip(
        m_requests,
        tr("Calls to Box for this session, which count against the plan of the enterprise: %1 "
           "today, %2 this month (UTC)")
            .arg(grouped(numbers.callsToday), grouped(numbers.callsMonth)));
    arrange();
}

void StatusFields::setZone(const QString &name)
{
    m_zone->setText(name);
    arrange();
}

void StatusFields::setNote(const QString &note)
{
    m_note->setText(note);
    arrange();
}

QSize StatusFields::minimumSizeHint() const
{
    return {u(200), u(28)};
}

void StatusFields::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void StatusFields::arrange()
{
    const int high = height();
    const int gap = u(8);
    const int zoneWidth = m_zone->sizeHint().width();
    const int callsWidth = m_requests->text().isEmpty() ? 0
                                                        : m_requests->sizeHint().width() + 2 * gap;
    const int stateWidth = m_state->sizeHint().width();
    int room = width() - u(12) - zoneWidth - callsWidth - u(20) - stateWidth - gap;

    QList<Field *> shown;
    for (Field &field : m_fields) {
        // A field has the room of its widest value, so that its neighbours stay where they are.
        field.width = qMax(field.reserved, field.widget->sizeHint().width());
        if (field.filled)
            shown += &field;
    }
    const auto needed = [&] {
        int sum = 0;
        for (const Field *field : std::as_const(shown))
            sum += field->width + 2 * gap;
        return sum;
    };
    const bool calls = callsWidth == 0 || needed() <= room;
    if (!calls)
        room += callsWidth;
    while (needed() > room) {
        auto least = std::min_element(
            shown.begin(), shown.end(),
            [](const Field *a, const Field *b) { return a->importance < b->importance; });
        if (least == shown.end() || (*least)->importance == always)
            break;
        shown.erase(least);
    }

    m_lines.clear();
    int x = gap;
    m_glyph->setGeometry(x, (high - u(14)) / 2, u(14), u(14));
    x += u(20);
    m_state->setGeometry(x, 0, stateWidth, high);
    x += stateWidth + gap;
    // One that stays is not hidden in between: a click on it would be lost.
    for (Field &field : m_fields) {
        if (!shown.contains(&field))
            field.widget->hide();
    }
    for (const Field *field : std::as_const(shown)) {
        m_lines += x;
        x += gap;
        field->widget->setGeometry(x, 0, field->width, high);
        field->widget->show();
        x += field->width + gap;
    }
    int right = width() - u(4) - zoneWidth;
    m_zone->setGeometry(right, (high - u(24)) / 2, zoneWidth, u(24));
    m_requests->setVisible(calls && callsWidth > 0);
    if (m_requests->isVisibleTo(this)) {
        m_lines += right - u(4);
        right -= callsWidth;
        m_requests->setGeometry(right, 0, callsWidth - gap - u(4), high);
    }
    const int noteWidth = right - x - 2 * gap;
    m_note->setVisible(noteWidth > u(60) && !m_note->text().isEmpty());
    m_note->setGeometry(x + gap, 0, qMax(0, noteWidth), high);
    update();
}

void StatusFields::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Ink::Window));
    painter.fillRect(QRect(0, 0, width(), 1), color(Ink::Line));
    if (m_late->isVisibleTo(this))
        paintIcon(painter, QRect(m_late->x(), 0, u(14), height()), u"late"_s, Ink::WarnText);
    for (const int x : std::as_const(m_lines))
        painter.fillRect(QRect(x, u(4), 1, height() - u(8)), color(Ink::Line));
}

} // namespace boxwatch
