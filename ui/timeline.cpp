// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline.h"

#include "core/model/timelinemodel.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/timelineaccess.h"
#include "ui/timelinepainting.h"
#include "ui/words.h"

#include <QAccessible>
#include <QDateTime>
#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int fewestRows = 8;
constexpr qint64 fewestBins = 30; // one event alone is a bar, not a wall

} // namespace

Timeline::Timeline(QWidget *parent) : QWidget(parent)
{
    installTimelineAccess();
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(
        tr("Arrow keys move over the bars, Shift extends, Enter chooses the span"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(u(88));
}

void Timeline::setModel(TimelineModel *model)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    if (model) {
        connect(model, &TimelineModel::changed, this, &Timeline::refresh);
        model->setBins(qMax(20, scale().width / u(6)));
        model->setActive(isVisible());
    }
    m_atEdge = true;
    refresh();
}

void Timeline::setSpan(const std::optional<TimeSpan> &span)
{
    if (span == m_span)
        return;
    m_span = span;
    tellValue();
    update();
}

void Timeline::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    update();
}

void Timeline::foldFor(QWidget *table)
{
    table->installEventFilter(this);
}

// Both heights together stay the same when this one folds, so it cannot flicker.
bool Timeline::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible()) {
        const auto *table = static_cast<QWidget *>(watched);
        const int rows = height() + table->height() - u(88) - u(28);
        const bool fold = rows < fewestRows * u(24);
        if (fold != m_folded) {
            m_folded = fold;
            setFixedHeight(u(fold ? 24 : 88));
        }
    }
    return QWidget::eventFilter(watched, event);
}

QSize Timeline::sizeHint() const
{
    return {u(480), u(m_folded ? 24 : 88)};
}

QSize Timeline::minimumSizeHint() const
{
    return {u(120), u(m_folded ? 24 : 88)};
}

void Timeline::refresh()
{
    m_histogram = m_model ? m_model->histogram() : Histogram();
    followEdge();
    update();
}

// Whoever looks at the newest events goes on to do so, at the same scale.
void Timeline::followEdge()
{
    if (!m_model || !m_model->extent())
        return;
    const qint64 newest = m_model->extent()->second;
    const auto range = m_model->range();
    if (range && m_atEdge && newest > m_newestSeen && newest >= range->second) {
        const qint64 by = newest - m_newestSeen;
        m_newestSeen = newest;
        m_model->setRange(range->first + by, range->second + by);
    }
    m_newestSeen = newest;
}

QRect Timeline::bars() const
{
    return m_folded ? QRect(0, u(2), width(), u(20)) : QRect(0, u(10), width(), u(56));
}

TimeRange Timeline::shownRange() const
{
    if (m_model && m_model->range())
        return *m_model->range();
    const qint64 least = m_histogram.step * fewestBins;
    const qint64 to = m_histogram.to();
    return {qMin(m_histogram.from, to - least), to};
}

TimelineScale Timeline::scale() const
{
    const auto [from, to] = shownRange();
    return {from, to, u(12), qMax(1, width() - u(24))};
}

qint64 Timeline::newest() const
{
    const auto extent = m_model ? m_model->extent() : std::nullopt;
    return extent ? extent->second : m_histogram.to();
}

TimeRange Timeline::whole() const
{
    const auto extent = m_model ? m_model->extent() : std::nullopt;
    if (!extent)
        return shownRange();
    return {extent->first - m_histogram.step, extent->second + m_histogram.step};
}

bool Timeline::showsNewest() const
{
    return shownRange().second > newest();
}

qint64 Timeline::binStart(qint64 time) const
{
    const qint64 step = qMax<qint64>(1, m_histogram.step);
    const qint64 past = (time - m_histogram.from) % step;
    return time - (past < 0 ? past + step : past);
}

// Whole bars, so that the label is a round time.
TimeSpan Timeline::spanBetween(qint64 a, qint64 b, bool open) const
{
    const qint64 from = binStart(qMin(a, b));
    const qint64 last = qMax(a, b);
    const qint64 start = binStart(last);
    const qint64 to = start == last && start > from ? start : start + m_histogram.step;
    return {from, open ? std::nullopt : std::optional(to)};
}

TimeSpan Timeline::spanOfBins(qint64 a, qint64 b, bool open) const
{
    return spanBetween(qMin(a, b), qMax(a, b) + m_histogram.step, open);
}

std::optional<TimeSpan> Timeline::spanInHand() const
{
    if (!m_drag || m_drag->kind != Drag::Kind::Span || !m_drag->moved)
        return std::nullopt;
    const TimelineScale s = scale();
    const qint64 now = s.time(m_drag->now);
    const bool atEdge = m_drag->now >= s.left + s.width - u(4) && showsNewest();
    return spanBetween(m_drag->fixed, now, atEdge || (m_drag->fixedIsOpen && now < newest()));
}

