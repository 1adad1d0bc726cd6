// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pollform.h"

#include "ui/formrows.h"
#include "ui/icons.h"
#include "ui/intervalfield.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds leastLive = 12s; // what Box buffers: asking sooner brings nothing
constexpr std::chrono::seconds leastHistory = 60s;
constexpr std::chrono::hours lookBackSpan = 24h;
constexpr std::chrono::minutes lookBackEvery = 10min;

} // namespace

PollForm::PollForm(QObject *parent)
    : QObject(parent)
    , m_liveWord(plainLabel(tr("live every")))
    , m_live(new IntervalField(tr("Time between two calls for live events"), leastLive, 24h))
    , m_historyWord(plainLabel(tr("history every")))
    , m_history(new IntervalField(tr("Time between two calls for history"), leastHistory, 24h))
    , m_slower(new QCheckBox(tr("slower when quiet")))
    , m_costIcon(plainLabel())
    , m_cost(formNote())
    , m_quiet(formNote())
    , m_lookBack(new QCheckBox(tr("read the last")))
    , m_span(new IntervalField(tr("How far back to look again"), 1h, 14 * 24h))
    , m_every(new IntervalField(tr("Time between two looks back"), 1min, 24h))
{
    setPlainTip(
        m_slower,
        tr("While nothing happens, Box is asked less and less often, down to every 5 minutes. The "
           "first event sets it back."));
    const QString late = tr("Box can record an event hours after it happened, behind the place "
                            "where history is read. Reading again finds it; it is marked as late.");
    setPlainTip(m_lookBack, late);
    m_lookBack->setAccessibleDescription(late);
    for (const IntervalField *field : {m_live, m_history, m_span, m_every})
        connect(field, &QSpinBox::valueChanged, this, &PollForm::refresh);
    for (const QCheckBox *box : {m_slower, m_lookBack})
        connect(box, &QCheckBox::toggled, this, &PollForm::refresh);
}

void PollForm::addRows(QGridLayout *grid)
{
    auto *cost = new QHBoxLayout;
    cost->setSpacing(u(8));
    cost->addWidget(m_costIcon);
    cost->addWidget(m_cost, 1);
    auto *costRow = new QWidget;
    costRow->setLayout(cost);
    cost->setContentsMargins(0, u(2), 0, 0);
    m_intervals = buildIntervals();
    addFormRow(grid, tr("Ask Box"), formColumn({m_intervals, costRow, m_quiet}));
    m_lookBackRow = buildLookBack();
    addFormRow(grid, tr("Look back"), m_lookBackRow);
    m_lookBackCaption = qobject_cast<QLabel *>(
        grid->itemAtPosition(grid->rowCount() - 1, 0)->widget());
    setWatch(m_watch);
}

QWidget *PollForm::buildIntervals()
{
    QWidget *row = formLine({m_liveWord, m_live, m_historyWord, m_history, m_slower});
    row->layout()->setSpacing(u(8));
    for (QWidget *word : {m_liveWord, m_historyWord})
        setTextInk(word, Ink::Text2);
    static_cast<QHBoxLayout *>(row->layout())->addStretch(1);
    return row;
}

QWidget *PollForm::buildLookBack()
{
    QLabel *again = plainLabel(tr("again every"));
    setTextInk(again, Ink::Text2);
    QLabel *why = formNote(tr("for late events"));
    QWidget *row = formLine({m_lookBack, m_span, again, m_every, why});
    row->layout()->setSpacing(u(8));
    why->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    static_cast<QHBoxLayout *>(row->layout())->setStretch(row->layout()->indexOf(why), 1);
    return row;
}

void PollForm::setWatch(Watch watch)
{
    m_watch = watch;
    const bool both = watch == Watch::LiveAndHistory;
    m_liveWord->setVisible(hasLive(watch));
    m_live->setVisible(hasLive(watch));
    m_historyWord->setVisible(hasHistory(watch));
    m_history->setVisible(hasHistory(watch));
    m_liveWord->setText(both ? tr("live every") : tr("every"));
    m_historyWord->setText(both ? tr("history every") : tr("every"));
    m_intervals->setVisible(watch != Watch::MyEvents);
    m_lookBackRow->setVisible(hasHistory(watch));
    m_lookBackCaption->setVisible(hasHistory(watch));
    setPolls(defaultPolls(watch));
}

void PollForm::setPolls(const PollSettings &polls)
{
    const QSignalBlocker quiet(this);
    m_live->setInterval(polls.live);
    m_history->setInterval(polls.history);
    m_slower->setChecked(polls.slowerWhenQuiet);
    const bool looks = polls.lookBack.isOn();
    m_lookBack->setChecked(looks);
    m_span->setInterval(looks ? polls.lookBack.span : lookBackSpan);
    m_every->setInterval(looks ? polls.lookBack.interval : lookBackEvery);
    refresh();
}

PollSettings PollForm::polls() const
{
    // What is typed counts even before its field is left.
    for (IntervalField *field : {m_live, m_history, m_span, m_every})
        field->interpretText();
    PollSettings polls;
    polls.live = m_live->interval();
    polls.history = m_history->interval();
    polls.slowerWhenQuiet = m_slower->isChecked();
    const bool looks = m_lookBack->isChecked();
    polls.lookBack.span = looks ? std::chrono::milliseconds(m_span->interval()) : 0ms;
    polls.lookBack.interval = looks ? std::chrono::milliseconds(m_every->interval()) : 0ms;
    return polls;
}

void PollForm::refresh()
{
    m_span->setEnabled(m_lookBack->isChecked());
    m_every->setEnabled(m_lookBack->isChecked());
    m_quiet->setVisible(m_watch != Watch::MyEvents && m_slower->isChecked());
    if (m_watch == Watch::MyEvents) {
        m_costIcon->hide();
        m_cost->setText(tr("Box calls when there is news: a few hundred calls a day."));
        emit changed();
        return;
    }
    const PollSettings now = polls();
    const qint64 month = callsPerDay(m_watch, now) * 30;
    // Plans name 50,000 to 200,000 calls a month for the whole enterprise.
    const bool much = month > 50'000;
    m_costIcon->show();
    m_costIcon->setPixmap(iconPixmap(
        much ? u"warn"_s : u"info"_s, u(16), much ? Ink::WarnText : Ink::Text2,
        m_costIcon->devicePixelRatioF()));
    m_cost->setText(tr("About %1 calls in 30 days, day and night. Plans include 50,000 to 200,000.")
                        .arg(grouped(month)));
    m_quiet->setText(tr("With quiet nights and weekends: about %1.")
                         .arg(grouped(callsPerQuietDay(m_watch, now) * 30)));
    emit changed();
}

} // namespace boxwatch
