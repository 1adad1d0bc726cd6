// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "net/testcertificate.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace boxwatch {

namespace {

constexpr long secondsPerDay = 24L * 60 * 60;

QByteArray contentOf(BIO *output)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(output, &data);
    const QByteArray content(data, size);
    BIO_free_all(output);
    return content;
}

void extend(X509 *certificate, X509 *issuer, int what, const QByteArray &value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

QByteArray alternativeName(const QByteArray &name)
{
    const bool isAddress = !QHostAddress(QString::fromLatin1(name)).isNull();
    return (isAddress ? "IP:" : "DNS:") + name;
}

} // namespace

struct TestCertificate::Parts
{
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
};

TestCertificate::TestCertificate(const CertificateWish &wish, const TestCertificate *signer)
    : m_parts(std::make_unique<Parts>())
{
    static long serial = 1;
    m_parts->key = EVP_RSA_gen(wish.bits);
    X509 *certificate = m_parts->certificate = X509_new();
    X509 *issuer = signer ? signer->m_parts->certificate : certificate;
    const QByteArray commonName = (wish.isAuthority ? "Authority of " : "") + wish.name;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), wish.fromDays * secondsPerDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate), wish.toDays * secondsPerDay);
    X509_set_pubkey(certificate, m_parts->key);
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char *>(commonName.constData()), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    extend(
        certificate, issuer, NID_basic_constraints,
        wish.isAuthority ? "critical,CA:TRUE" : "CA:FALSE");
    extend(certificate, issuer, NID_subject_key_identifier, "hash");
    if (!wish.isAuthority)
        extend(certificate, issuer, NID_subject_alt_name, alternativeName(wish.name));
    X509_sign(
        certificate, signer ? signer->m_parts->key : m_parts->key,
        wish.sha1 ? EVP_sha1() : EVP_sha256());
}

TestCertificate::~TestCertificate()
{
    X509_free(m_parts->certificate);
    EVP_PKEY_free(m_parts->key);
}

QByteArray TestCertificate::pem() const
{
    BIO *output = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(output, m_parts->certificate);
    return contentOf(output);
}

QByteArray TestCertificate::keyPem() const
{
    BIO *output = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(output, m_parts->key, nullptr, nullptr, 0, nullptr, nullptr);
    return contentOf(output);
}

QSslConfiguration TestCertificate::serverTls(const TestCertificate *signer) const
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QList<QSslCertificate> chain{QSslCertificate(pem(), QSsl::Pem)};
    if (signer)
        chain.append(QSslCertificate(signer->pem(), QSsl::Pem));
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(QSslKey(keyPem(), QSsl::Rsa, QSsl::Pem));
    return tls;
}

} // namespace boxwatch
