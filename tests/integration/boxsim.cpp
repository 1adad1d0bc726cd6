// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/boxsim.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <memory>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int patience = 60'000; // ms

QByteArray answerOf(QNetworkReply *reply)
{
    const std::unique_ptr<QNetworkReply> owned(reply);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return reply->readAll();
}

} // namespace

BoxSim::BoxSim(const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(
        QStringLiteral(BOXWATCH_BIN_DIR "/boxsim"), QStringList{u"--port"_s, u"0"_s} + arguments);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patience)) { }

    const QJsonObject told = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = told.value(u"url"_s).toString();
    m_apiUrl = told.value(u"api_url"_s).toString();
    m_token = told.value(u"token"_s).toString();
}

BoxSim::~BoxSim()
{
    m_process.terminate();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
}

QByteArray BoxSim::get(const QString &path) const
{
    QNetworkAccessManager network;
    return answerOf(network.get(QNetworkRequest(QUrl(m_url + path))));
}

QByteArray BoxSim::post(const QString &path, const QByteArray &body) const
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(m_url + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return answerOf(network.post(request, body));
}

qint64 BoxSim::count(const QString &stream) const
{
    const QByteArray answer = get(u"/_sim/truth?ids=0&stream_type="_s + stream);
    return QJsonDocument::fromJson(answer.trimmed()).object().value(u"count"_s).toInteger(-1);
}

QByteArrayList BoxSim::ids(const QString &stream) const
{
    QByteArrayList ids;
    for (qint64 from = 0;;) {
        QByteArrayList lines = get(u"/_sim/truth?stream_type=%1&from=%2"_s.arg(stream).arg(from))
                                   .trimmed()
                                   .split('\n');
        const QJsonObject summary = QJsonDocument::fromJson(lines.takeFirst()).object();
        ids += lines;
        from = summary.value(u"next"_s).toInteger();
        if (lines.isEmpty() || ids.size() >= summary.value(u"count"_s).toInteger()
            || from >= summary.value(u"to"_s).toInteger())
            return ids;
    }
}

QByteArrayList BoxSim::raws(qint64 count) const
{
    constexpr qint64 most = 1000; // at once
    QByteArrayList raws;
    while (raws.size() < count) {
        const qint64 wanted = qMin(most, count - raws.size());
        const QByteArrayList lines =
            get(u"/_sim/raw?index=%1&count=%2"_s.arg(raws.size()).arg(wanted))
                .trimmed()
                .split('\n');
        if (lines.size() != wanted)
            return {};
        raws += lines;
    }
    return raws;
}

qint64 scaled(qint64 events)
{
    bool isNumber = false;
    const double factor = qEnvironmentVariable("BOXWATCH_TEST_SCALE").toDouble(&isNumber);
    return isNumber && factor > 0 ? static_cast<qint64>(static_cast<double>(events) * factor)
                                  : events;
}

} // namespace boxwatch
