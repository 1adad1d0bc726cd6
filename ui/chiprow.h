// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/filterchips.h"

#include <QAbstractButton>
#include <QWidget>

class QLabel;
class QToolButton;

namespace boxwatch {

/// One filter as a chip. A click, Delete or Backspace removes it.
class Chip : public QAbstractButton
{
    Q_OBJECT

public:
    Chip(const FilterChip &chip, QWidget *parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    bool m_excludes;
};

/// All filters but the text in one row of a height that never changes, with what is wrong with the text
/// before them, and how many events are shown behind. What has no room is in a menu.
class ChipRow : public QWidget
{
    Q_OBJECT

public:
    explicit ChipRow(QWidget *parent = nullptr);

    void setChips(const QList<FilterChip> &chips);
    void setCounts(qint64 shown, qint64 total, bool filtering);

    /// How much of a long search is done, 0 to 1; 1: none is under way.
    void setProgress(double share);

    /// Words of an error in the text; empty: there is none.
    void setTrouble(const QString &words);

signals:
    /// The person removed a chip: this is what is left.
    void filterChosen(const boxwatch::EventFilter &filter);
    void clearAll();
    void focusLost(); ///< what had it in this row is gone, and so is all else here

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeButtons();
    qsizetype focusPlace() const;
    void focusAt(qsizetype place);
    int arrangeCounts();
    int arrangeTrouble(int end);
    void arrange();
    void writeCounts();
    void showMore();

    QList<FilterChip> m_chips;
    QList<Chip *> m_buttons;
    QWidget *m_tabStart; ///< never seen: the Tab key reaches the chips behind its place
    QToolButton *m_more;
    QToolButton *m_clear;
    QLabel *m_shown;
    QLabel *m_total;
    QLabel *m_trouble;
    QString m_troubleWords;
    int m_fitting = 0;
    bool m_hasText = false;
    qint64 m_shownCount = 0;
    qint64 m_totalCount = 0;
    bool m_filtering = false;
    double m_progress = 1;
};

} // namespace boxwatch
