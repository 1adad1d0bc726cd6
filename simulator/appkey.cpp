// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/appkey.h"

#include <algorithm>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace boxwatch::sim {

namespace {

template<auto release>
struct Releaser
{
    template<typename T>
    void operator()(T *object) const
    {
        release(object);
    }
};

using Output = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;

constexpr unsigned keyBits = 2048;

const EVP_MD *digestOf(const QByteArray &algorithm)
{
    if (algorithm == "RS256")
        return EVP_sha256();
    if (algorithm == "RS384")
        return EVP_sha384();
    return algorithm == "RS512" ? EVP_sha512() : nullptr;
}

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

struct AppKey::Pair
{
    std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>> key{EVP_RSA_gen(keyBits)};
};

AppKey::AppKey() = default;
AppKey::~AppKey() = default;

AppKey::Pair &AppKey::pair()
{
    if (!m_pair)
        m_pair = std::make_unique<Pair>();
    return *m_pair;
}

QByteArray AppKey::pem(Form form)
{
    EVP_PKEY *const key = pair().key.get();
    const Output output(BIO_new(BIO_s_mem()));
    if (!key || !output)
        return {};
    const QByteArray secret = passphrase();
    const auto encrypted = [&](const EVP_CIPHER *cipher) {
        return PEM_write_bio_PKCS8PrivateKey(
            output.get(), key, cipher, secret.constData(), static_cast<int>(secret.size()), nullptr,
            nullptr);
    };
    int isWritten = 0;
    switch (form) {
    case Form::TripleDes:
        isWritten = encrypted(EVP_des_ede3_cbc());
        break;
    case Form::Aes:
        isWritten = encrypted(EVP_aes_256_cbc());
        break;
    case Form::Plain:
        isWritten = PEM_write_bio_PKCS8PrivateKey(
            output.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
        break;
    case Form::Pkcs1:
        isWritten = PEM_write_bio_PrivateKey_traditional(
            output.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
        break;
    }
    if (isWritten != 1)
        return {};
    QByteArray text(static_cast<qsizetype>(BIO_ctrl_pending(output.get())), Qt::Uninitialized);
    const int size = BIO_read(output.get(), text.data(), static_cast<int>(text.size()));
    return text.left(std::max(0, size));
}

bool AppKey::verifies(
    const QByteArray &algorithm, const QByteArray &text, const QByteArray &signature)
{
    EVP_PKEY *const key = pair().key.get();
    const EVP_MD *const digest = digestOf(algorithm);
    const Digest context(EVP_MD_CTX_new());
    return key && digest && context
        && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1
        && EVP_DigestVerify(
               context.get(), bytesOf(signature), static_cast<std::size_t>(signature.size()),
               bytesOf(text), static_cast<std::size_t>(text.size()))
        == 1;
}

} // namespace boxwatch::sim
