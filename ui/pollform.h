// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pollsettings.h"

#include <QObject>

class QCheckBox;
class QGridLayout;
class QLabel;
class QWidget;

namespace boxwatch {

class IntervalField;

/// The rows of a form that say how often Box is asked, and what that costs.
class PollForm : public QObject
{
    Q_OBJECT

public:
    explicit PollForm(QObject *parent);

    /// Puts its rows below the last one of \p grid.
    void addRows(QGridLayout *grid);

    void setWatch(Watch watch); ///< with what is usual for it
    void setPolls(const PollSettings &polls);
    PollSettings polls() const;

signals:
    void changed();

private:
    QWidget *buildIntervals();
    QWidget *buildLookBack();
    void refresh();

    Watch m_watch = Watch::LiveAndHistory;
    QLabel *m_liveWord;
    IntervalField *m_live;
    QLabel *m_historyWord;
    IntervalField *m_history;
    QCheckBox *m_slower;
    QWidget *m_intervals = nullptr;
    QLabel *m_costIcon;
    QLabel *m_cost;
    QLabel *m_quiet;
    QCheckBox *m_lookBack;
    IntervalField *m_span;
    IntervalField *m_every;
    QLabel *m_lookBackCaption = nullptr;
    QWidget *m_lookBackRow = nullptr;
};

} // namespace boxwatch
