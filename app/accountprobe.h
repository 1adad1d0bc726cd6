// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "ui/uiservices.h"

#include <QElapsedTimer>
#include <QObject>

namespace boxwatch {

/// Asks Box who the token of a connection belongs to, and then for one event of the stream that is wanted. Makes itself
/// known by its callback, once, and deletes itself; so does its parent if that goes first.
class AccountProbe final : public QObject
{
public:
    using Done = std::function<void(const Result<AccountAnswer> &)>;

    static void start(const Connection &connection, StreamType type, QObject *context, Done done);

private:
    AccountProbe(const Connection &connection, StreamType type, QObject *context, Done done);

    void learnWho(const Result<Account> &account);
    void askForEvent();
    void finish(const Result<AccountAnswer> &answer);

    StreamType m_type;
    Done m_done;
    Network m_network;
    std::unique_ptr<TokenSource> m_tokens;
    BoxApi m_api;
    BoxApi::Call m_call;
    QElapsedTimer m_clock;
    AccountAnswer m_answer;
};

} // namespace boxwatch
