// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/markedscrollbar.h"

#include "ui/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionSlider>

#include <algorithm>
#include <cmath>

namespace boxwatch {

using namespace std::chrono_literals;

namespace {

// More than there are pixels; what a person marks by hand stays far below.
constexpr std::size_t mostTicks = 4'000;

} // namespace

MarkedScrollBar::MarkedScrollBar(QWidget *parent) : QScrollBar(Qt::Vertical, parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(200ms);
    connect(&m_delay, &QTimer::timeout, this, &MarkedScrollBar::refresh);
}

void MarkedScrollBar::setEvents(EventTableModel *events)
{
    m_events = events;
    const auto soon = [this] {
        if (!m_delay.isActive() && (!m_ticks.empty() || m_events->marks().size() > 0))
            m_delay.start();
    };
    connect(events, &EventTableModel::marksChanged, this, &MarkedScrollBar::refresh);
    connect(events, &QAbstractItemModel::rowsInserted, this, soon);
    connect(events, &QAbstractItemModel::modelReset, this, soon);
    connect(events, &QAbstractItemModel::layoutChanged, this, soon);
    refresh();
}

void MarkedScrollBar::refresh()
{
    std::vector<double> ticks;
    const RowSet marks = m_events->marks();
    const int rows = m_events->rowCount();
    for (const EventTable::Row marked : marks.rows()) {
        const int row = m_events->modelRow(marked);
        if (row >= 0)
            ticks.push_back((row + 0.5) / rows);
        if (ticks.size() == mostTicks)
            break;
    }
    std::ranges::sort(ticks);
    if (ticks == m_ticks)
        return;
    m_ticks = std::move(ticks);
    update();
}

void MarkedScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    if (m_ticks.empty())
        return;
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove = style()->subControlRect(
        QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, this);
    QPainter painter(this);
    const int wide = qMin(u(8), width() - 2);
    for (const double tick : m_ticks) {
        const int y = groove.y() + static_cast<int>(std::lround(tick * (groove.height() - u(2))));
        painter.fillRect((width() - wide) / 2, y, wide, u(2), color(Ink::Accent));
    }
}

} // namespace boxwatch
