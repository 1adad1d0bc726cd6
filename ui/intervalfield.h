// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSpinBox>

#include <chrono>

namespace boxwatch {

/// A time between two calls: "30 s", "5 min", "1.5 h" would be 90 min. Takes what a person types, with or
/// without a unit; seconds inside.
class IntervalField : public QSpinBox
{
    Q_OBJECT

public:
    /// \p name is for screen readers.
    IntervalField(
        const QString &name, std::chrono::seconds least, std::chrono::seconds most,
        QWidget *parent = nullptr);

    std::chrono::seconds interval() const { return std::chrono::seconds(value()); }
    void setInterval(std::chrono::milliseconds interval);

    void stepBy(int steps) override;

protected:
    QString textFromValue(int value) const override;
    int valueFromText(const QString &text) const override;
    QValidator::State validate(QString &text, int &position) const override;
};

} // namespace boxwatch
