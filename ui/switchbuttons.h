// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAction;
class QToolButton;

namespace boxwatch {

/// One switch of several positions, of which exactly one is on: Follow | Hold, CSV | JSON Lines.
///
/// Each position is a checkable action; put them into an exclusive QActionGroup.
class SwitchButtons : public QWidget
{
    Q_OBJECT

public:
    explicit SwitchButtons(const QList<QAction *> &actions, QWidget *parent = nullptr);

    /// Words go before buttons do, where room is short.
    void setIconsOnly(bool iconsOnly);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<QToolButton *> m_buttons;
};

} // namespace boxwatch
