// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/network.h"

#include <QFile>
#include <QTemporaryDir>

#include <optional>

namespace boxwatch {

/// One call and what became of it.
struct Exchange
{
    std::optional<Result<HttpReply>> result;
    int answers = 0;
    std::unique_ptr<HttpCall> call;

    Exchange(
        Network &network, const HttpRequest &request, Network::Lane lane = Network::Lane::Fetch)
        : call(network.send(lane, request, [this](Result<HttpReply> reply) {
            ++answers;
            result = std::move(reply);
        }))
    {
    }

    bool succeeded() const { return result && result->hasValue(); }

    bool hasError(Error::Kind kind) const
    {
        return result && !result->hasValue() && result->error().kind == kind;
    }

    /// Empty if there was no error.
    QString code() const
    {
        return result && !result->hasValue() ? result->error().code : QString();
    }
    QString sentence() const
    {
        return result && !result->hasValue() ? sentenceFor(result->error()) : QString();
    }
};

inline HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    request.deadline = std::chrono::seconds(20);
    return request;
}

inline HttpRequest post(const QUrl &url, const QByteArray &body)
{
    HttpRequest request = get(url);
    request.method = "POST";
    request.contentType = "application/x-www-form-urlencoded";
    request.body = body;
    return request;
}

/// A file of certificate authorities, as a person would name it in the settings.
class CaFile
{
public:
    explicit CaFile(const QByteArray &pem)
    {
        QFile file(path());
        m_written = file.open(QIODevice::WriteOnly) && file.write(pem) == pem.size();
    }

    QString path() const { return m_directory.filePath(QStringLiteral("ca.pem")); }
    bool isWritten() const { return m_written; }

private:
    QTemporaryDir m_directory;
    bool m_written = false;
};

} // namespace boxwatch
