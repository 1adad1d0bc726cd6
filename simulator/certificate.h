// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <optional>

namespace boxwatch::sim {

/// A certificate and its private key, both PEM.
struct Identity
{
    QByteArray certificate;
    QByteArray privateKey;
};

/// A fresh self-signed identity for 127.0.0.1 and localhost, good for a day; nothing if OpenSSL
/// refuses. Never on disk, never the same twice.
std::optional<Identity> makeIdentity();

} // namespace boxwatch::sim
