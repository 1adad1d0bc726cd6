// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/realtimeserver.h"

#include "core/api/apierror.h"
#include "core/net/networksettings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype longestUrl = 8192;

/// A whole number that may come as a string; \p fallback for anything else.
qint64 leniently(const QJsonValue &value, qint64 least, qint64 most, qint64 fallback)
{
    qint64 number = value.toInteger(0);
    if (value.isString())
        number = value.toString().trimmed().toLongLong();
    else if (value.isDouble() && number == 0 && value.toDouble() > double(most))
        number = most; // beyond 64 bits
    return number > 0 ? std::clamp(number, least, most) : fallback;
}

} // namespace

Result<RealtimeServer> parseRealtimeServer(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject()) {
        Error error = localError(
            Error::Kind::Malformed, u"the answer to OPTIONS is not JSON, probably not from Box"_s);
        error.code = u"not_json"_s;
        return error;
    }
    const QJsonArray entries = document.object().value("entries"_L1).toArray();
    for (const QJsonValue &entry : entries) {
        const QJsonObject server = entry.toObject();
        const QString address = server.value("url"_L1).toString();
        const QUrl url(address, QUrl::TolerantMode);
        const bool isHttp = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
        if (server.value("type"_L1).toString() != "realtime_server"_L1 || !url.isValid() || !isHttp
            || url.host().isEmpty() || address.size() > longestUrl)
            continue;
        return RealtimeServer{
            url, std::chrono::minutes(leniently(server.value("ttl"_L1), 1, 60, 10)),
            static_cast<int>(leniently(server.value("max_retries"_L1), 1, 50, 10)),
            std::chrono::seconds(leniently(server.value("retry_timeout"_L1), 30, 3600, 610))};
    }
    return localError(Error::Kind::Malformed, u"the answer to OPTIONS names no realtime server"_s);
}

QUrl pollUrl(const QUrl &server, const QByteArray &position)
{
    QUrl url = server.adjusted(QUrl::RemoveFragment);
    if (url.scheme() == "http"_L1 && !isLoopback(url)) {
        url.setScheme(u"https"_s);
        if (url.port() == 80)
            url.setPort(-1);
    }
    // The query is edited as it stands: QUrlQuery would decode what has to stay encoded.
    QStringList items = url.query(QUrl::FullyEncoded).split(u'&', Qt::SkipEmptyParts);
    items.removeIf([](const QString &item) {
        return item == "stream_position"_L1 || item.startsWith("stream_position="_L1);
    });
    items << u"stream_position="_s + QString::fromLatin1(position.toPercentEncoding());
    url.setQuery(items.join(u'&'), QUrl::StrictMode);
    return url;
}

} // namespace boxwatch
