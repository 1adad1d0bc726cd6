// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/account.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

QString textOf(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QJsonObject everythingAbout(const Enterprise &enterprise, const Tokens::Grant &grant)
{
    const Enterprise::Person &me = enterprise.people()[grant.person];
    const Enterprise::App &app = enterprise.apps()[10];
    const bool isElsewhere = !grant.enterprise.isEmpty();
    const QString id = grant.isService ? u"31100777"_s : textOf(me.id);
    return {
        {u"type"_s, u"user"_s},
        {u"id"_s, id},
        {u"name"_s, grant.isService ? u"Event Monitor"_s : textOf(me.name)},
        {u"login"_s, textOf(grant.isService ? app.login : me.login)},
        {u"created_at"_s, u"2021-03-09T02:14:51-08:00"_s},
        {u"modified_at"_s, u"2025-10-02T07:40:03-07:00"_s},
        {u"language"_s, u"en"_s},
        {u"timezone"_s, u"America/Los_Angeles"_s},
        {u"space_amount"_s, qint64{999'999'999'999'999}},
        {u"space_used"_s, qint64{734'003'200}},
        {u"max_upload_size"_s, qint64{53'687'091'200}},
        {u"status"_s, u"active"_s},
        {u"job_title"_s, u""_s},
        {u"phone"_s, u""_s},
        {u"address"_s, u""_s},
        {u"avatar_url"_s, QString(u"https://app.box.com/api/avatar/large/"_s + id)},
        {u"notification_email"_s, QJsonArray()},
        {u"role"_s, grant.isAdmin && !grant.isService ? u"coadmin"_s : u"user"_s},
        {u"enterprise"_s,
         QJsonObject{
             {u"type"_s, u"enterprise"_s},
             {u"id"_s, isElsewhere ? QString::fromUtf8(grant.enterprise) : textOf(enterprise.id())},
             {u"name"_s, isElsewhere ? u"Southwind Pacific"_s : textOf(enterprise.name())},
         }},
    };
}

} // namespace

HttpReply accountReply(
    const HttpRequest &request, const Enterprise &enterprise, const Tokens::Grant &grant)
{
    QJsonObject account = everythingAbout(enterprise, grant);
    if (const auto fields = valueOf(request.query(), "fields")) {
        // type and id come in any case.
        QJsonObject chosen{{u"type"_s, account[u"type"]}, {u"id"_s, account[u"id"]}};
        for (const QByteArray &field : fields->split(',')) {
            const QString name = QString::fromUtf8(field.trimmed());
            if (account.contains(name))
                chosen[name] = account[name];
        }
        account = chosen;
    } else {
        account.remove(u"role"_s);
        account.remove(u"enterprise"_s);
    }
    return HttpReply::json(QJsonDocument(account).toJson(QJsonDocument::Compact));
}

} // namespace boxwatch::sim
