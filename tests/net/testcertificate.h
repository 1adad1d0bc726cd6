// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QSslConfiguration>

#include <memory>

namespace boxwatch {

/// What is to stand in a certificate.
struct CertificateWish
{
    QByteArray name = "127.0.0.1"; ///< host name or IPv4 address
    int fromDays = -1; ///< valid from this many days ahead of now
    int toDays = 30;
    unsigned bits = 2048; ///< of its RSA key
    bool sha1 = false; ///< signed with SHA-1 in place of SHA-256
    bool isAuthority = false; ///< may sign others
};

/// A certificate and its key, made in the test and never on disk. Signs itself, or is signed by another.
class TestCertificate
{
public:
    explicit TestCertificate(const CertificateWish &wish, const TestCertificate *signer = nullptr);
    ~TestCertificate();
    TestCertificate(const TestCertificate &) = delete;
    TestCertificate &operator=(const TestCertificate &) = delete;

    QByteArray pem() const;
    QByteArray keyPem() const;

    /// For a server that shows this certificate, and that of the \p signer too.
    QSslConfiguration serverTls(const TestCertificate *signer = nullptr) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace boxwatch
