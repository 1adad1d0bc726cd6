// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/testkey.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace boxwatch {

namespace {

template<typename Write>
QByteArray written(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    if (write(bio.get()) != 1)
        return {};
    QByteArray text(static_cast<qsizetype>(BIO_ctrl_pending(bio.get())), '\0');
    BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
    return text;
}

QByteArray plainPem(EVP_PKEY *key)
{
    return written([key](BIO *bio) {
        return PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

} // namespace

TestKey::TestKey(unsigned bits) : m_key(EVP_RSA_gen(bits), &EVP_PKEY_free)
{
}

QByteArray TestKey::pem(Form form, const QByteArray &passphrase) const
{
    if (form == Form::Plain)
        return plainPem(m_key.get());
    return written([&](BIO *bio) {
        if (form == Form::Pkcs1)
            return PEM_write_bio_PrivateKey_traditional(
                bio, m_key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        return PEM_write_bio_PKCS8PrivateKey(
            bio, m_key.get(), form == Form::Aes ? EVP_aes_256_cbc() : EVP_des_ede3_cbc(),
            passphrase.constData(), static_cast<int>(passphrase.size()), nullptr, nullptr);
    });
}

QByteArray TestKey::ellipticPem()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_EC_gen("P-256"), &EVP_PKEY_free);
    return plainPem(key.get());
}

bool TestKey::hasSigned(const QByteArray &jwt, const QByteArray &algorithm) const
{
    const qsizetype dot = jwt.lastIndexOf('.');
    const QByteArray text = jwt.left(dot);
    const QByteArray signature = QByteArray::fromBase64(
        jwt.mid(dot + 1), QByteArray::Base64UrlEncoding);
    const EVP_MD *digest = algorithm == "RS256" ? EVP_sha256()
        : algorithm == "RS384"                  ? EVP_sha384()
                                                : EVP_sha512();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, m_key.get()) == 1
        && EVP_DigestVerify(
               context.get(), reinterpret_cast<const unsigned char *>(signature.constData()),
               static_cast<std::size_t>(signature.size()),
               reinterpret_cast<const unsigned char *>(text.constData()),
               static_cast<std::size_t>(text.size()))
        == 1;
}

} // namespace boxwatch
