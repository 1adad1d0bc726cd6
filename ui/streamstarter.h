// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pollsettings.h"
#include "ui/uiservices.h"

#include <QObject>
#include <QSet>

#include <optional>

class QWidget;

namespace boxwatch {

class PollDialog;
class SignInDialog;

/// Starts the streams of a session: finds out what to ask for, and as whom.
///
/// A stream that brought something goes on from there; one that never did starts as it was chosen.
class StreamStarter : public QObject
{
    Q_OBJECT

public:
    /// Dialogs belong to \p page.
    StreamStarter(Session &session, UiServices &services, QWidget *page);

    /// What the person chose in this run, to be started by start(). \p account is whose tokens \p
    /// connection has, if that is known.
    void choose(
        const CaptureSettings &settings, const Connection &connection, const QString &account = {});

    /// Id of the account that it was started with last; empty if that is not known.
    QString account() const { return m_account; }

    bool canStart() const;
    void start();

    /// Asks for another sign-in, and goes on with it.
    SignInDialog *signIn(const QString &reason = {});

    /// Asks how often Box is to be asked, and goes on with that.
    PollDialog *askPolls();

    /// Asks which event types Box is to send, and goes on with these.
    void askTypes();

    /// How often Box is asked if nothing was chosen in this run; as usual if that is not known.
    void setPolls(const std::optional<PollSettings> &polls) { m_polls = polls; }
    std::optional<PollSettings> polls() const { return m_polls; }
    Watch watch() const; ///< what the session watches; MyEvents if that is not known

signals:
    void wantsStream(); ///< the session never had a stream and none was chosen
    void started();
    void note(const QString &words);

private:
    void prepare();
    void go();
    void noticeRefusal();
    QString knownAccount() const;
    void askTokens(const QString &account);
    void withTokens(const TokenSourceFactory &tokens, const QString &account);
    CaptureSettings storedCapture() const;

    Session &m_session;
    UiServices &m_services;
    QWidget *m_page;
    std::optional<CaptureSettings> m_settings;
    Connection m_connection;
    QString m_account; ///< id
    std::optional<PollSettings> m_polls;
    QSet<int> m_begun; ///< types of the streams that have a place to go on from
    bool m_again = false; ///< once it has stopped
    bool m_refused = false; ///< the last sign-in; also one from the keychain
};

} // namespace boxwatch
