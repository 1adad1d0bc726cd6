// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/waiter.h"

#include <QTimer>

#include <chrono>

namespace boxwatch {

/// Looks again after a fixed time: enterprise streams have no long poll.
class IntervalWaiter final : public Waiter
{
    Q_OBJECT

public:
    explicit IntervalWaiter(std::chrono::milliseconds interval, QObject *parent = nullptr);

    void wait(const StreamPosition &position, bool found) override;
    void cancel() override;
    QDateTime due() const override;

private:
    QTimer m_timer;
};

} // namespace boxwatch
