// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

namespace boxwatch {

/// Whom a token belongs to, as GET /users/me says. All of it is untrusted text.
struct Account
{
    QString id;
    QString name;
    QString login;
    QString role; ///< "admin", "coadmin" or "user"; empty if Box does not say
    QString enterpriseId; ///< empty for a personal account
    QString enterpriseName;

    friend bool operator==(const Account &, const Account &) = default;
};

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::Account)
