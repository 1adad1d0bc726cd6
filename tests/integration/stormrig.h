// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accounts.h"
#include "core/auth/memorysecretstore.h"
#include "core/session/session.h"
#include "simulator/faultyproxy.h"
#include "simulator/simulator.h"

#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

namespace boxwatch::test {

/// A session that captures from a simulator through a faulty proxy, while something goes wrong every
/// quarter of a second. What goes wrong and when comes from the seed.
class StormRig : public QObject
{
    Q_OBJECT

public:
    enum class Kind {
        User, ///< a user stream, by long poll
        LiveAndHistory, ///< of which live withholds some events and repeats others
        History, ///< to which events come late, behind the cursor
    };

    StormRig(Kind kind, std::uint64_t seed);
    ~StormRig() override;

    bool start();

    /// No further faults and no further events.
    void calm();

    /// Whether the session has as many events as the server.
    bool isComplete() const;

    /// What is not as it should be, with what it takes to see it again.
    QStringList complaints() const;

    std::uint64_t faultsHit() const;
    qint64 events() const { return m_session.counts().events; }
    QString proxySummary() const { return m_proxy.summary(); }

private:
    SimulatorOptions simulatorOptions() const;
    CaptureSettings captureSettings() const;
    Credentials credentials() const;
    void begin(const TokenSourceFactory &tokens);
    void spoil();
    QByteArray streamType() const;
    QByteArrayList truth() const;

    Kind m_kind;
    std::uint64_t m_seed;
    QRandomGenerator m_random;
    QTemporaryDir m_folder;
    Simulator m_simulator;
    sim::FaultyProxy m_proxy;
    NetworkSettings m_network;
    MemorySecretStore m_secrets;
    QSettings m_settings;
    Accounts m_accounts;
    Session m_session;
    QTimer m_trouble;
    QTimer m_happening;
    QTimer m_rest; ///< until what was paused goes on
    int m_spoilt = 0;
};

} // namespace boxwatch::test
