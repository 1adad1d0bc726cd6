// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timelinepainting.h"

#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace boxwatch {

namespace {

constexpr double greyed = 0.45;
constexpr std::array severityInks{Ink::Info, Ink::Notice, Ink::WarnFill, Ink::CriticalFill};
constexpr std::size_t critical = 3;

/// Left and right edge of a bin, with a gap to the next one where there is room for it.
std::pair<int, int> edges(const TimelineScale &scale, qint64 from, qint64 step)
{
    const int left = scale.x(from);
    const int right = scale.x(from + step);
    return {left, right - left > 2 ? right - 1 : std::max(right, left + 1)};
}

class Bars
{
public:
    Bars(QPainter &painter, const TimelinePicture &picture) : m_painter(painter), m_picture(picture)
    {
        for (std::size_t i = 0; i < picture.histogram.bins.size(); ++i) {
            const qint64 from = timeOf(i);
            if (from + picture.histogram.step > picture.scale.from && from < picture.scale.to)
                m_highest = std::max(m_highest, picture.histogram.bins[i].total());
        }
        // Room for the diamond, and above it for the title and the label of the span.
        m_room = picture.bars.height() - u(picture.folded ? 2 : 17);
    }

    void paint()
    {
        if (m_highest == 0)
            return;
        for (std::size_t i = 0; i < m_picture.histogram.bins.size(); ++i)
            paintBin(m_picture.histogram.bins[i], timeOf(i));
        m_painter.setOpacity(1);
    }

private:
    qint64 timeOf(std::size_t bin) const
    {
        return m_picture.histogram.from + static_cast<qint64>(bin) * m_picture.histogram.step;
    }

    void paintBin(const Histogram::Bin &bin, qint64 from)
    {
        const qint64 step = m_picture.histogram.step;
        if (from + step <= m_picture.scale.from || from >= m_picture.scale.to || bin.total() == 0)
            return;
        const auto [left, right] = edges(m_picture.scale, from, step);
        const auto &span = m_picture.span;
        const bool outside = span && (from + step <= span->first || from >= span->second);
        m_painter.setOpacity(outside ? greyed : 1);
        int top = m_picture.bars.bottom() + 1;
        for (std::size_t severity = 0; severity < severityInks.size(); ++severity) {
            const quint32 count = bin.bySeverity[severity];
            if (count == 0)
                continue;
            const double exact = static_cast<double>(count) * m_room / m_highest;
            // One warning among thousands is what people look for: it stays visible.
            const int least = severity >= 2 ? u(2) : 1;
            const int high = std::min(
                std::max(least, static_cast<int>(std::lround(exact))), top - m_picture.bars.top());
            top -= high;
            m_painter.fillRect(left, top, right - left, high, color(severityInks.at(severity)));
        }
        if (bin.bySeverity[critical] > 0 && !m_picture.folded)
            paintDiamond((left + right) / 2.0, top - u(1));
    }

    void paintDiamond(double x, int bottom)
    {
        const double half = u(4);
        const double y = std::max<double>(bottom - half, m_picture.bars.top() + half - u(2));
        m_painter.save();
        m_painter.setOpacity(1);
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(color(Ink::CriticalFill));
        m_painter.drawPolygon(
            QPolygonF({{x, y - half}, {x + half, y}, {x, y + half}, {x - half, y}}));
        m_painter.restore();
    }

    QPainter &m_painter;
    const TimelinePicture &m_picture;
    quint32 m_highest = 0;
    int m_room = 0;
};

void paintAxis(QPainter &painter, const TimelinePicture &picture)
{
    const int line = picture.bars.bottom() + 1;
    painter.fillRect(picture.scale.left, line, picture.scale.width, 1, color(Ink::Line2));
    if (picture.folded)
        return;
    painter.setFont(Theme::instance().smallFont());
    const QFontMetrics metrics(painter.font());
    for (const AxisTick &tick : picture.ticks) {
        const int x = picture.scale.x(tick.time);
        painter.fillRect(x, line, 1, u(3), color(Ink::Line2));
        const int wide = metrics.horizontalAdvance(tick.label);
        const int left = x - wide / 2;
        if (left < 0 || left + wide > picture.scale.left + picture.scale.width + u(12))
            continue;
        painter.setPen(color(Ink::Text3));
        painter.drawText(
            QRect(left, line + u(3), wide + 1, u(15)), Qt::AlignCenter | Qt::TextDontClip,
            tick.label);
    }
}

void paintHandle(QPainter &painter, const QRect &bars, int x)
{
    painter.fillRect(x, bars.top(), 1, bars.height(), color(Ink::Accent));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Ink::Accent));
    const int high = std::min(u(16), bars.height() - 2);
    painter.drawRoundedRect(
        QRectF(x - u(2), bars.top() + (bars.height() - high) / 2.0, u(5), high), u(2), u(2));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// Where the label of the span has room, next to its left edge if it can be.