TimeRange Timeline::drawn(const TimeSpan &span) const
{
    return {span.from, span.to ? *span.to : qMax(shownRange().second, newest() + 1)};
}

TimelinePicture Timeline::picture() const
{
    TimelinePicture picture;
    picture.bars = bars();
    picture.folded = m_folded;
    picture.scale = scale();
    picture.histogram = m_histogram;
    if (!m_histogram.bins.empty()) {
        picture.title = stepWords(m_histogram.step);
        picture.ticks = axisTicks(
            picture.scale.from, picture.scale.to, qMax(1, picture.scale.width / u(84)), m_zone);
    }
    std::optional<TimeSpan> span = spanInHand();
    if (!span && m_cursor && m_mark)
        span = spanOfBins(*m_mark, *m_cursor, false);
    if (!span)
        span = m_span;
    if (span) {
        picture.span = drawn(*span);
        picture.spanLabel = spanWords(*span, m_zone, newest());
    }
    if (m_cursor && hasFocus())
        picture.cursor = {*m_cursor, *m_cursor + m_histogram.step};
    return picture;
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Ink::Base));
    painter.fillRect(QRect(0, 0, width(), 1), color(Ink::Line));
    paintTimeline(painter, picture());
    if (hasFocus() && !m_cursor) {
        painter.setPen(color(Ink::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void Timeline::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_model)
        m_model->setBins(qMax(20, scale().width / u(6)));
}

void Timeline::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_model)
        m_model->setActive(true);
}

void Timeline::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    giveUp();
    if (m_model)
        m_model->setActive(false);
}

bool Timeline::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), plainTip(tipAt(help->pos())), this);
        return true;
    }
    // Escape and Enter are shortcuts elsewhere; while something is being chosen they are about that.
    if (event->type() == QEvent::ShortcutOverride && (m_drag || m_cursor)) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

QString Timeline::binWords(qint64 bin) const
{
    const auto clock = [this](qint64 time) {
        const QString format = m_histogram.step % 60'000 == 0 ? u"yyyy-MM-dd HH:mm"_s
                                                              : u"yyyy-MM-dd HH:mm:ss"_s;
        return QDateTime::fromMSecsSinceEpoch(time, m_zone).toString(format);
    };
    const qint64 place = (bin - m_histogram.from) / qMax<qint64>(1, m_histogram.step);
    Histogram::Bin counts;
    if (bin >= m_histogram.from && place < static_cast<qint64>(m_histogram.bins.size()))
        counts = m_histogram.bins[static_cast<std::size_t>(place)];
    const auto &[info, notice, warning, critical] = counts.bySeverity;
    QStringList parts;
    const auto add = [&parts](const QString &words, quint32 count) {
        if (count > 0)
            parts += words.arg(grouped(count));
    };
    add(tr("%1 info"), info);
    add(tr("%1 notice"), notice);
    add(tr("%1 warning"), warning);
    add(tr("%1 critical"), critical);
    const QString times =
        tr("%1 – %2", "from a time to a time").arg(clock(bin), clock(bin + m_histogram.step));
    if (parts.isEmpty())
        return tr("%1: no events").arg(times);
    return tr("%1: %2", "time: counts").arg(times, parts.join(u", "_s));
}

QString Timeline::tipAt(const QPoint &place) const
{
    const TimelineScale s = scale();
    const bool onBars = place.y() <= bars().bottom() && place.x() >= s.left
        && place.x() < s.left + s.width;
    if (m_histogram.bins.empty() || !onBars)
        return tr("Drag to choose a span, wheel to zoom, double click to see all");
    return binWords(binStart(s.time(place.x())));
}

QString Timeline::valueText() const
{
    if (m_histogram.bins.empty())
        return tr("No events");
    QStringList parts;
    if (m_cursor) {
        parts += binWords(*m_cursor);
        if (m_mark)
            parts += tr("span %1").arg(
                spanWords(spanOfBins(*m_mark, *m_cursor, false), m_zone, newest()));
    } else {
        quint64 events = 0;
        for (const Histogram::Bin &bin : m_histogram.bins)
            events += bin.total();
        const auto [from, to] = shownRange();
        parts += tr("%1: %2 events")
                     .arg(
                         spanWords({from, to}, m_zone, newest()),
                         grouped(static_cast<qint64>(events)));
    }
    if (m_span && !m_mark)
        parts += tr("chosen: %1").arg(spanWords(*m_span, m_zone, newest()));
    return parts.join(u"; "_s);
}

void Timeline::tellValue()
{
    QAccessibleValueChangeEvent news(this, valueText());
    QAccessible::updateAccessibility(&news);
}

} // namespace boxwatch
