// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/capturesettings.h"
#include "ui/streamchoice.h"

#include <QByteArrayList>
#include <QObject>

class QComboBox;
class QDateTimeEdit;
class QGridLayout;
class QLabel;
class QWidget;

namespace boxwatch {

class PollForm;

/// The part of a form that says what to watch, from when, which types, and how often Box is asked.
class StreamForm : public QObject
{
    Q_OBJECT

public:
    explicit StreamForm(QObject *parent);

    /// Puts its rows below the last one of \p grid.
    void addRows(QGridLayout *grid);

    Watch watch() const;

    /// The stream whose right is to be tested: the only one, or the history beside live.
    StreamType type() const;

    CaptureSettings settings() const;

signals:
    void typeChanged();

private:
    enum Start { FromNow, FromLastDay, FromEarliest, FromDate };

    QWidget *buildStart();
    QWidget *buildTypes();
    void watchChosen();
    void fillStarts();
    void fillTypes();
    void startChosen();
    void typesChosen();
    void refreshTypes();
    StreamSettings start() const;
    int daysBack() const; ///< how far back Box keeps what is chosen

    StreamChoice *m_stream;
    PollForm *m_polls;
    QComboBox *m_start;
    QDateTimeEdit *m_date;
    QLabel *m_startNote;
    QComboBox *m_types;
    QLabel *m_typesNote;
    QByteArrayList m_chosenTypes;
};

} // namespace boxwatch
