// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPushButton>

namespace boxwatch {

/// "37 new" at the end of the table where they are: a press follows the newest row again.
class NewRowsPill final : public QPushButton
{
    Q_OBJECT

public:
    explicit NewRowsPill(QWidget *parent);

    void setCount(qint64 count);
    void setPointsUp(bool up); ///< the newest row is the first
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_up = false;
};

} // namespace boxwatch
