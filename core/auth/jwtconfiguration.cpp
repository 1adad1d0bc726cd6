// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/jwtconfiguration.h"

#include <QCoreApplication>

#include <string_view>

#include <openssl/crypto.h>
#include <simdjson.h>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using simdjson::ondemand::object;
using simdjson::ondemand::value;

Error usage(const char *text)
{
    return usageError(QCoreApplication::translate("JwtConfiguration", text));
}

/// A copy of the file with the room that simdjson needs, gone when it is done.
class Padded
{
public:
    explicit Padded(const QByteArray &json)
        : m_bytes(json + QByteArray(qsizetype(simdjson::SIMDJSON_PADDING), '\0'))
        , m_size(json.size())
    {
    }
    ~Padded() { OPENSSL_cleanse(m_bytes.data(), static_cast<std::size_t>(m_bytes.size())); }
    Padded(const Padded &) = delete;
    Padded &operator=(const Padded &) = delete;

    simdjson::padded_string_view view() const
    {
        return simdjson::padded_string_view(
            m_bytes.constData(), static_cast<std::size_t>(m_size),
            static_cast<std::size_t>(m_bytes.size()));
    }

private:
    QByteArray m_bytes;
    qsizetype m_size;
};

// Our own, since simdjson's unescaping would leave the key in a buffer of its own. Beyond ASCII there is
// nothing to be read here.
QByteArray unescaped(std::string_view text)
{
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            bytes += text[i];
            continue;
        }
        switch (const char escape = text[++i]; escape) {
        case 'n':
            bytes += '\n';
            break;
        case 'r':
            bytes += '\r';
            break;
        case 't':
            bytes += '\t';
            break;
        case 'u':
            bytes += static_cast<char>(
                QByteArray::fromRawData(text.data() + i + 1, qsizetype(text.size() - i - 1))
                    .left(4)
                    .toUInt(nullptr, 16));
            i += 4;
            break;
        default:
            bytes += escape;
        }
    }
    return bytes;
}

/// A text or a number of \p parent as bytes; empty if there is none.
QByteArray bytesOf(simdjson::simdjson_result<object> parent, const char *name)
{
    value found;
    if (parent[name].get(found))
        return {};
    std::string_view token = found.raw_json_token();
    while (!token.empty() && std::string_view(" \t\r\n").find(token.back()) != token.npos)
        token.remove_suffix(1);
    if (token.size() >= 2 && token.front() == '"' && token.back() == '"')
        return unescaped(token.substr(1, token.size() - 2));
    const bool isNumber = !token.empty()
        && token.find_first_not_of("0123456789") == std::string_view::npos;
    return isNumber ? QByteArray(token.data(), static_cast<qsizetype>(token.size())) : QByteArray();
}

/// Somebody may have escaped the line ends twice.
QByteArray withLineEnds(QByteArray pem)
{
    return pem.replace("\\r", "").replace("\\n", "\n");
}

Result<JwtAlgorithm> algorithmFrom(const QByteArray &name)
{
    if (name.isEmpty() || name == "RS256")
        return JwtAlgorithm::Rs256;
    if (name == "RS384")
        return JwtAlgorithm::Rs384;
    if (name == "RS512")
        return JwtAlgorithm::Rs512;
    return usage(QT_TRANSLATE_NOOP(
        "JwtConfiguration",
        "The algorithm of this app configuration is none of RS256, RS384, "
        "RS512."));
}

Result<void> checked(const JwtConfiguration &read)
{
    if (read.clientId.isEmpty())
        return usage(QT_TRANSLATE_NOOP(
            "JwtConfiguration",
            "This is not the JSON configuration of a Box app: it has no "
            "boxAppSettings with a clientID. Download it from the app's page in "
            "Box's developer console."));
    if (read.privateKey.isEmpty() || read.keyId.isEmpty())
        return usage(QT_TRANSLATE_NOOP(
            "JwtConfiguration",
            "This app configuration has no key pair. Make one on the app's page "
            "in Box's developer console, or sign in with client credentials."));
    if (read.clientSecret.isEmpty())
        return usage(
            QT_TRANSLATE_NOOP("JwtConfiguration", "This app configuration has no clientSecret."));
    return {};
}

} // namespace

Result<JwtConfiguration> parseJwtConfiguration(const Secret &json)
{
    if (json.reveal().size() > JwtConfiguration::largestFile)
        return usage(QT_TRANSLATE_NOOP(
            "JwtConfiguration", "This file is too large for an app configuration."));
    const Padded padded(json.reveal());
    simdjson::ondemand::parser parser;
    JwtConfiguration read;
    QByteArray algorithm;
    // One look for each member, since on-demand parsing only goes forward within an object.
    const auto look = [&](auto &&find) {
        simdjson::ondemand::document document;
        if (!parser.iterate(padded.view()).get(document))
            find(document);
    };
    look([&](auto &document) {
        read.enterpriseId = bytesOf(document.get_object(), "enterpriseID");
    });
    look([&](auto &document) {
        auto settings = document["boxAppSettings"].get_object();
        read.clientId = bytesOf(settings, "clientID");
        read.clientSecret = Secret(bytesOf(settings, "clientSecret"));
        auto auth = settings["appAuth"].get_object();
        read.keyId = bytesOf(auth, "publicKeyID");
        read.privateKey = Secret(withLineEnds(bytesOf(auth, "privateKey")));
        read.passphrase = Secret(bytesOf(auth, "passphrase"));
        algorithm = bytesOf(auth, "algorithm");
    });
    const auto known = algorithmFrom(algorithm);
    if (!known)
        return known.error();
    read.algorithm = *known;
    if (const auto complete = checked(read); !complete)
        return complete.error();
    return read;
}

} // namespace boxwatch
