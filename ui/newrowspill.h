// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPushButton>

namespace boxwatch {

/// "37 new" over the foot of the table: a press follows the newest row again.
class NewRowsPill final : public QPushButton
{
    Q_OBJECT

public:
    explicit NewRowsPill(QWidget *parent);

    void setCount(qint64 count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace boxwatch
