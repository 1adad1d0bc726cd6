// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/replies.h"

#include "simulator/random.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

HttpReply challenge(int status, const char *error, const char *description)
{
    HttpReply reply = HttpReply::empty(status);
    reply.headers.append(
        {"WWW-Authenticate",
         QByteArray("Bearer realm=\"Service\", error=\"") + error + "\", error_description=\""
             + description + "\""});
    return reply;
}

} // namespace

HttpReply apiError(int status, const char *code, const QByteArray &message)
{
    // From what it says, not drawn: the same requests get the same bytes.
    const QString requestId = QString::number(
        mixed(qHash(message, 0) + static_cast<unsigned>(status)), 36);
    return HttpReply::json(
        QJsonDocument(QJsonObject{
                          {u"type"_s, u"error"_s},
                          {u"status"_s, status},
                          {u"code"_s, QString::fromLatin1(code)},
                          {u"help_url"_s, u"http://developers.box.com/docs/#errors"_s},
                          {u"message"_s, QString::fromUtf8(message)},
                          {u"request_id"_s, requestId},
                      })
            .toJson(QJsonDocument::Compact),
        status);
}

HttpReply invalidToken()
{
    return challenge(401, "invalid_token", "The access token provided is invalid.");
}

HttpReply insufficientScope()
{
    return challenge(
        403, "insufficient_scope",
        "The request requires higher privileges than provided by the access token.");
}

HttpReply oauthError(const char *error, const char *description)
{
    return HttpReply::json(
        QJsonDocument(QJsonObject{
                          {u"error"_s, QString::fromLatin1(error)},
                          {u"error_description"_s, QString::fromLatin1(description)},
                      })
            .toJson(QJsonDocument::Compact),
        400);
}

} // namespace boxwatch::sim
