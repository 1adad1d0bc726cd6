// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/streamform.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/streamchoice.h"
#include "ui/theme.h"
#include "ui/typechooser.h"
#include "ui/words.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QTimeZone>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

QLabel *formCaption(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setFixedHeight(u(28));
    setTextInk(label, Ink::Text2);
    return label;
}

QLabel *formNote(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setFont(Theme::instance().secondaryFont());
    setTextInk(label, Ink::Text2);
    return label;
}

QWidget *formLine(std::initializer_list<QWidget *> widgets)
{
    auto *line = new QWidget;
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(12));
    for (QWidget *widget : widgets)
        layout->addWidget(widget);
    return line;
}

StreamForm::StreamForm(QObject *parent)
    : QObject(parent)
    , m_stream(new StreamChoice)
    , m_start(new QComboBox)
    , m_date(new QDateTimeEdit)
    , m_startNote(formNote())
    , m_types(new QComboBox)
    , m_typesNote(formNote())
    , m_interval(new QSpinBox)
    , m_cost(formNote())
    , m_costIcon(plainLabel())
{
}

void StreamForm::addRows(QGridLayout *grid, int row)
{
    const auto add = [&](const QString &words, QWidget *widget) {
        QLabel *label = formCaption(words);
        label->setBuddy(widget);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        grid->addWidget(widget, row++, 1);
    };
    add(tr("Watch"), m_stream);

    m_start->setMinimumWidth(u(240));
    m_start->setAccessibleName(tr("Start"));
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_date->setDateTime(QDateTime::currentDateTime().addDays(-7));
    m_date->setMaximumDateTime(QDateTime::currentDateTime());
    m_date->setAccessibleName(tr("Start date"));
    m_startNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QWidget *start = formLine({m_start, m_date, m_startNote});
    static_cast<QHBoxLayout *>(start->layout())->setStretch(2, 1);
    add(tr("Start"), start);

    m_types->setMinimumWidth(u(240));
    m_types->setAccessibleName(tr("Event types"));
    m_types->addItem(tr("All types"));
    m_types->addItem(tr("Some types only…"));
    m_typesNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QWidget *types = formLine({m_types, m_typesNote});
    static_cast<QHBoxLayout *>(types->layout())->setStretch(1, 1);
    add(tr("Event types"), types);
    add(tr("Ask Box"), buildInterval());

    connect(m_stream, &StreamChoice::typeChosen, this, [this] {
        typeChosen();
        emit typeChanged();
    });
    connect(m_start, &QComboBox::currentIndexChanged, this, &StreamForm::startChosen);
    connect(m_types, &QComboBox::activated, this, &StreamForm::chooseTypes);
    connect(m_interval, &QSpinBox::valueChanged, this, &StreamForm::refreshCost);
    typeChosen();
}

