// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/streamsettings.h"

#include <QByteArrayList>
#include <QObject>

class QComboBox;
class QDateTimeEdit;
class QGridLayout;
class QLabel;
class QSpinBox;
class QWidget;

namespace boxwatch {

class StreamChoice;

/// The part of a form that says which stream, from when, which types, and how often Box is asked.
class StreamForm : public QObject
{
    Q_OBJECT

public:
    explicit StreamForm(QObject *parent);

    /// Puts its rows into \p grid, captions in column 0, from \p row on.
    void addRows(QGridLayout *grid, int row);

    StreamType type() const;
    StreamSettings settings() const;

signals:
    void typeChanged();

private:
    enum Start { FromNow, FromEarliest, FromLastDay, FromDate };

    QWidget *buildInterval();
    void typeChosen();
    void fillStarts(StreamType type);
    void startChosen();
    void chooseTypes();
    void refreshTypes();
    void refreshCost();

    StreamChoice *m_stream;
    QComboBox *m_start;
    QDateTimeEdit *m_date;
    QLabel *m_startNote;
    QComboBox *m_types;
    QLabel *m_typesNote;
    QSpinBox *m_interval;
    QLabel *m_cost;
    QLabel *m_costIcon;
    QWidget *m_costRow = nullptr;
    QByteArrayList m_chosenTypes;
};

// What the rows of a form are made of.
QLabel *formCaption(const QString &text);
QLabel *formNote(const QString &text = {}); ///< small, in the second colour
QWidget *formLine(std::initializer_list<QWidget *> widgets);

} // namespace boxwatch
