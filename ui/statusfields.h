// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/words.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace boxwatch {

/// What the status bar says of the session on screen.
struct StatusNumbers
{
    qint64 lag = -1; ///< ms, -1 if unknown
    qint64 events = 0;
    qint64 shown = 0;
    qint64 newRows = 0;
    qint64 marked = 0; ///< events with a mark
    qint64 duplicates = 0;
    qint64 unreadable = 0;
    qint64 late = 0;
    qint64 callsToday = 0; ///< that count against the enterprise's plan
    qint64 callsMonth = 0;
};

/// The fields of the status bar, each with room for its widest value so that nothing jumps. Where room
/// is short the less important ones go; state, events and shown stay.
class StatusFields : public QWidget
{
    Q_OBJECT

public:
    explicit StatusFields(QWidget *parent = nullptr);

    void setState(const StateWords &words);
    void setNumbers(const StatusNumbers &numbers);
    void setZone(const QString &name);
    void setNote(const QString &note); ///< a short word about what was just done; empty clears it

    QSize minimumSizeHint() const override;

signals:
    void zoneClicked();
    void markedClicked();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *add(const QString &widest, int importance);
    void set(QLabel *label, const QString &text);
    void setFilled(const QWidget *widget, bool filled);
    void arrange();

    struct Field
    {
        QWidget *widget;
        int importance; ///< the smaller, the earlier it goes
        int reserved; ///< pixels of the widest value to expect
        bool filled = false;
        int width = 0;
    };

    QList<Field> m_fields;
    QLabel *m_glyph;
    QLabel *m_state;
    QLabel *m_next;
    QLabel *m_lag;
    QLabel *m_events;
    QLabel *m_shown;
    QToolButton *m_marked;
    QLabel *m_duplicates;
    QLabel *m_late;
    QLabel *m_unreadable;
    QLabel *m_new; ///< last, since it comes and goes
    QLabel *m_note;
    QLabel *m_requests;
    QToolButton *m_zone;
    StateWords m_words;
    QList<int> m_lines; ///< where dividers are drawn
};

} // namespace boxwatch
