// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/certificate.h"

#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

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

using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION_free>>;
using Output = std::unique_ptr<BIO, Releaser<BIO_free_all>>;

constexpr long validSeconds = 24L * 60 * 60;

bool extend(X509 &certificate, int what, const char *value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, what, value));
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

bool describe(X509 &certificate, EVP_PKEY &key)
{
    const unsigned char name[] = "Boxwatch simulator";
    X509_NAME *const subject = X509_get_subject_name(&certificate);
    return X509_set_version(&certificate, X509_VERSION_3) == 1
        && ASN1_INTEGER_set(X509_get_serialNumber(&certificate), 1) == 1
        // An hour back, for a client whose clock is a little slow.
        && X509_gmtime_adj(X509_getm_notBefore(&certificate), -3600) != nullptr
        && X509_gmtime_adj(X509_getm_notAfter(&certificate), validSeconds) != nullptr
        && X509_set_pubkey(&certificate, &key) == 1
        && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0) == 1
        && X509_set_issuer_name(&certificate, subject) == 1
        && extend(certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1")
        && extend(certificate, NID_basic_constraints, "critical,CA:TRUE")
        && extend(certificate, NID_ext_key_usage, "serverAuth");
}

QByteArray contentOf(BIO &output)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(&output, &data);
    return QByteArray(data, size);
}

} // namespace

std::optional<Identity> makeIdentity()
{
    const Key key(EVP_RSA_gen(2048));
    const Certificate certificate(X509_new());
    if (!key || !certificate || !describe(*certificate, *key)
        || X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        return std::nullopt;

    const Output certificatePem(BIO_new(BIO_s_mem()));
    const Output keyPem(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509(certificatePem.get(), certificate.get()) != 1
        || PEM_write_bio_PKCS8PrivateKey(
               keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
            != 1)
        return std::nullopt;
    return Identity{contentOf(*certificatePem), contentOf(*keyPem)};
}

} // namespace boxwatch::sim
