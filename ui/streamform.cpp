// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/streamform.h"

#include "ui/formrows.h"
#include "ui/pollform.h"
#include "ui/theme.h"
#include "ui/typechooser.h"
#include "ui/words.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimeZone>

namespace boxwatch {

using namespace Qt::StringLiterals;

StreamForm::StreamForm(QObject *parent)
    : QObject(parent)
    , m_stream(new StreamChoice)
    , m_polls(new PollForm(this))
    , m_start(new QComboBox)
    , m_date(new QDateTimeEdit)
    , m_startNote(formNote())
    , m_types(new QComboBox)
    , m_typesNote(formNote())
{
}

void StreamForm::addRows(QGridLayout *grid)
{
    addFormRow(grid, tr("Watch"), m_stream);
    addFormRow(grid, tr("Start"), buildStart());
    addFormRow(grid, tr("Event types"), buildTypes());
    m_polls->addRows(grid);
    for (const Watch watch : {Watch::LiveAndHistory, Watch::History, Watch::Live})
        m_stream->setCost(watch, callsPerDay(watch, defaultPolls(watch)));

    connect(m_stream, &StreamChoice::watchChosen, this, [this] {
        watchChosen();
        emit typeChanged();
    });
    connect(m_start, &QComboBox::currentIndexChanged, this, &StreamForm::startChosen);
    connect(m_types, &QComboBox::activated, this, &StreamForm::typesChosen);
    connect(m_polls, &PollForm::changed, this, [this] {
        if (watch() != Watch::MyEvents)
            m_stream->setCost(watch(), callsPerDay(watch(), m_polls->polls()));
    });
    watchChosen();
}

QWidget *StreamForm::buildStart()
{
    m_start->setMinimumWidth(u(240));
    m_start->setAccessibleName(tr("Start"));
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_date->setAccessibleName(tr("Start date"));
    m_startNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QWidget *row = formLine({m_start, m_date, m_startNote});
    static_cast<QHBoxLayout *>(row->layout())->setStretch(2, 1);
    return row;
}

QWidget *StreamForm::buildTypes()
{
    m_types->setMinimumWidth(u(240));
    m_types->setAccessibleName(tr("Event types"));
    m_typesNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QWidget *row = formLine({m_types, m_typesNote});
    static_cast<QHBoxLayout *>(row->layout())->setStretch(1, 1);
    return row;
}

Watch StreamForm::watch() const
{
    return m_stream->watch();
}

StreamType StreamForm::type() const
{
    switch (watch()) {
    case Watch::LiveAndHistory:
    case Watch::History:
        return StreamType::AdminLogs;
    case Watch::Live:
        return StreamType::AdminLogsStreaming;
    case Watch::MyEvents:
        break;
    }
    return static_cast<StreamType>(m_types->currentData().toInt());
}

void StreamForm::watchChosen()
{
    fillTypes();
    m_polls->setWatch(watch());
    fillStarts();
}

int StreamForm::daysBack() const
{
    return watch() == Watch::History ? 365 : 14;
}

void StreamForm::fillStarts()
{
    const QVariant before = m_start->currentData();
    m_start->clear();
    m_start->addItem(tr("Now"), FromNow);
    m_start->addItem(
        watch() == Watch::LiveAndHistory ? tr("Last 24 hours, then go on live")
                                         : tr("Last 24 hours, then go on"),
        FromLastDay);
    m_start->addItem(
        watch() == Watch::LiveAndHistory ? tr("Two weeks back, as far as live goes")
                                         : tr("Earliest that Box has"),
        FromEarliest);
    m_start->addItem(tr("From a date…"), FromDate);
    const int usual = m_start->findData(FromLastDay);
    m_start->setCurrentIndex(before.isValid() ? m_start->findData(before) : usual);
    const QDateTime now = QDateTime::currentDateTime();
    m_date->setDateTimeRange(now.addDays(-daysBack()).addSecs(3600), now);
    m_date->setDateTime(now.addDays(-7));
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
            watch() == Watch::History ? tr("Up to a year back: this can take hours.")
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
        m_startNote->setText(
            watch() == Watch::History ? zone : tr("%1, up to two weeks back").arg(zone));
        break;
    default:
        m_startNote->setText(tr("What happened before is not fetched."));
    }
}

// A user's stream has no filter on the server, but comes in three kinds.
void StreamForm::fillTypes()
{
    const bool mine = watch() == Watch::MyEvents;
    m_types->clear();
    if (mine) {
        m_types->addItem(tr("All events"), static_cast<int>(StreamType::All));
        m_types->addItem(
            tr("Changes to the file tree only"), static_cast<int>(StreamType::Changes));
        m_types->addItem(tr("Synced folders only"), static_cast<int>(StreamType::Sync));
    } else {
        m_types->addItem(tr("All types"));
        m_types->addItem(tr("Some types only…"));
    }
    refreshTypes();
}

void StreamForm::typesChosen()
{
    if (watch() == Watch::MyEvents) {
        refreshTypes();
        emit typeChanged();
        return;
    }
    if (m_types->currentIndex() == 0) {
        m_chosenTypes.clear();
    } else {
        TypeChooser chooser(m_chosenTypes, TypeChooser::For::NewSession, m_types->window());
        if (chooser.exec() == QDialog::Accepted)
            m_chosenTypes = chooser.chosen();
    }
    refreshTypes();
}

void StreamForm::refreshTypes()
{
    if (watch() == Watch::MyEvents) {
        m_typesNote->setText(
            m_types->currentIndex() == 0
                ? tr("Hide types later. Nothing is lost.")
                : tr("Box leaves out all others; they are never captured."));
        return;
    }
    const bool some = !m_chosenTypes.isEmpty();
    m_types->setCurrentIndex(some ? 1 : 0);
    m_typesNote->setText(
        some ? tr("%1 types. The others are never captured.").arg(m_chosenTypes.size())
             : tr("Hide types later. Nothing is lost."));
}

StreamSettings StreamForm::start() const
{
    StreamSettings settings;
    settings.type = type();
    const auto from = [&settings](const QDateTime &date) {
        settings.start = StreamSettings::Start::Date;
        settings.state.startDate = date.toUTC();
    };
    switch (m_start->currentData().toInt()) {
    case FromEarliest:
        // History goes back a year; beside live it starts at the same moment.
        if (watch() == Watch::LiveAndHistory)
            from(QDateTime::currentDateTimeUtc().addDays(-daysBack()).addSecs(3600));
        else
            settings.start = StreamSettings::Start::Earliest;
        break;
    case FromLastDay:
        from(QDateTime::currentDateTimeUtc().addDays(-1));
        break;
    case FromDate:
        from(m_date->dateTime());
        break;
    default:
        settings.start = StreamSettings::Start::Now;
    }
    if (watch() != Watch::MyEvents)
        settings.state.eventTypes = m_chosenTypes;
    return settings;
}

CaptureSettings StreamForm::settings() const
{
    CaptureSettings settings = watch() == Watch::LiveAndHistory ? liveAndHistory(start())
                                                                : CaptureSettings(start());
    apply(m_polls->polls(), settings);
    return settings;
}

} // namespace boxwatch
