// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chiprow.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <utility>

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
    setShortcut({}); // "&" in a value makes none
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
    , m_tabStart(new QWidget(this))
    , m_more(new QToolButton(this))
    , m_clear(new LinkButton(this))
    , m_shown(plainLabel({}, this))
    , m_total(plainLabel({}, this))
    , m_trouble(plainLabel({}, this))
{
    setFixedHeight(u(32));
    m_tabStart->setFocusPolicy(Qt::TabFocus); // or it would have no place in the order
    m_tabStart->hide();
    const QFont small = Theme::instance().secondaryFont();
    QFont bold = small;
    bold.setBold(true);
    m_shown->setFont(bold);
    m_total->setFont(small);
    setTextInk(m_total, Ink::Text2);
    m_trouble->setFont(small);
    m_trouble->setAccessibleDescription(tr("What is wrong with the filter"));
    setTextInk(m_trouble, Ink::CriticalText);
    m_trouble->hide();
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
    m_hasText = std::ranges::any_of(chips, &FilterChip::isText);
    QList<FilterChip> shown = chips;
    shown.removeIf([](const FilterChip &chip) { return chip.isText; });
    // The row is asked often, and a button that is made anew loses the focus.
    const bool same = std::ranges::equal(
        shown, m_chips, [](const FilterChip &a, const FilterChip &b) {
            return a.words == b.words && a.excludes == b.excludes;
        });
    m_chips = shown;
    const qsizetype place = focusPlace();
    const QWidget *focused = QApplication::focusWidget();
    const QList<Chip *> old = same ? QList<Chip *>() : std::exchange(m_buttons, {});
    if (!same)
        makeButtons();
    arrange();
    if (place >= 0 && (place < old.size() || focused->isHidden()))
        focusAt(place);
    for (Chip *button : old) {
        button->hide();
        button->deleteLater();
    }
}

void ChipRow::makeButtons()
{
    QWidget *before = m_tabStart;
    // What a row can hold at most; the others are in the menu anyway.
    const qsizetype count = qMin<qsizetype>(m_chips.size(), 12);
    for (qsizetype i = 0; i < count; ++i) {
        auto *button = new Chip(m_chips.at(i), this);
        connect(button, &Chip::clicked, this, [this, i] {
            emit filterChosen(EventFilter(m_chips.at(i).without));
        });
        setTabOrder(before, button);
        before = button;
        m_buttons += button;
    }
    setTabOrder(before, m_more);
    setTabOrder(m_more, m_clear);
}

/// Which of the chips has the focus; as many as there are: what stands behind them; -1: nothing here.
qsizetype ChipRow::focusPlace() const
{
    if (m_more->hasFocus() || m_clear->hasFocus())
        return m_buttons.size();
    const auto found = std::ranges::find_if(m_buttons, &QWidget::hasFocus);
    return found == m_buttons.end() ? -1 : found - m_buttons.begin();
}

void ChipRow::focusAt(qsizetype place)
{
    if (m_fitting > 0)
        m_buttons.at(qMin<qsizetype>(place, m_fitting - 1))->setFocus(Qt::OtherFocusReason);
    else if (!m_more->isHidden())
        m_more->setFocus(Qt::OtherFocusReason);
    else
        emit focusLost();
}

void ChipRow::setCounts(qint64 shown, qint64 total, bool filtering)
{
    m_shownCount = shown;
    m_totalCount = total;
    m_filtering = filtering;
    if (!filtering)
        m_progress = 1;
    writeCounts();
}

void ChipRow::setProgress(double share)
{
    m_progress = share;
    writeCounts();
}

void ChipRow::writeCounts()
{
    const bool searching = m_filtering && m_progress < 1;
    m_shown->setText(m_filtering && !searching ? u"…"_s : grouped(m_shownCount));
    m_total->setText(
        searching ? tr("found, %1 % searched").arg(static_cast<int>(m_progress * 100))
                  : tr("shown of %1").arg(grouped(m_totalCount)));
    arrange();
}

void ChipRow::setTrouble(const QString &words)
{
    m_troubleWords = plainLine(words, 300);
    setPlainTip(m_trouble, m_troubleWords);
    m_trouble->setAccessibleName(m_troubleWords); // what is shown may be clipped
    m_trouble->setVisible(!words.isEmpty());
    arrange();
}

void ChipRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

int ChipRow::arrangeCounts()
{
    int right = width() - u(8);
    for (QLabel *label : {m_total, m_shown}) {
        const int wide = label->sizeHint().width();
        right -= wide;
        label->setGeometry(right, 0, wide, u(24));
        right -= u(4);
    }
    return right - u(12);
}

int ChipRow::arrangeTrouble(int end)
{
    if (m_troubleWords.isEmpty())
        return u(8);
    // Chips can be reached through the menu, the words cannot.
    const int most = m_chips.isEmpty() ? end - u(8) : (end - u(8)) * 2 / 3;
    const QFontMetrics metrics(m_trouble->font());
    m_trouble->setText(metrics.elidedText(m_troubleWords, Qt::ElideRight, most));
    const int wide = qMin(most, metrics.horizontalAdvance(m_troubleWords) + 2);
    m_trouble->setGeometry(u(8), 0, wide, u(24));
    return m_trouble->geometry().right() + u(8);
}

void ChipRow::arrange()
{
    const int top = 0;
    const int high = u(24);
    const int end = arrangeCounts();
    const int clearWidth = m_clear->sizeHint().width();
    m_more->setText(tr("%1 more").arg(m_chips.size()));
    const int moreWidth = m_more->sizeHint().width();
    int x = arrangeTrouble(end);
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
    m_clear->setVisible(m_hasText || !m_chips.isEmpty());
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
