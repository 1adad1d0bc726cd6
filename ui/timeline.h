// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"
#include "core/query/histogram.h"
#include "ui/timelinezoom.h"

#include <QPointer>
#include <QTimeZone>
#include <QWidget>

#include <optional>

namespace boxwatch {

class TimelineModel;
struct TimelinePicture;
struct TimelineScale;

/// When the events happened, as bars above the table; a span of it is chosen by dragging.
///
/// Drag: choose a span, or move an edge of the one there is; up to the right edge it stays open: "now".
/// Wheel: zoom around the pointer. Middle button, or wheel with Shift: pan. Double click: all of it, no
/// span. Keys: Left, Right, Home, End move over the bars, Shift extends, Enter chooses, Delete takes the
/// span away, + and - zoom, 0 shows all, Escape gives up what is being chosen.
class Timeline : public QWidget
{
    Q_OBJECT

public:
    explicit Timeline(QWidget *parent = nullptr);

    /// \p model must outlive the timeline or setModel(nullptr) be called first. Counts only while the
    /// timeline is seen.
    void setModel(TimelineModel *model);

    /// The span of the filter. Does not answer with spanChosen().
    void setSpan(const std::optional<TimeSpan> &span);
    std::optional<TimeSpan> span() const { return m_span; }

    void setTimeZone(const QTimeZone &zone);

    /// Folds to the height of a row while \p table, which shares its height with this, would be left
    /// with fewer than eight rows.
    void foldFor(QWidget *table);
    bool isFolded() const { return m_folded; }

    /// What a screen reader says: the bar that the keyboard is at, or all that is seen, and the span.
    QString valueText() const;

    /// The times that are seen, ms UTC: all, or those that were zoomed to.
    TimeRange shownRange() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The person chose a span, or none.
    void spanChosen(const std::optional<boxwatch::TimeSpan> &span);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Drag
    {
        enum class Kind { Span, Pan } kind = Kind::Span;
        int pressedAt = 0; ///< x
        int now = 0; ///< x
        qint64 fixed = 0; ///< the time that stays: where it began, or the other edge
        bool fixedIsOpen = false; ///< the other edge is the live one
        bool moved = false; ///< far enough to be meant
        TimeRange range{}; ///< that was seen when it began
    };

    void refresh();
    void followEdge();
    QRect bars() const;
    TimelineScale scale() const;
    TimelinePicture picture() const;
    bool showsNewest() const;
    qint64 newest() const;
    TimeRange whole() const;

    qint64 binStart(qint64 time) const;
    TimeSpan spanBetween(qint64 a, qint64 b, bool open) const;
    TimeSpan spanOfBins(qint64 a, qint64 b, bool open) const;
    std::optional<TimeSpan> spanInHand() const;
    TimeRange drawn(const TimeSpan &span) const;
    std::optional<qint64> edgeAt(int x, bool *otherIsOpen) const;
    QString tipAt(const QPoint &place) const;
    QString binWords(qint64 bin) const;

    void zoom(double factor, qint64 around);
    void pan(qint64 by, const TimeRange &from);
    void showAll();
    void choose(const std::optional<TimeSpan> &span);
    void moveCursor(qint64 to, bool extends);
    bool moveByKey(int key, bool extends);
    bool chooseByKey(int key);
    bool zoomByKey(int key);
    void giveUp();
    void tellValue();

    QPointer<TimelineModel> m_model;
    Histogram m_histogram;
    QTimeZone m_zone = QTimeZone::systemTimeZone();
    std::optional<TimeSpan> m_span;
    std::optional<Drag> m_drag;
    std::optional<qint64> m_cursor; ///< start of the bin that the keyboard is at
    std::optional<qint64> m_mark; ///< start of the bin where Shift was first pressed
    qint64 m_newestSeen = 0; ///< what the range that is seen went up to, if it did
    bool m_atEdge = true; ///< newer events move the range that is seen
    bool m_folded = false;
};

} // namespace boxwatch
