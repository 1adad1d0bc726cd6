// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/streamsettings.h"

#include <QFrame>

#include <chrono>

class QButtonGroup;
class QLabel;

namespace boxwatch {

/// Which events to watch, each with what it means and what it costs.
class StreamChoice : public QFrame
{
    Q_OBJECT

public:
    explicit StreamChoice(QWidget *parent = nullptr);

    StreamType type() const;
    void setType(StreamType type);

    /// Shows what asking this often costs with the stream that is chosen.
    void setInterval(std::chrono::seconds interval);

signals:
    void typeChosen(boxwatch::StreamType type);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Line
    {
        StreamType type;
        QWidget *row;
        QLabel *cost;
    };

    void add(StreamType type, const QString &words, const QString &cost);

    QButtonGroup *m_group;
    QList<Line> m_lines;
};

/// Calls a day at one every \p interval, day and night.
qint64 callsPerDay(std::chrono::seconds interval);

} // namespace boxwatch
