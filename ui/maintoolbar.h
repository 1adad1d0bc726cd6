// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace boxwatch {

class MainActions;
class SwitchButtons;

/// The buttons above a session, and whose events it holds.
///
/// A widget inside a QToolBar: the layout of QToolBar takes its margins from the style each time it is
/// shown.
class MainToolBar : public QWidget
{
    Q_OBJECT

public:
    explicit MainToolBar(MainActions &actions, QWidget *parent = nullptr);

    void setAccount(const QString &account, const QString &stream);

protected:
    /// Words go before buttons do, where room is short.
    void resizeEvent(QResizeEvent *event) override;

private:
    void addButton(QHBoxLayout *row, QAction *action);

    QList<QToolButton *> m_buttons;
    SwitchButtons *m_followSwitch = nullptr;
    QLabel *m_account = nullptr;
    QLabel *m_stream = nullptr;
};

} // namespace boxwatch
