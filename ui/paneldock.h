// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDockWidget>

class QHBoxLayout;

namespace boxwatch {

/// A dock with the title bar of the design: a name, room for a few buttons, float and close.
class PanelDock : public QDockWidget
{
    Q_OBJECT

public:
    PanelDock(const QString &title, const QString &name, QWidget *parent);

    /// Puts \p widget before the buttons that float and close.
    void addToTitle(QWidget *widget);

private:
    void showContent(bool inFront);

    QHBoxLayout *m_titleLayout;
};

} // namespace boxwatch
