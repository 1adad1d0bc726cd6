// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"

#include <QScrollBar>
#include <QTimer>

#include <vector>

namespace boxwatch {

/// A scroll bar with a tick where a marked event is, so that it can be found again.
class MarkedScrollBar final : public QScrollBar
{
    Q_OBJECT

public:
    explicit MarkedScrollBar(QWidget *parent);

    void setEvents(EventTableModel *events);

    /// Where the ticks are, as shares of the whole length, in order.
    const std::vector<double> &ticks() const { return m_ticks; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    EventTableModel *m_events = nullptr;
    QTimer m_delay;
    std::vector<double> m_ticks;
};

} // namespace boxwatch
