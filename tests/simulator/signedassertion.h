// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace boxwatch {

/// A JWT with \p header and \p claims, signed with the private key \p pem by the `alg` of the header;
/// empty if the key cannot be read.
QByteArray signedAssertion(
    const QByteArray &pem, const QByteArray &passphrase, const QJsonObject &header,
    const QJsonObject &claims);

} // namespace boxwatch
