// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/app/keyringprogram.h"

#include "simulator/simulatoroptions.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// A tail of base64 depends on what stands before it; the middle does not.
QByteArray middleOfBase64(const QByteArray &secret, qsizetype shift)
{
    const qsizetype whole = (secret.size() - shift) / 3 * 3;
    return secret.mid(shift, whole).toBase64();
}

} // namespace

Program keyringProgram()
{
    Program program;
    for (const QString &name :
         {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_RUNTIME_DIR"_s,
          u"DBUS_SESSION_BUS_ADDRESS"_s})
        program.with(name, qEnvironmentVariable(name.toLatin1().constData()));
    return program;
}

QByteArray signInWithBrowser(const Program &boxwatch, const QUrl &apiUrl)
{
    const auto process = boxwatch.start(
        {u"accounts"_s, u"add"_s, u"--method"_s, u"oauth"_s, u"--client-id"_s,
         SimulatorOptions::clientId(), u"--client-secret-from"_s, u"stdin"_s, u"--no-browser"_s,
         u"--api-url"_s, apiUrl.toString()});
    process->write(SimulatorOptions::clientSecret().toUtf8() + '\n');
    process->closeWriteChannel();
    QByteArray said;
    // The last item of the query, so that the address is whole.
    if (!Program::waitFor(*process, "code_challenge_method=S256", said))
        return said;

    static const QRegularExpression address(u"http://\\S+"_s);
    const QUrl page(address.match(QString::fromUtf8(said)).captured());
    QNetworkAccessManager browser;
    QNetworkRequest request(page);
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, int(QNetworkRequest::NoLessSafeRedirectPolicy));
    const std::unique_ptr<QNetworkReply> reply(browser.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const ProgramResult result = Program::finish(*process);
    return said + result.errors;
}

bool holds(const QByteArray &content, const QByteArray &secret)
{
    QByteArray reversed = secret;
    std::reverse(reversed.begin(), reversed.end());
    const QString text = QString::fromLatin1(secret);
    QByteArray utf16(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    const QByteArrayList forms{
        secret,
        reversed,
        utf16,
        secret.toHex(),
        secret.toHex().toUpper(),
        secret.toPercentEncoding({}, secret),
        middleOfBase64(secret, 0),
        middleOfBase64(secret, 1),
        middleOfBase64(secret, 2),
        secret.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals),
    };
    return std::ranges::any_of(
        forms, [&content](const QByteArray &form) { return content.contains(form); });
}

} // namespace boxwatch
