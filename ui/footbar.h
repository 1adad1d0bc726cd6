// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/export/exportjob.h"
#include "ui/theme.h"

#include <QElapsedTimer>
#include <QFrame>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace boxwatch {

/// A bar at the foot of the table: opening it moves no row.
class FootBar : public QFrame
{
    Q_OBJECT

public:
    explicit FootBar(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

    void setInks(Ink edge, Ink row);

    QHBoxLayout *m_layout;

private:
    Ink m_edge = Ink::Line2;
    Ink m_row = Ink::Window;
};

/// What is wrong with the stream or the file, and what happens next.
class TroubleBar final : public FootBar
{
    Q_OBJECT

public:
    explicit TroubleBar(QWidget *parent = nullptr);

    /// \p next is what Boxwatch does about it, e.g. "Next try in 28 s."; \p signIn offers to sign in.
    void show(const Error &error, const QString &next, bool signIn);
    void setNext(const QString &next);

signals:
    void signIn();
    void pollLess(); ///< Box asks to slow down, and the person does

private:
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_next;
    QPushButton *m_signIn;
    QPushButton *m_pollLess;
};

/// Events that may be missing, or what a stream does otherwise than asked for. Stays until the person
/// closes it: nothing else says it as plainly.
class NoticeBar final : public FootBar
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void show(const QString &sentence);

private:
    QLabel *m_words;
};

/// One export: runs, is done, or could not be written.
class ExportBar final : public FootBar
{
    Q_OBJECT

public:
    /// Takes over \p job, starts it, and ends it when deleted. \p total is the rows to write.
    ExportBar(ExportJob *job, qint64 total, QWidget *parent = nullptr);

    bool isRunning() const { return m_job->isRunning(); }

signals:
    void closed();
    void exportAgain();

private:
    void progressed(qint64 done, qint64 total);
    void finished(const ExportSummary &summary);
    void failed(const Error &error);
    void showIcon(const QString &name, Ink ink);
    QPushButton *addButton(const QString &text);

    ExportJob *m_job;
    QElapsedTimer m_time;
    QLabel *m_icon;
    QLabel *m_name;
    QLabel *m_words;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QToolButton *m_close;
};

} // namespace boxwatch
