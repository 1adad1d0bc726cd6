// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <memory>

namespace boxwatch::sim {

/// The key pair with which the simulated application signs its assertions: RSA, 2048 bits.
///
/// Made when it is first asked for, which takes a moment, and different in each run: OpenSSL has no
/// seed for it.
class AppKey
{
public:
    /// How the private key is written down.
    enum class Form {
        TripleDes, ///< encrypted PKCS#8 with DES-EDE3-CBC, as the Developer Console gives it
        Aes, ///< encrypted PKCS#8 with AES-256-CBC
        Plain, ///< PKCS#8
        Pkcs1, ///< BEGIN RSA PRIVATE KEY
    };

    AppKey();
    ~AppKey();
    AppKey(const AppKey &) = delete;
    AppKey &operator=(const AppKey &) = delete;

    /// What stands in `kid` of an assertion.
    static QByteArray id() { return QByteArrayLiteral("boxsim01"); }
    /// Of the encrypted forms.
    static QByteArray passphrase() { return QByteArrayLiteral("boxwatch-demo-passphrase"); }

    /// The private key as PEM; empty if OpenSSL fails.
    QByteArray pem(Form form);

    /// Whether this key signed \p text. \p algorithm is RS256, RS384 or RS512.
    bool verifies(const QByteArray &algorithm, const QByteArray &text, const QByteArray &signature);

private:
    struct Pair;

    Pair &pair();

    std::unique_ptr<Pair> m_pair;
};

} // namespace boxwatch::sim
