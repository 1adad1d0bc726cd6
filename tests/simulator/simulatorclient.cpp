// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int patience = 30'000;

} // namespace

QJsonObject SimulatorClient::Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QJsonArray SimulatorClient::Answer::entries() const
{
    return json()["entries"_L1].toArray();
}

QByteArray SimulatorClient::Answer::next() const
{
    const QJsonValue value = json()["next_stream_position"_L1];
    return value.isString() ? value.toString().toUtf8() : QByteArray::number(value.toInteger());
}

SimulatorClient::SimulatorClient(const Simulator &simulator)
    : m_url(simulator.url())
    , m_token(simulator.token().toUtf8())
    , m_tls(QSslConfiguration::defaultConfiguration())
{
}

SimulatorClient::Answer SimulatorClient::post(const QByteArray &target, const QByteArray &body)
{
    return send("POST", target, body);
}

SimulatorClient::Answer SimulatorClient::send(
    const QByteArray &method, const QByteArray &target, const QByteArray &body)
{
    const auto reply = begin(method, target, body);
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished() && !finished.wait(patience))
        return {};
    return answerOf(*reply);
}

SimulatorClient::Answer SimulatorClient::events(
    const QByteArray &streamType, const QByteArray &query)
{
    return get("/2.0/events?stream_type=" + streamType + (query.isEmpty() ? "" : "&") + query);
}

std::unique_ptr<QNetworkReply> SimulatorClient::begin(
    const QByteArray &method, const QByteArray &target, const QByteArray &body)
{
    QNetworkRequest request(QUrl::fromEncoded(m_url.toEncoded() + target));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setSslConfiguration(m_tls);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    if (!body.isEmpty())
        request.setRawHeader("Content-Type", "application/x-www-form-urlencoded");
    for (auto header = m_headers.cbegin(); header != m_headers.cend(); ++header)
        request.setRawHeader(header.key(), header.value());
    return std::unique_ptr<QNetworkReply>(m_network.sendCustomRequest(request, method, body));
}

QJsonArray SimulatorClient::walk(
    const QByteArray &streamType, int limit, QByteArray position, const QByteArray &query)
{
    QJsonArray all;
    for (;;) {
        const Answer answer = events(
            streamType,
            "limit=" + QByteArray::number(limit) + "&stream_position=" + position
                + (query.isEmpty() ? "" : "&") + query);
        const QJsonArray entries = answer.entries();
        if (answer.status != 200 || entries.isEmpty())
            return all;
        for (const QJsonValue &entry : entries)
            all.append(entry);
        position = answer.next();
    }
}

QList<QByteArray> SimulatorClient::truth(const QByteArray &streamType)
{
    QList<QByteArray> lines =
        get("/_sim/truth?stream_type=" + streamType).body.trimmed().split('\n');
    lines.removeFirst();
    for (QByteArray &line : lines)
        line = line == "null" ? QByteArray("") : line.mid(1, line.size() - 2);
    return lines;
}

SimulatorClient::Answer SimulatorClient::answerOf(QNetworkReply &reply)
{
    Answer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.error = reply.error();
    answer.body = reply.readAll();
    for (const auto &[name, value] : reply.rawHeaderPairs())
        answer.headers.insert(name.toLower(), value);
    return answer;
}

SimulatorFixture::SimulatorFixture(const SimulatorOptions &options)
    : isUp(simulator.start(options))
    , client(simulator)
{
}

RawAnswer rawAnswer(const Simulator &simulator, const QByteArray &request)
{
    QTcpSocket socket;
    QElapsedTimer time;
    time.start();
    socket.connectToHost(simulator.url().host(), static_cast<quint16>(simulator.url().port()));
    socket.waitForConnected(patience);
    socket.write(request);
    RawAnswer answer;
    [[maybe_unused]] const bool isOver = QTest::qWaitFor(
        [&] {
            answer.bytes += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        },
        patience);
    answer.bytes += socket.readAll();
    answer.milliseconds = time.elapsed();
    return answer;
}

QByteArray rawGet(const Simulator &simulator, const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
        + simulator.token().toLatin1() + "\r\n\r\n";
}

QList<QByteArray> idsOf(const QJsonArray &entries)
{
    QList<QByteArray> ids;
    for (const QJsonValue &entry : entries)
        ids.append(entry.toObject()["event_id"_L1].toString(u""_s).toUtf8());
    return ids;
}

} // namespace boxwatch