QWidget *StreamForm::buildInterval()
{
    m_interval->setRange(12, 86'400);
    m_interval->setSuffix(tr(" s"));
    m_interval->setAlignment(Qt::AlignRight);
    m_interval->setFixedWidth(u(88));
    m_interval->setAccessibleName(tr("Seconds between two calls"));
    m_costRow = new QWidget;
    auto *cost = new QVBoxLayout(m_costRow);
    cost->setContentsMargins(0, 0, 0, 0);
    cost->setSpacing(u(6));
    auto *every = new QHBoxLayout;
    every->setSpacing(u(8));
    every->addWidget(formNote(tr("every")));
    every->addWidget(m_interval);
    every->addStretch();
    cost->addLayout(every);
    auto *estimate = new QHBoxLayout;
    estimate->setSpacing(u(8));
    estimate->addWidget(m_costIcon);
    estimate->addWidget(m_cost, 1);
    cost->addLayout(estimate);
    return m_costRow;
}

StreamType StreamForm::type() const
{
    return m_stream->type();
}

void StreamForm::typeChosen()
{
    const StreamType type = m_stream->type();
    fillStarts(type);
    m_costRow->setEnabled(isEnterprise(type));
    m_types->setEnabled(isEnterprise(type));
    m_interval->setMinimum(type == StreamType::AdminLogs ? 60 : 12);
    m_interval->setValue(static_cast<int>(
        std::chrono::duration_cast<std::chrono::seconds>(defaultPollingInterval(type)).count()));
    refreshCost();
    refreshTypes();
}

void StreamForm::fillStarts(StreamType type)
{
    const QVariant before = m_start->currentData();
    m_start->clear();
    m_start->addItem(tr("Now"), FromNow);
    m_start->addItem(tr("Earliest that Box has"), FromEarliest);
    if (type == StreamType::AdminLogs) {
        m_start->addItem(tr("Last 24 hours, then go on"), FromLastDay);
        m_start->addItem(tr("From a date…"), FromDate);
    }
    m_start->setCurrentIndex(qMax(0, m_start->findData(before)));
    startChosen();
}

void StreamForm::startChosen()
{
    const int start = m_start->currentData().toInt();
    m_date->setVisible(start == FromDate);
    const QString zone = zoneName(QTimeZone::systemTimeZone());
    switch (start) {
    case FromEarliest:
        m_startNote->setText(
            m_stream->type() == StreamType::AdminLogs
                ? tr("Up to a year back: this can take hours.")
                : tr("About two weeks back."));
        break;
    case FromLastDay:
        m_startNote->setText(
            tr("from %1, %2")
                .arg(
                    QDateTime::currentDateTime().addDays(-1).toString(u"yyyy-MM-dd HH:mm"_s),
                    zone));
        break;
    case FromDate:
        m_startNote->setText(zone);
        break;
    default:
        m_startNote->setText(tr("What happened before is not fetched."));
    }
}

void StreamForm::chooseTypes()
{
    if (m_types->currentIndex() == 0) {
        m_chosenTypes.clear();
    } else {
        TypeChooser chooser(m_chosenTypes, m_types->window());
        if (chooser.exec() == QDialog::Accepted)
            m_chosenTypes = chooser.chosen();
    }
    refreshTypes();
}

void StreamForm::refreshTypes()
{
    const bool some = !m_chosenTypes.isEmpty() && isEnterprise(type());
    m_types->setCurrentIndex(some ? 1 : 0);
    m_typesNote->setText(
        some ? tr("%1 types. The others are never captured.").arg(m_chosenTypes.size())
             : tr("Hide types later. Nothing is lost."));
}

void StreamForm::refreshCost()
{
    const StreamType type = m_stream->type();
    if (!isEnterprise(type)) {
        m_costIcon->clear();
        m_cost->setText(tr("Box calls when there is news: a few hundred calls a day."));
        return;
    }
    const std::chrono::seconds interval(m_interval->value());
    m_stream->setInterval(interval);
    const qint64 month = callsPerDay(interval) * 30;
    // Plans name 50,000 to 200,000 calls a month for the whole enterprise.
    const bool much = month > 50'000;
    m_costIcon->setPixmap(iconPixmap(
        much ? u"warn"_s : u"info"_s, u(16), much ? Ink::WarnText : Ink::Text2,
        m_costIcon->devicePixelRatioF()));
    m_cost->setText(tr("About %1 calls in 30 days, day and night. Plans include 50,000 to 200,000.")
                        .arg(grouped(month)));
}

StreamSettings StreamForm::settings() const
{
    StreamSettings settings;
    settings.type = m_stream->type();
    switch (m_start->currentData().toInt()) {
    case FromEarliest:
        settings.start = StreamSettings::Start::Earliest;
        break;
    case FromLastDay:
        settings.start = StreamSettings::Start::Date;
        settings.state.startDate = QDateTime::currentDateTimeUtc().addDays(-1);
        break;
    case FromDate:
        settings.start = StreamSettings::Start::Date;
        settings.state.startDate = m_date->dateTime().toUTC();
        break;
    default:
        settings.start = StreamSettings::Start::Now;
    }
    if (isEnterprise(settings.type)) {
        settings.state.eventTypes = m_chosenTypes;
        settings.pollingInterval = std::chrono::seconds(m_interval->value());
    } else {
        settings.pollingInterval = defaultPollingInterval(settings.type);
    }
    return settings;
}

} // namespace boxwatch
