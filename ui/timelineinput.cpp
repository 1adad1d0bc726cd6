// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/timelinemodel.h"
#include "ui/theme.h"
#include "ui/timeline.h"
#include "ui/timelinepainting.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace boxwatch {

namespace {

constexpr int notch = 120; // of a wheel
constexpr double perNotch = 0.8;

} // namespace

// An edge of the span can be taken hold of; then the other one stays.
std::optional<qint64> Timeline::edgeAt(int x, bool *otherIsOpen) const
{
    if (!m_span)
        return std::nullopt;
    const TimelineScale s = scale();
    const auto [from, to] = drawn(*m_span);
    const auto isNear = [&](qint64 edge) {
        const int place = std::min(s.x(edge), s.left + s.width - 1);
        return edge >= s.from && edge <= s.to && std::abs(place - x) <= u(spanHandleReach);
    };
    *otherIsOpen = false;
    if (isNear(to))
        return from;
    if (!isNear(from))
        return std::nullopt;
    *otherIsOpen = !m_span->to;
    // The end is the first moment that is not in the span any more.
    return to - 1;
}

void Timeline::mousePressEvent(QMouseEvent *event)
{
    const int x = event->position().toPoint().x();
    if (m_drag || m_histogram.bins.empty())
        return;
    m_cursor.reset();
    m_mark.reset();
    Drag drag{.pressedAt = x, .now = x, .range = shownRange()};
    if (event->button() == Qt::MiddleButton) {
        drag.kind = Drag::Kind::Pan;
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        drag.fixed = edgeAt(x, &drag.fixedIsOpen).value_or(scale().time(x));
    } else {
        QWidget::mousePressEvent(event);
        return;
    }
    m_drag = drag;
    update();
}

void Timeline::mouseMoveEvent(QMouseEvent *event)
{
    const int x = event->position().toPoint().x();
    if (!m_drag) {
        bool open = false;
        if (edgeAt(x, &open))
            setCursor(Qt::SizeHorCursor);
        else
            unsetCursor();
        return;
    }
    // Let go where nobody told: in a menu, or another window.
    const bool pans = m_drag->kind == Drag::Kind::Pan;
    if (!event->buttons().testFlag(pans ? Qt::MiddleButton : Qt::LeftButton)) {
        giveUp();
        return;
    }
    m_drag->now = x;
    m_drag->moved = m_drag->moved || std::abs(x - m_drag->pressedAt) >= u(4);
    if (pans) {
        const qint64 width = m_drag->range.second - m_drag->range.first;
        pan((m_drag->pressedAt - x) * width / std::max(1, scale().width), m_drag->range);
    }
    update();
}

void Timeline::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_drag)
        return;
    const bool pans = m_drag->kind == Drag::Kind::Pan;
    if (event->button() != (pans ? Qt::MiddleButton : Qt::LeftButton))
        return;
    m_drag->now = event->position().toPoint().x();
    const std::optional<TimeSpan> span = spanInHand();
    m_drag.reset();
    unsetCursor();
    update();
    if (span)
        choose(span);
}

void Timeline::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_drag.reset();
    showAll();
    choose(std::nullopt);
}

void Timeline::wheelEvent(QWheelEvent *event)
{
    event->accept();
    const QPoint turned = event->angleDelta();
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier)
        || std::abs(turned.x()) > std::abs(turned.y());
    if (m_histogram.bins.empty() || m_drag)
        return;
    if (sideways) {
        const int by = turned.x() != 0 ? turned.x() : turned.y();
        const TimeRange range = shownRange();
        pan(-by * (range.second - range.first) / (10 * notch), range);
    } else if (turned.y() != 0) {
        zoom(
            std::pow(perNotch, static_cast<double>(turned.y()) / notch),
            scale().time(event->position().toPoint().x()));
    }
}

void Timeline::zoom(double factor, qint64 around)
{
    if (!m_model)
        return;
    const auto range = zoomed(shownRange(), around, factor, whole());
    if (!range) {
        showAll();
        return;
    }
    m_atEdge = range->second >= newest();
    m_model->setRange(range->first, range->second);
    update();
}

void Timeline::pan(qint64 by, const TimeRange &from)
{
    if (!m_model || !m_model->range())
        return;
    const TimeRange range = panned(from, by, whole());
    m_atEdge = range.second >= newest();
    m_model->setRange(range.first, range.second);
    update();
}

void Timeline::showAll()
{
    m_atEdge = true;
    if (m_model)
        m_model->clearRange();
    update();
}

void Timeline::choose(const std::optional<TimeSpan> &span)
{
    if (span == m_span)
        return;
    setSpan(span);
    emit spanChosen(span);
}

void Timeline::giveUp()
{
    m_drag.reset();
    m_cursor.reset();
    m_mark.reset();
    unsetCursor();
    update();
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && (m_drag || m_cursor)) {
        giveUp();
        return;
    }
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (m_drag || m_histogram.bins.empty() || !plain
        || (!moveByKey(event->key(), shift) && !chooseByKey(event->key())
            && !zoomByKey(event->key())))
        QWidget::keyPressEvent(event);
}

bool Timeline::moveByKey(int key, bool extends)
{
    const qint64 step = m_histogram.step;
    const auto [from, to] = shownRange();
    const qint64 last = binStart(std::min(to, newest() + 1) - 1);
    switch (key) {
    case Qt::Key_Left:
        moveCursor(m_cursor ? *m_cursor - step : last, extends);
        return true;
    case Qt::Key_Right:
        moveCursor(m_cursor ? *m_cursor + step : last, extends);
        return true;
    case Qt::Key_Home:
        moveCursor(std::max(binStart(from), m_histogram.from), extends);
        return true;
    case Qt::Key_End:
        moveCursor(last, extends);
        return true;
    default:
        return false;
    }
}

void Timeline::moveCursor(qint64 to, bool extends)
{
    const auto [from, end] = shownRange();
    const qint64 first = std::max(binStart(from), m_histogram.from);
    const qint64 last = std::max(first, binStart(std::min(end, newest() + 1) - 1));
    if (!extends)
        m_mark.reset();
    else if (!m_mark)
        m_mark = m_cursor.value_or(to);
    m_cursor = std::clamp(to, first, last);
    tellValue();
    update();
}

bool Timeline::chooseByKey(int key)
{
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_cursor) {
        const qint64 other = m_mark.value_or(*m_cursor);
        const qint64 last = std::max(*m_cursor, other);
        const bool toNewest = last == binStart(newest()) && m_mark;
        const TimeSpan span = spanOfBins(*m_cursor, other, toNewest);
        m_mark.reset();
        choose(span);
        update();
        return true;
    }
    if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
        giveUp();
        choose(std::nullopt);
        return true;
    }
    return false;
}

bool Timeline::zoomByKey(int key)
{
    const auto [from, to] = shownRange();
    const qint64 around = m_cursor ? *m_cursor + m_histogram.step / 2 : (from + to) / 2;
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(perNotch, around);
        return true;
    case Qt::Key_Minus:
        zoom(1 / perNotch, around);
        return true;
    case Qt::Key_0:
        showAll();
        return true;
    default:
        return false;
    }
}

void Timeline::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void Timeline::focusOutEvent(QFocusEvent *event)
{
    m_mark.reset();
    m_cursor.reset();
    QWidget::focusOutEvent(event);
    update();
}

} // namespace boxwatch
