// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/streamchoice.h"

#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QRadioButton>
#include <QVBoxLayout>

namespace boxwatch {

namespace {

/// The whole row chooses, not only the button in it.
class ChoiceRow final : public QWidget
{
public:
    explicit ChoiceRow(QRadioButton *button) : m_button(button) { }

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        if (event->button() == Qt::LeftButton)
            m_button->click();
    }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (m_button->isChecked())
            painter.fillRect(rect(), color(Ink::Soft));
        painter.fillRect(QRect(0, height() - 1, width(), 1), color(Ink::Line));
    }

private:
    QRadioButton *m_button;
};

/// A word in a frame.
class Badge final : public QLabel
{
public:
    explicit Badge(const QString &word) : QLabel(word)
    {
        setTextFormat(Qt::PlainText);
        setFont(Theme::instance().smallFont());
        setTextInk(this, Ink::Accent);
        setContentsMargins(u(4), 0, u(4), 0);
        setFixedHeight(u(17));
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(color(Ink::Accent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(2), u(2));
        QLabel::paintEvent(event);
    }
};

} // namespace

StreamChoice::StreamChoice(QWidget *parent) : QFrame(parent), m_group(new QButtonGroup(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    add(Watch::MyEvents, tr("My own events"),
        tr("What I did, and what happened to my items. Seconds late."),
        tr("a few hundred calls a day"));
    add(Watch::LiveAndHistory, tr("Whole enterprise, live + history"),
        tr("About 12 s late and complete: history fills what live missed."), {});
    add(Watch::History, tr("Whole enterprise, history only"),
        tr("Complete and in order, up to a year back. A minute late or more."), {});
    add(Watch::Live, tr("Whole enterprise, live only"),
        tr("About 12 s late, two weeks back. Can repeat and come out of order."), {});
    setWatch(Watch::LiveAndHistory);
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        update();
        emit watchChosen(static_cast<Watch>(id));
    });
}

void StreamChoice::add(Watch watch, const QString &title, const QString &words, const QString &cost)
{
    auto *button = new QRadioButton(title);
    auto *row = new ChoiceRow(button);
    row->setMinimumHeight(u(48));
    auto *grid = new QGridLayout(row);
    grid->setContentsMargins(u(12), u(5), u(12), u(5));
    grid->setHorizontalSpacing(u(12));
    grid->setVerticalSpacing(0);
    QLabel *price = plainLabel(cost);
    price->setFont(Theme::instance().secondaryFont());
    QLabel *meaning = plainLabel(words);
    meaning->setFont(Theme::instance().secondaryFont());
    meaning->setIndent(u(22));
    meaning->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *head = new QHBoxLayout;
    head->setSpacing(u(10));
    head->addWidget(button);
    if (watch == Watch::LiveAndHistory) {
        QFont bold = button->font();
        bold.setBold(true);
        button->setFont(bold);
        head->addWidget(new Badge(tr("Recommended")), 0, Qt::AlignVCenter);
    }
    head->addStretch(1);
    grid->addLayout(head, 0, 0);
    grid->addWidget(price, 0, 1);
    grid->addWidget(meaning, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    button->setAccessibleDescription(words);
    // A press anywhere in the row is one on its button.
    for (QLabel *label : {price, meaning}) {
        setTextInk(label, Ink::Text2);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    m_group->addButton(button, static_cast<int>(watch));
    layout()->addWidget(row);
    m_costs.append(price);
    connect(button, &QRadioButton::toggled, row, qOverload<>(&QWidget::update));
}

void StreamChoice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(color(Ink::Line));
    painter.setBrush(color(Ink::Base));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(4), u(4));
}

Watch StreamChoice::watch() const
{
    return static_cast<Watch>(m_group->checkedId());
}

void StreamChoice::setWatch(Watch watch)
{
    if (QAbstractButton *button = m_group->button(static_cast<int>(watch)))
        button->setChecked(true);
}

void StreamChoice::setCost(Watch watch, qint64 callsADay)
{
    m_costs.at(static_cast<int>(watch))->setText(tr("%1 calls a day").arg(grouped(callsADay)));
}

} // namespace boxwatch
