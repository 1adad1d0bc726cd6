// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/streamstarter.h"

#include "ui/polldialog.h"
#include "ui/signindialog.h"
#include "ui/typechooser.h"

#include <QWidget>

#include <algorithm>
#include <utility>

namespace boxwatch {

StreamStarter::StreamStarter(Session &session, UiServices &services, QWidget *page)
    : QObject(page)
    , m_session(session)
    , m_services(services)
    , m_page(page)
{
    connect(
        &m_session, &Session::newStreamState, this,
        [this](const StreamState &state, StreamType type) {
            if (state.position.isUsable())
                m_begun.insert(static_cast<int>(type));
        });
    connect(&m_session, &Session::statusChanged, this, &StreamStarter::noticeRefusal);
    connect(&m_session, &Session::accountFound, this, [this](const SessionOwner &account) {
        m_account = account.accountId;
    });
    connect(&m_session, &Session::streamStopped, this, [this] {
        if (std::exchange(m_again, false))
            start();
    });
}

// The next Start must not send again what was refused, but ask for another sign-in. A stream that is
// refused and goes on all the same may be let in without one.
void StreamStarter::noticeRefusal()
{
    const StreamStatus status = m_session.status();
    if (status.state != EventStream::State::SignedOut && status.state != EventStream::State::Failed)
        return;
    if (!status.trouble)
        return;
    const Error::Kind kind = status.trouble->kind;
    if (kind != Error::Kind::Usage && kind != Error::Kind::Unauthorized
        && kind != Error::Kind::Forbidden)
        return;
    m_connection.token = {};
    m_connection.tokens = {};
    m_refused = true;
}

void StreamStarter::choose(
    const CaptureSettings &settings, const Connection &connection, const QString &account)
{
    m_settings = settings;
    m_connection = connection;
    m_account = account;
    m_refused = false;
}

bool StreamStarter::canStart() const
{
    return m_session.isOpen() && !m_session.isReadOnly() && !m_session.isStreaming();
}

Watch StreamStarter::watch() const
{
    return watchOf(m_settings ? *m_settings : storedCapture());
}

/// What the session captured before, to go on where each stream stopped.
CaptureSettings StreamStarter::storedCapture() const
{
    CaptureSettings capture;
    const std::vector<StoredStream> stored = m_session.summary().streams;
    if (stored.empty())
        return capture;
    // One kind at a time: a person's own events do not run beside those of the enterprise.
    const bool enterprise = isEnterprise(stored.back().type);
    for (const StoredStream &stream : stored) {
        if (enterprise ? !isEnterprise(stream.type) : stream.id != stored.back().id)
            continue;
        StreamSettings settings;
        settings.type = stream.type;
        settings.start = StreamSettings::Start::Resume;
        settings.state = stream.state;
        capture.streams.push_back(settings);
    }
    // Live comes first: it is the one that people look at.
    std::ranges::stable_partition(capture.streams, [](const StreamSettings &s) {
        return s.type == StreamType::AdminLogsStreaming;
    });
    return capture;
}

// A choice of "earliest" that never reached Box must not become "now" by being started again.
void StreamStarter::prepare()
{
    if (!m_settings) {
        m_settings = storedCapture();
        apply(m_polls.value_or(defaultPolls(watch())), *m_settings);
        return;
    }
    for (StreamSettings &stream : m_settings->streams) {
        if (m_begun.contains(static_cast<int>(stream.type)))
            stream.start = StreamSettings::Start::Resume;
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
    const NetworkSettings &network = m_services.connection.network;
    if (!m_connection.token.isEmpty()) {
        // A token as such goes only where it was meant for: not from the demo to Box.
        if (m_connection.network.apiUrl == network.apiUrl)
            m_connection.network = network;
        go();
        return;
    }
    const QString account = std::exchange(m_refused, false) ? QString() : knownAccount();
    if (!account.isEmpty()) {
        askTokens(account);
    } else if (m_connection.tokens) {
        go();
    } else {
        signIn();
    }
}

/// The account to go on with, if its tokens are at hand; else nothing.
QString StreamStarter::knownAccount() const
{
    if (!m_services.accounts)
        return {};
    const QList<AccountEntry> entries = m_services.accounts->entries();
    const auto isKnown = [&entries](const QString &account) {
        return !account.isEmpty()
            && std::ranges::any_of(entries, [&account](const AccountEntry &e) {
                   return e.owner.accountId == account;
               });
    };
    if (isKnown(m_account))
        return m_account;
    const QString owner = m_session.summary().owner.accountId;
    return !m_connection.tokens && isKnown(owner) ? owner : QString();
}

// Also if there were tokens already: theirs is the network of then.
void StreamStarter::askTokens(const QString &account)
{
    m_services.accounts->tokens(
        account, m_services.connection, this,
        [this, account](const Result<TokenSourceFactory> &tokens) {
            if (tokens)
                withTokens(*tokens, account);
            else
                signIn(sentenceFor(tokens.error()));
        });
}

SignInDialog *StreamStarter::signIn(const QString &reason)
{
    const Watch what = watch();
    const StreamType type = what == Watch::Live ? StreamType::AdminLogsStreaming
        : what == Watch::MyEvents               ? StreamType::All
                                                : StreamType::AdminLogs;
    auto *dialog = new SignInDialog(
        m_services,
        {.session = m_session.summary().owner, .forSession = true, .type = type, .reason = reason},
        m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        withTokens(dialog->tokens(), dialog->answer().owner.accountId);
    });
    dialog->open();
    return dialog;
}

void StreamStarter::withTokens(const TokenSourceFactory &tokens, const QString &account)
{
    // The network may have been set up otherwise since this session was last started.
    m_connection = m_services.connection;
    m_connection.tokens = tokens;
    m_account = account;
    m_refused = false;
    go();
}

void StreamStarter::go()
{
    if (m_session.isStreaming()) {
        // It goes on from where it is.
        m_again = true;
        m_session.stop();
        return;
    }
    prepare();
    if (!m_settings || m_settings->streams.empty())
        return;
    m_polls = pollsOf(*m_settings, m_polls.value_or(defaultPolls(watch())));
    m_session.start(*m_settings, m_connection);
    emit started();
}

PollDialog *StreamStarter::askPolls()
{
    auto *dialog = new PollDialog(watch(), m_polls.value_or(defaultPolls(watch())), m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_polls = dialog->polls();
        if (m_settings)
            apply(*m_polls, *m_settings);
        if (m_session.isStreaming() && !m_session.isPaused())
            go();
        else
            emit note(tr("Box is asked this often from the next start on"));
    });
    dialog->open();
    return dialog;
}

void StreamStarter::askTypes()
{
    QByteArrayList asked;
    if (m_settings && !m_settings->streams.empty())
        asked = m_settings->streams.front().state.eventTypes;
    auto *dialog = new TypeChooser(asked, TypeChooser::For::RunningSession, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const QByteArrayList types = dialog->chosen();
        if (m_settings) {
            for (StreamSettings &stream : m_settings->streams)
                stream.state.eventTypes = types;
        }
        if (!m_session.isStreaming())
            return;
        m_session.setEventTypes(types);
        emit note(
            types.isEmpty() ? tr("Box is asked for all event types from now on")
                            : tr(
                                "Box is asked for %n event type(s) from now on", nullptr,
                                static_cast<int>(types.size())));
    });
    dialog->open();
}

} // namespace boxwatch
