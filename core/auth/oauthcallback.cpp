// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/oauthcallback.h"

#include <QList>

#include <algorithm>
#include <optional>

namespace boxwatch {

namespace {

using Kind = OAuthCallback::Kind;

constexpr qsizetype longestText = 256;
constexpr qsizetype longestCode = 2048;

struct Fields
{
    QList<QByteArray> code;
    QList<QByteArray> state;
    QList<QByteArray> error;
    QList<QByteArray> description;
};

QByteArray decoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

Fields fieldsOf(const QByteArray &query)
{
    Fields fields;
    for (const QByteArray &item : query.split('&')) {
        const qsizetype equals = item.indexOf('=');
        const QByteArray name = item.left(equals);
        const QByteArray value = equals < 0 ? QByteArray() : decoded(item.mid(equals + 1));
        if (name == "code")
            fields.code << value;
        else if (name == "state")
            fields.state << value;
        else if (name == "error")
            fields.error << value;
        else if (name == "error_description")
            fields.description << value;
    }
    return fields;
}

OAuthCallback of(Kind kind)
{
    OAuthCallback callback;
    callback.kind = kind;
    return callback;
}

OAuthCallback answerIn(const QByteArray &query, const Secret &state)
{
    const Fields fields = fieldsOf(query);
    // One and no other: of two, who knows which the browser was given.
    if (fields.state.size() != 1 || Secret(fields.state.first()) != state)
        return of(Kind::WrongState);
    if (!fields.error.isEmpty()) {
        OAuthCallback denied = of(Kind::Denied);
        denied.error = QString::fromUtf8(fields.error.first()).left(longestText);
        if (!fields.description.isEmpty())
            denied.description = QString::fromUtf8(fields.description.first()).left(longestText);
        return denied;
    }
    const bool usable = fields.code.size() == 1 && !fields.code.first().isEmpty()
        && fields.code.first().size() <= longestCode
        && std::ranges::all_of(fields.code.first(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!usable)
        return of(Kind::BadRequest);
    OAuthCallback callback = of(Kind::Code);
    callback.code = Secret(fields.code.first());
    return callback;
}

/// The one Host header that there has to be.
std::optional<QByteArray> hostOf(const QList<QByteArray> &lines)
{
    std::optional<QByteArray> host;
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (line.left(colon).trimmed().toLower() != "host")
            continue;
        if (host || colon < 0)
            return std::nullopt;
        host = line.mid(colon + 1).trimmed();
    }
    return host;
}

} // namespace

OAuthCallback parseOAuthCallback(
    const QByteArray &request, const QByteArray &host, const Secret &state)
{
    const qsizetype end = request.indexOf("\r\n\r\n");
    if (request.size() > OAuthCallback::largestRequest)
        return of(Kind::BadRequest);
    if (end < 0)
        return of(Kind::Incomplete);

    const QList<QByteArray> lines = request.left(end).replace("\r\n", "\n").split('\n');
    const QList<QByteArray> words = lines.first().split(' ');
    if (words.size() != 3 || !words.at(2).startsWith("HTTP/1.") || !words.at(1).startsWith('/'))
        return of(Kind::BadRequest);
    if (hostOf(lines) != host)
        return of(Kind::BadRequest);
    if (words.at(0) != "GET")
        return of(Kind::WrongMethod);

    const QByteArray &target = words.at(1);
    const qsizetype mark = target.indexOf('?');
    if (target.left(mark) != "/callback")
        return of(Kind::NotForUs);
    return answerIn(mark < 0 ? QByteArray() : target.mid(mark + 1), state);
}

} // namespace boxwatch
