// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/filterchips.h"
#include "ui/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace boxwatch {

/// What stands in place of rows: why there are none, and what to do about it.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// The session never had a stream.
    void showNotConnected(bool mayConnect);
    /// It has one, which is not running.
    void showStopped();
    /// It runs and brought nothing so far. \p words says what is known of it.
    void showNothingYet(const QString &words);
    /// All \p total events are hidden by \p chips.
    void showFilteredOut(qint64 total, const QList<FilterChip> &chips, bool canUndo);
    /// The file cannot be opened, or is being read.
    void showTrouble(const QString &title, const QString &words);
    void showLoading(double fraction);

signals:
    void connectToBox();
    void openSession();
    void tryDemo();
    void start();
    void showAll();
    void undoFilter();
    void closeSession();
    void filterChosen(const boxwatch::EventFilter &filter);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    using Signal = void (EmptyState::*)();

    /// Whether what is on screen is not yet what \p key stands for, which it is from then on.
    bool begin(const QString &key);
    void head(const QString &iconName, Ink ink, const QString &title, const QString &words);
    QPushButton *addButton(QLayout *row, const QString &text, Signal clicked, bool primary = false);

    QVBoxLayout *m_layout;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_column = nullptr;
    QLabel *m_words = nullptr;
    QLabel *m_icon = nullptr;
    QString m_iconName;
    Ink m_iconInk = Ink::Text3;
    QString m_key;
};

} // namespace boxwatch
