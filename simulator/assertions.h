// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/appkey.h"
#include "simulator/simulationclock.h"

#include <QHash>
#include <QJsonObject>

namespace boxwatch::sim {

/// Checks the JWT assertions that an application sends for a token, as strictly as Box does.
class Assertions
{
public:
    /// What an assertion says, or why it is refused.
    struct Outcome
    {
        QByteArray subjectType; ///< box_sub_type
        QByteArray subjectId; ///< sub
        const char *complaint = nullptr; ///< error_description of `invalid_grant`, if refused
    };

    /// \p clock outlives this.
    explicit Assertions(const SimulationClock &clock) : m_clock(clock) { }

    /// Whether the subject is known is for the caller to find out.
    Outcome check(const QByteArray &assertion);

    /// The configuration file that the Developer Console gives out, with the key in \p form.
    QByteArray configuration(AppKey::Form form, const QByteArray &enterpriseId);

private:
    const char *complaintAbout(const QJsonObject &claims);

    const SimulationClock &m_clock;
    AppKey m_key;
    QHash<QByteArray, std::int64_t> m_used; ///< jti, and until when it has to be remembered
};

} // namespace boxwatch::sim
