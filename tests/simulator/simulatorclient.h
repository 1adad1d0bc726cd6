// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/simulator.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSet>

#include <memory>

namespace boxwatch {

/// Asks a Simulator over real HTTP, and waits for the answer.
class SimulatorClient
{
public:
    struct Answer
    {
        int status = 0; ///< 0: no answer
        QByteArray body;
        QNetworkReply::NetworkError error = QNetworkReply::NoError;
        QHash<QByteArray, QByteArray> headers; ///< names in lower case

        QJsonObject json() const;
        QJsonArray entries() const;
        /// next_stream_position as text.
        QByteArray next() const;
    };

    explicit SimulatorClient(const Simulator &simulator);

    /// Sent with every request; empty: none.
    void setToken(const QByteArray &token) { m_token = token; }
    void setHeader(const QByteArray &name, const QByteArray &value) { m_headers[name] = value; }
    void setTls(const QSslConfiguration &configuration) { m_tls = configuration; }

    Answer get(const QByteArray &target) { return send("GET", target); }
    Answer post(const QByteArray &target, const QByteArray &body = {});
    Answer send(const QByteArray &method, const QByteArray &target, const QByteArray &body = {});

    /// GET /2.0/events with stream_type and whatever else \p query says.
    Answer events(const QByteArray &streamType, const QByteArray &query = {});

    /// Does not wait.
    std::unique_ptr<QNetworkReply> begin(
        const QByteArray &method, const QByteArray &target, const QByteArray &body = {});

    /// All chunks of \p streamType from \p position to the first empty one.
    QJsonArray walk(
        const QByteArray &streamType, int limit, QByteArray position = "0",
        const QByteArray &query = {});

    /// The ids that /_sim/truth lists; a null one is "".
    QList<QByteArray> truth(const QByteArray &streamType);

private:
    static Answer answerOf(QNetworkReply &reply);

    QUrl m_url;
    QByteArray m_token;
    QHash<QByteArray, QByteArray> m_headers;
    QSslConfiguration m_tls;
    QNetworkAccessManager m_network;
};

/// A running simulator, and a client of it.
struct SimulatorFixture
{
    explicit SimulatorFixture(const SimulatorOptions &options);

    Simulator simulator;
    bool isUp;
    SimulatorClient client;
};

/// All that comes back for one request until the connection ends, as bytes.
struct RawAnswer
{
    QByteArray bytes;
    qint64 milliseconds = 0;
};

/// Sends \p request, bytes, over a connection of its own. Never twice, as QNetworkAccessManager may.
RawAnswer rawAnswer(const Simulator &simulator, const QByteArray &request);

/// GET \p target with the token of the simulator, as bytes.
QByteArray rawGet(const Simulator &simulator, const QByteArray &target);

/// JSON with apostrophes for its quotation marks, which reads better in a test.
inline QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

inline QSet<QByteArray> setOf(const QList<QByteArray> &list)
{
    return QSet<QByteArray>(list.begin(), list.end());
}

/// event_id of each entry; "" if it has none.
QList<QByteArray> idsOf(const QJsonArray &entries);

} // namespace boxwatch
