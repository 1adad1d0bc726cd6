// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/messagehandler.h"

#include "app/cli/terminal.h"

#include <QRegularExpression>

#include <array>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

void handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    writeError(redacted(qFormatLogMessage(type, context, text)));
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

QString redacted(const QString &text)
{
    static const auto pattern = [](const char *expression) {
        return QRegularExpression(
            QString::fromLatin1(expression), QRegularExpression::CaseInsensitiveOption);
    };
    // Never destroyed: Qt has things to say until the very end.
    static const auto &secrets = *new std::array<QRegularExpression, 4>{
        pattern("(-----BEGIN [A-Z ]*-----)[\\s\\S]*?(?:-----END [A-Z ]*-----|$)"),
        pattern("(\\bBearer\\s+)[^\\s\"',;]+"),
        // In a query or a form, and in JSON.
        pattern("(\\b(?:\\w*token|client_secret|code_verifier|assertion|passphrase|password|code|"
                "state|channel)=)[^&\\s\"']+"),
        pattern("(\"(?:\\w*token|client_?secret|assertion|passphrase|privateKey|password|code)\""
                "\\s*:\\s*)\"[^\"]*\""),
    };
    QString clean = text;
    for (const QRegularExpression &secret : secrets)
        clean.replace(secret, u"\\1[hidden]"_s);
    return clean;
}

void redactMessages()
{
    qInstallMessageHandler(handle);
}

} // namespace boxwatch
