// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/uiservices.h"

#include <QObject>
#include <QPointer>

#include <chrono>
#include <optional>

class QWidget;

namespace boxwatch {

/// Starts the stream of a session: finds out what to ask for, and whose token to ask with.
///
/// A stream that brought something goes on from there; one that never did starts as it was chosen.
class StreamStarter : public QObject
{
    Q_OBJECT

public:
    /// Dialogs belong to \p page.
    StreamStarter(Session &session, UiServices &services, QWidget *page);

    /// What the person chose in this run, to be started by start().
    void choose(const StreamSettings &settings, const Connection &connection);

    bool canStart() const;
    void start();

    /// Asks for another token, and goes on with it.
    void signIn(const QString &reason = {});

    /// How often Box is asked if nothing was chosen in this run; zero if that is not known.
    std::chrono::seconds interval() const { return m_interval; }
    void setInterval(std::chrono::seconds interval) { m_interval = interval; }

signals:
    void wantsStream(); ///< the session never had a stream and none was chosen
    void started();
    void note(const QString &words);

private:
    void prepare();
    void go();
    void withToken(const Secret &token);
    void accountFound(const SessionOwner &owner);

    Session &m_session;
    UiServices &m_services;
    QWidget *m_page;
    std::optional<StreamSettings> m_settings;
    Connection m_connection;
    std::chrono::seconds m_interval{0};
    bool m_hasPosition = false; ///< there is a place to go on from
    bool m_again = false; ///< once it has stopped
    bool m_refused = false; ///< the last token; also one from the keychain
    std::optional<bool> m_keepToken; ///< a token was typed: where it goes once its account is known
};

} // namespace boxwatch
