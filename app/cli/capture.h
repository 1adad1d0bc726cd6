// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/captureprogress.h"
#include "app/cli/exitcode.h"
#include "app/cli/options.h"
#include "core/session/session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace boxwatch {

/// `boxwatch capture`: one stream into one session file, until it ends or is told to.
///
/// Trouble with Box, and a disk that is full, are ridden out for as long as they last. With a polling
/// interval of zero the stream gives up after five tries, and the capture at once if it cannot write.
/// What only a person can heal always ends it: the wrong token, a missing right, a request that Box
/// does not take.
class Capture : public QObject
{
    Q_OBJECT

public:
    Capture(
        CaptureOptions options, Connection connection, std::unique_ptr<CaptureProgress> progress);

    /// Answers with finished(), once.
    void start();

    /// Finishes the transaction that is under way.
    void stop();

    /// The keychain has not taken a renewed token, for the reason \p error; it is tried again.
    void noteUnkept(const Error &error);

signals:
    void finished(boxwatch::ExitCode code);

private:
    void onOpened();
    void onFailed(const Error &error);
    void onStatusChanged();
    void onCaughtUp();
    void tellCaughtUp();
    void onTick();
    void goOnFromSession();
    void notePosition(const StreamState &state, StreamType type);
    bool isHopeless(const Error &error) const;
    ExitCode codeFor(const Error &error) const;
    void end(ExitCode code, const QString &message = {});
    void endWith(const Error &error);
    void finish();
    void tell(CaptureProgress::What what, const QString &message = {});

    CaptureOptions m_options;
    std::unique_ptr<CaptureProgress> m_progress;
    Session m_session{EventTable::Keep::Ids}; // nobody looks at what is in its rows
    QTimer m_tick;
    QElapsedTimer m_sinceTick;
    QElapsedTimer m_sinceTold;
    CaptureFigures m_figures;
    qint64 m_eventsBefore = 0; // this run
    qint64 m_eventsAtTick = 0;
    bool m_troubled = false;
    bool m_live = false;
    bool m_ending = false;
    ExitCode m_code = ExitCode::Success;
    QString m_lastWords;
};

/// Runs a capture to its end. Needs a QCoreApplication, no display.
ExitCode runCapture(const CaptureOptions &options);

} // namespace boxwatch
