// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/accountprobe.h"

#include "core/stream/streamquery.h"

#include <QTimer>

#include <utility>

namespace boxwatch {

void AccountProbe::start(const Connection &connection, StreamType type, QObject *context, Done done)
{
    new AccountProbe(connection, type, context, std::move(done));
}

AccountProbe::AccountProbe(
    const Connection &connection, StreamType type, QObject *context, Done done)
    : QObject(context)
    , m_type(type)
    , m_done(std::move(done))
    , m_network(resolved(connection.network))
    , m_tokens(tokenSourceOf(connection))
    , m_api(m_network, *m_tokens)
{
    m_clock.start();
    m_call = m_api.me([this](const Result<Account> &account) { learnWho(account); });
}

void AccountProbe::learnWho(const Result<Account> &account)
{
    m_answer.took = std::chrono::milliseconds(m_clock.elapsed());
    if (!account) {
        finish(account.error());
        return;
    }
    m_answer.role = account->role;
    m_answer.owner = ownerFrom(*account);
    // Not from within the call that it replaces.
    QTimer::singleShot(0, this, [this] { askForEvent(); });
}

void AccountProbe::askForEvent()
{
    StreamSettings settings;
    settings.type = m_type;
    EventsQuery query = eventsQuery(m_type, firstState(settings, m_api.clock().now()));
    query.limit = 1;
    m_call = m_api.events(query, [this](const Result<QByteArray> &body) {
        if (!body)
            m_answer.streamRefused = body.error();
        finish(m_answer);
    });
}

void AccountProbe::finish(const Result<AccountAnswer> &answer)
{
    deleteLater();
    m_done(answer);
}

} // namespace boxwatch
