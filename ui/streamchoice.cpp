// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/streamchoice.h"

#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QButtonGroup>
#include <QGridLayout>
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

} // namespace

qint64 callsPerDay(std::chrono::seconds interval)
{
    return interval.count() > 0 ? 86'400 / interval.count() : 0;
}

StreamChoice::StreamChoice(QWidget *parent) : QFrame(parent), m_group(new QButtonGroup(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    add(StreamType::All, tr("What I did, and what happened to my items. Seconds late."),
        tr("a few hundred calls a day"));
    add(StreamType::AdminLogs,
        tr("Complete and in order, up to a year back. A minute late or more."),
        tr("%1 calls a day")
            .arg(grouped(callsPerDay(std::chrono::duration_cast<std::chrono::seconds>(
                defaultPollingInterval(StreamType::AdminLogs))))));
    add(StreamType::AdminLogsStreaming,
        tr("About 12 s late, two weeks back. Can repeat and come out of order."),
        tr("%1 calls a day")
            .arg(grouped(callsPerDay(std::chrono::duration_cast<std::chrono::seconds>(
                defaultPollingInterval(StreamType::AdminLogsStreaming))))));
    setType(StreamType::AdminLogs);
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        update();
        emit typeChosen(static_cast<StreamType>(id));
    });
}

void StreamChoice::add(StreamType type, const QString &words, const QString &cost)
{
    auto *button = new QRadioButton(streamTitle(type));
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
    grid->addWidget(button, 0, 0);
    grid->addWidget(price, 0, 1);
    grid->addWidget(meaning, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    button->setAccessibleDescription(words);
    // A press anywhere in the row is one on its button.
    for (QLabel *label : {price, meaning}) {
        setTextInk(label, Ink::Text2);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    m_group->addButton(button, static_cast<int>(type));
    layout()->addWidget(row);
    m_lines.append({type, row, price});
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

StreamType StreamChoice::type() const
{
    return static_cast<StreamType>(m_group->checkedId());
}

void StreamChoice::setType(StreamType type)
{
    if (QAbstractButton *button = m_group->button(static_cast<int>(type)))
        button->setChecked(true);
}

void StreamChoice::setInterval(std::chrono::seconds interval)
{
    for (const Line &line : std::as_const(m_lines)) {
        if (line.type == type() && isEnterprise(line.type))
            line.cost->setText(tr("%1 calls a day").arg(grouped(callsPerDay(interval))));
    }
}

} // namespace boxwatch
