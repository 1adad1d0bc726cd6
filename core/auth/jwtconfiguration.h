// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>

namespace boxwatch {

/// How an assertion is signed: RSASSA-PKCS1-v1_5 with this hash.
enum class JwtAlgorithm { Rs256, Rs384, Rs512 };

/// The configuration of an app with a key pair, as Box's developer console hands it out (reference
/// 1.13). An app without `appAuth` is one for client credentials, and not meant.
struct JwtConfiguration
{
    static constexpr qsizetype largestFile = 256 * 1024; ///< bytes; a usual one has 3000

    QByteArray clientId;
    Secret clientSecret;
    QByteArray keyId;
    Secret privateKey; ///< PEM
    Secret passphrase; ///< empty if the key is not encrypted
    QByteArray enterpriseId;
    JwtAlgorithm algorithm = JwtAlgorithm::Rs256; ///< `appAuth.algorithm`, which few files have
};

/// Reads the file's content. Usage, with what is missing and nothing of the content, if it is no such
/// file. The key passes through no text type that would leave copies behind.
Result<JwtConfiguration> parseJwtConfiguration(const Secret &json);

} // namespace boxwatch
