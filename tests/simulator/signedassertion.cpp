// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/signedassertion.h"

#include <QJsonDocument>

#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

QByteArray encoded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray encoded(const QJsonObject &object)
{
    return encoded(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

QByteArray signedAssertion(
    const QByteArray &pem, const QByteArray &passphrase, const QJsonObject &header,
    const QJsonObject &claims)
{
    BIO *const input = BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()));
    QByteArray secret = passphrase;
    EVP_PKEY *const key = PEM_read_bio_PrivateKey(input, nullptr, nullptr, secret.data());
    BIO_free_all(input);
    if (!key)
        return {};
    const QByteArray algorithm = header["alg"_L1].toString().toLatin1();
    const EVP_MD *const digest = algorithm == "RS512" ? EVP_sha512()
        : algorithm == "RS384"                        ? EVP_sha384()
                                                      : EVP_sha256();
    const QByteArray text = encoded(header) + '.' + encoded(claims);
    EVP_MD_CTX *const context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, digest, nullptr, key);
    std::size_t size = 1024;
    QByteArray signature(static_cast<qsizetype>(size), Qt::Uninitialized);
    EVP_DigestSign(
        context, reinterpret_cast<unsigned char *>(signature.data()), &size,
        reinterpret_cast<const unsigned char *>(text.constData()),
        static_cast<std::size_t>(text.size()));
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return text + '.' + encoded(signature.left(static_cast<qsizetype>(size)));
}

} // namespace boxwatch
