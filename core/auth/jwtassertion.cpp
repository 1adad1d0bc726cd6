// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/jwtassertion.h"

#include "core/auth/randomtext.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstring>
#include <memory>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qint64 lifetime = 30; // seconds; Box takes up to 60
constexpr int smallestKey = 1024; // bits
constexpr int largestKey = 16'384;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Error usage(const char *text)
{
    // OpenSSL's own words could quote the key, and would turn up in the next error of somebody else.
    ERR_clear_error();
    return usageError(QCoreApplication::translate("JwtAssertion", text));
}

/// Also for an empty passphrase: without a callback of ours OpenSSL asks on the terminal.
int givePassphrase(char *buffer, int size, int /*writing*/, void *data)
{
    const QByteArray &passphrase = static_cast<const Secret *>(data)->reveal();
    if (passphrase.isEmpty() || passphrase.size() > size)
        return -1;
    std::copy(passphrase.begin(), passphrase.end(), buffer);
    return static_cast<int>(passphrase.size());
}

Result<std::shared_ptr<EVP_PKEY>> keyOf(const JwtConfiguration &configuration)
{
    const QByteArray &pem = configuration.privateKey.reveal();
    const Bio bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())), &BIO_free);
    Secret passphrase = configuration.passphrase;
    Key key(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, &givePassphrase, &passphrase), &EVP_PKEY_free);
    if (!key) {
        if (pem.contains("ENCRYPTED"))
            return usage(QT_TRANSLATE_NOOP(
                "JwtAssertion",
                "The private key of this app configuration cannot be opened: the "
                "passphrase does not fit, or the key is damaged."));
        return usage(QT_TRANSLATE_NOOP(
            "JwtAssertion", "The private key of this app configuration cannot be read."));
    }
    const int bits = EVP_PKEY_get_bits(key.get());
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA || bits < smallestKey || bits > largestKey)
        return usage(QT_TRANSLATE_NOOP(
            "JwtAssertion",
            "The private key of this app configuration is not an RSA key of a "
            "usual size."));
    return std::shared_ptr<EVP_PKEY>(key.release(), &EVP_PKEY_free);
}

const EVP_MD *digestOf(JwtAlgorithm algorithm)
{
    switch (algorithm) {
    case JwtAlgorithm::Rs256:
        return EVP_sha256();
    case JwtAlgorithm::Rs384:
        return EVP_sha384();
    case JwtAlgorithm::Rs512:
        return EVP_sha512();
    }
    return nullptr;
}

QString nameOf(JwtAlgorithm algorithm)
{
    switch (algorithm) {
    case JwtAlgorithm::Rs256:
        return u"RS256"_s;
    case JwtAlgorithm::Rs384:
        return u"RS384"_s;
    case JwtAlgorithm::Rs512:
        return u"RS512"_s;
    }
    return {};
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray part(const QJsonObject &object)
{
    return base64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QByteArray signatureOf(EVP_PKEY *key, JwtAlgorithm algorithm, const QByteArray &text)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    const auto size = static_cast<std::size_t>(text.size());
    std::size_t length = 0;
    const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (EVP_DigestSignInit(context.get(), nullptr, digestOf(algorithm), nullptr, key) != 1
        || EVP_DigestSign(context.get(), nullptr, &length, bytes, size) != 1)
        return {};
    QByteArray signature(static_cast<qsizetype>(length), Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(signature.data());
    if (EVP_DigestSign(context.get(), out, &length, bytes, size) != 1)
        return {};
    signature.resize(static_cast<qsizetype>(length));
    return signature;
}

} // namespace

Result<Secret> jwtAssertion(
    const JwtConfiguration &configuration, const TokenSubject &subject, const QDateTime &now)
{
    const auto key = keyOf(configuration);
    if (!key)
        return key.error();
    // Neither iat nor nbf: they only add to the trouble with clocks.
    const QByteArray text = part({
                                {u"alg"_s, nameOf(configuration.algorithm)},
                                {u"kid"_s, QString::fromUtf8(configuration.keyId)},
                                {u"typ"_s, u"JWT"_s},
                            })
        + '.'
        + part({
            {u"iss"_s, QString::fromUtf8(configuration.clientId)},
            {u"sub"_s, QString::fromUtf8(subject.id)},
            {u"box_sub_type"_s, subject.isUser ? u"user"_s : u"enterprise"_s},
            {u"aud"_s, u"https://api.box.com/oauth2/token"_s}, // whatever host is called
            {u"jti"_s, QString::fromLatin1(randomText())},
            {u"exp"_s, now.toSecsSinceEpoch() + lifetime},
        });
    const QByteArray signature = signatureOf(key->get(), configuration.algorithm, text);
    if (signature.isEmpty())
        return usage(QT_TRANSLATE_NOOP(
            "JwtAssertion", "The private key of this app configuration cannot sign."));
    return Secret(text + '.' + base64Url(signature));
}

} // namespace boxwatch
