// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pollsettings.h"

#include <QFrame>

class QButtonGroup;
class QLabel;

namespace boxwatch {

/// Which events to watch, each with what it means and what it costs.
class StreamChoice : public QFrame
{
    Q_OBJECT

public:
    explicit StreamChoice(QWidget *parent = nullptr);

    Watch watch() const;
    void setWatch(Watch watch);

    /// What asking costs with \p watch, in calls a day.
    void setCost(Watch watch, qint64 callsADay);

signals:
    void watchChosen(boxwatch::Watch watch);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void add(Watch watch, const QString &title, const QString &words, const QString &cost);

    QButtonGroup *m_group;
    QList<QLabel *> m_costs; ///< in the order of Watch
};

} // namespace boxwatch