QRect labelPlace(const TimelinePicture &picture, const QFontMetrics &metrics)
{
    const int wide = metrics.horizontalAdvance(picture.spanLabel) + 1;
    const int start = picture.scale.x(std::max(picture.span->first, picture.scale.from));
    const int most = picture.scale.left + picture.scale.width - wide - u(4);
    const int left = std::max(picture.scale.left, std::min(start + u(8), most));
    return {left, picture.folded ? picture.bars.top() : u(4), wide, u(14)};
}

void paintTitles(QPainter &painter, const TimelinePicture &picture)
{
    QFont font = Theme::instance().smallFont();
    QRect label;
    if (picture.span && !picture.spanLabel.isEmpty()) {
        QFont bold = font;
        bold.setBold(true);
        label = labelPlace(picture, QFontMetrics(bold));
        if (!picture.folded) {
            painter.setFont(bold);
            painter.setPen(color(Ink::Accent));
            painter.drawText(label, Qt::AlignVCenter | Qt::TextDontClip, picture.spanLabel);
        }
    }
    if (picture.folded)
        return;
    const QRect title(
        picture.scale.left, u(4), QFontMetrics(font).horizontalAdvance(picture.title) + 1, u(14));
    if (label.isValid() && label.adjusted(-u(8), 0, u(8), 0).intersects(title))
        return;
    painter.setFont(font);
    painter.setPen(color(Ink::Text3));
    painter.drawText(title, Qt::AlignVCenter | Qt::TextDontClip, picture.title);
}

} // namespace

int TimelineScale::x(qint64 time) const
{
    const double share = static_cast<double>(time - from)
        / static_cast<double>(std::max<qint64>(1, to - from));
    // A time far outside must not overflow.
    return left + static_cast<int>(std::lround(std::clamp(share, -10.0, 10.0) * width));
}

qint64 TimelineScale::time(int x) const
{
    const double share = std::clamp(
        static_cast<double>(x - left) / static_cast<double>(std::max(1, width)), 0.0, 1.0);
    return from + static_cast<qint64>(std::llround(share * static_cast<double>(to - from)));
}

void paintTimeline(QPainter &painter, const TimelinePicture &picture)
{
    const TimelineScale &scale = picture.scale;
    const QRect plot(scale.left, picture.bars.top(), scale.width, picture.bars.height());
    if (picture.span) {
        const int left = std::max(plot.left(), scale.x(picture.span->first));
        const int right = std::min(plot.right() + 1, scale.x(picture.span->second));
        QColor shade = color(Ink::Accent);
        shade.setAlphaF(0.1F);
        if (right > left)
            painter.fillRect(left, plot.top(), right - left, plot.height(), shade);
    }
    painter.setClipRect(plot.adjusted(-u(4), -u(4), u(4), 0));
    Bars(painter, picture).paint();
    painter.setClipping(false);
    paintAxis(painter, picture);
    if (picture.span) {
        for (const qint64 edge : {picture.span->first, picture.span->second}) {
            if (edge >= scale.from && edge <= scale.to)
                paintHandle(painter, picture.bars, std::min(scale.x(edge), plot.right()));
        }
    }
    if (picture.cursor) {
        const auto [left, right] = edges(
            scale, picture.cursor->first, picture.cursor->second - picture.cursor->first);
        painter.setPen(color(Ink::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(
            QRect(QPoint(left - 1, plot.top()), QPoint(std::max(right, left + 2), plot.bottom())));
    }
    paintTitles(painter, picture);
}

} // namespace boxwatch
