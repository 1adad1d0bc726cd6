// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/streamstarter.h"

#include "ui/tokenfield.h"

#include <QWidget>

#include <utility>

namespace boxwatch {

using namespace Qt::StringLiterals;

StreamStarter::StreamStarter(Session &session, UiServices &services, QWidget *page)
    : QObject(page)
    , m_session(session)
    , m_services(services)
    , m_page(page)
{
    connect(&m_session, &Session::accountFound, this, &StreamStarter::accountFound);
    connect(&m_session, &Session::newStreamState, this, [this](const StreamState &state) {
        m_hasPosition = m_hasPosition || state.position.isUsable();
    });
    connect(&m_session, &Session::failed, this, [this](const Error &error) {
        // The next Start must not send again what was refused, but ask for another token.
        if (error.kind == Error::Kind::Usage || error.kind == Error::Kind::Unauthorized
            || error.kind == Error::Kind::Forbidden) {
            m_connection.token = {};
            m_keepToken.reset();
            m_refused = true;
        }
    });
    connect(&m_session, &Session::streamStopped, this, [this] {
        if (std::exchange(m_again, false))
            go();
    });
}

void StreamStarter::choose(const StreamSettings &settings, const Connection &connection)
{
    m_settings = settings;
    m_connection = connection;
}

bool StreamStarter::canStart() const
{
    return m_session.isOpen() && !m_session.isReadOnly() && !m_session.isStreaming();
}

// A choice of "earliest" that never reached Box must not become "now" by being started again.
void StreamStarter::prepare()
{
    const SessionSummary summary = m_session.summary();
    if (!m_settings) {
        const StoredStream &stream = summary.streams.back();
        StreamSettings settings;
        settings.type = stream.type;
        settings.start = StreamSettings::Start::Resume;
        settings.state = stream.state;
        settings.pollingInterval = m_interval.count() > 0 ? m_interval
                                                          : defaultPollingInterval(stream.type);
        m_settings = settings;
    } else if (m_hasPosition) {
        m_settings->start = StreamSettings::Start::Resume;
    }
}

void StreamStarter::start()
{
    if (!canStart())
        return;
    const SessionSummary summary = m_session.summary();
    if (!m_settings && summary.streams.empty()) {
        emit wantsStream();
        return;
    }
    prepare();
    if (!m_connection.token.isEmpty()) {
        go();
        return;
    }
    m_connection = m_services.connection;
    const QString account = summary.owner.accountId;
    if (!m_services.accounts || account.isEmpty() || std::exchange(m_refused, false)) {
        signIn();
        return;
    }
    m_services.accounts->token(account, this, [this](const Result<Secret> &token) {
        if (token && !token->isEmpty())
            withToken(*token);
        else
            signIn(token ? QString() : sentenceFor(token.error()));
    });
}

void StreamStarter::signIn(const QString &reason)
{
    const SessionOwner owner = m_session.summary().owner;
    QString account = owner.name.isEmpty() ? owner.login : owner.name;
    if (!owner.name.isEmpty() && !owner.login.isEmpty())
        account += u" ("_s + owner.login + u')';
    const bool canKeep = m_services.accounts && m_services.accounts->canKeep();
    auto *dialog = new SignInDialog(account, reason, canKeep, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_keepToken = dialog->keep();
        withToken(dialog->token());
    });
    dialog->open();
}

void StreamStarter::withToken(const Secret &token)
{
    m_connection.token = token;
    go();
}

void StreamStarter::go()
{
    if (m_session.isStreaming()) {
        // Another token for a stream that was signed out: it goes on from where it is.
        m_again = true;
        m_session.stop();
        return;
    }
    prepare();
    m_interval = std::chrono::duration_cast<std::chrono::seconds>(m_settings->pollingInterval);
    m_session.start(*m_settings, m_connection);
    emit started();
}

void StreamStarter::accountFound(const SessionOwner &owner)
{
    const auto keep = std::exchange(m_keepToken, {});
    if (!keep || !m_services.accounts)
        return;
    m_services.accounts->remember(
        owner, m_connection.token, *keep, this, [this](const Result<void> &kept) {
            if (!kept)
                emit note(tr("The keychain did not take the token; it is kept for this run."));
        });
}

} // namespace boxwatch
