// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chiprow.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

class LinkButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

    QSize sizeHint() const override
    {
        return {fontMetrics().horizontalAdvance(text()) + u(8), u(24)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QFont underlined = font();
        underlined.setUnderline(true);
        painter.setFont(underlined);
        painter.setPen(color(Ink::Accent));
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (hasFocus())
            painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
};

} // namespace

Chip::Chip(const FilterChip &chip, QWidget *parent)
    : QAbstractButton(parent)
    , m_excludes(chip.excludes)
{
    setText(chip.words);
    setFont(Theme::instance().secondaryFont());
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(chip.words);
    setAccessibleDescription(tr("Removes this filter"));
    setPlainTip(this, tr("Remove this filter: %1").arg(chip.words));
}

QSize Chip::sizeHint() const
{
    return {u(8) + fontMetrics().horizontalAdvance(text()) + u(4 + 16 + 4) + 2, u(24)};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen edge(color(Ink::Accent), hasFocus() ? 2 : 1);
    if (m_excludes)
        edge.setDashPattern({3, 2});
    painter.setPen(edge);
    painter.setBrush(color(underMouse() ? Ink::Selection : Ink::Soft));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(4), u(4));
    painter.setPen(color(Ink::Text));
    const QRect words = rect().adjusted(u(8), 0, -u(22), 0);
    painter.drawText(
        words, Qt::AlignVCenter | Qt::TextSingleLine,
        fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    paintIcon(
        painter, QRect(width() - u(21), (height() - u(16)) / 2, u(16), u(16)), u"x"_s, Ink::Text2);
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace
        || event->key() == Qt::Key_Return)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

ChipRow::ChipRow(QWidget *parent)
    : QWidget(parent)
    , m_more(new QToolButton(this))
    , m_clear(new LinkButton(this))
    , m_shown(plainLabel({}, this))
    , m_total(plainLabel({}, this))
{
    setFixedHeight(u(32));
    const QFont small = Theme::instance().secondaryFont();
    QFont bold = small;
    bold.setBold(true);
    m_shown->setFont(bold);
    m_total->setFont(small);
    setTextInk(m_total, Ink::Text2);
    m_more->setFont(small);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->hide();
    connect(m_more, &QToolButton::clicked, this, &ChipRow::showMore);
    m_clear->setFont(small);
    m_clear->setText(tr("Clear all"));
    m_clear->setFocusPolicy(Qt::StrongFocus);
    m_clear->setCursor(Qt::PointingHandCursor);
    m_clear->hide();
    connect(m_clear, &QToolButton::clicked, this, &ChipRow::clearAll);
}

void ChipRow::setChips(const QList<FilterChip> &chips)
{
    m_chips = chips;
    for (Chip *button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    QWidget *before = this;
    // What a row can hold at most; the others are in the menu anyway.
    const QList<FilterChip> first = chips.first(qMin<qsizetype>(chips.size(), 12));
    for (const FilterChip &chip : first) {
        auto *button = new Chip(chip, this);
        connect(button, &Chip::clicked, this, [this, without = chip.without] {
            emit filterChosen(without);
        });
        if (before != this)
            setTabOrder(before, button);
        before = button;
        m_buttons += button;
    }
    if (before != this) {
        setTabOrder(before, m_more);
        setTabOrder(m_more, m_clear);
    }
    arrange();
}

void ChipRow::setCounts(qint64 shown, qint64 total, bool filtering)
{
    m_shown->setText(filtering ? u"…"_s : grouped(shown));
    m_total->setText(tr("shown of %1").arg(grouped(total)));
    arrange();
}

void ChipRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ChipRow::arrange()
{
    const int top = 0;
    const int high = u(24);
    int right = width() - u(8);
    const auto placeRight = [&](QLabel *label) {
        const int wide = label->sizeHint().width();
        right -= wide;
        label->setGeometry(right, top, wide, high);
    };
    placeRight(m_total);
    right -= u(4);
    placeRight(m_shown);

    const int end = right - u(16);
    const int clearWidth = m_clear->sizeHint().width();
    m_more->setText(tr("%1 more").arg(m_chips.size()));
    const int moreWidth = m_more->sizeHint().width();
    int x = u(8);
    m_fitting = 0;
    bool full = false;
    for (Chip *button : std::as_const(m_buttons)) {
        const bool last = m_fitting + 1 == m_chips.size();
        const int wide = button->sizeHint().width();
        const int room = end - clearWidth - u(8) - (last ? 0 : moreWidth + u(8));
        if (!full && x + wide > room && m_fitting == 0 && room - x > u(80)) {
            button->setGeometry(x, top, room - x, high);
        } else if (!full && x + wide <= room) {
            button->setGeometry(x, top, wide, high);
        } else {
            full = true;
            button->hide();
            continue;
        }
        button->show();
        x = button->geometry().right() + u(8);
        ++m_fitting;
    }
    const auto hidden = m_chips.size() - m_fitting;
    m_more->setVisible(hidden > 0);
    if (hidden > 0) {
        m_more->setText(tr("%1 more").arg(hidden));
        m_more->setGeometry(x, top, m_more->sizeHint().width(), high);
        x = m_more->geometry().right() + u(8);
    }
    m_clear->setVisible(!m_chips.isEmpty());
    m_clear->setGeometry(x, top, clearWidth, high);
}

void ChipRow::showMore()
{
    QMenu menu(this);
    const QList<FilterChip> hidden = m_chips.sliced(m_fitting);
    for (const FilterChip &chip : hidden) {
        QString words = tr("Remove “%1”").arg(chip.words);
        QAction *action = menu.addAction(icon(u"x"_s), words.replace(u'&', u"&&"_s));
        connect(action, &QAction::triggered, this, [this, without = chip.without] {
            emit filterChosen(without);
        });
    }
    menu.exec(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

} // namespace boxwatch
