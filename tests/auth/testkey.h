// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QMetaType>

#include <memory>

#include <openssl/evp.h>

namespace boxwatch {

/// A key pair of a test, made when it is needed.
class TestKey
{
public:
    enum class Form { TripleDes, Aes, Plain, Pkcs1 };

    explicit TestKey(unsigned bits = 2048);

    /// The private half. \p passphrase is for the first two forms.
    QByteArray pem(Form form, const QByteArray &passphrase = {}) const;

    /// Whether \p jwt carries the signature of this key, made with \p algorithm.
    bool hasSigned(const QByteArray &jwt, const QByteArray &algorithm) const;

    static QByteArray ellipticPem();

private:
    std::shared_ptr<EVP_PKEY> m_key;
};

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::TestKey::Form)
