// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpserver.h"
#include "simulator/requestlog.h"
#include "simulator/simulatoroptions.h"
#include "simulator/tokens.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <deque>
#include <vector>

namespace boxwatch::sim {

/// Watches whether clients keep to the rules of the API, and notes in the log where they do not.
///
/// Goes by real time, as clients do. A client is held to an answer only if it is known to have had it:
/// when the same connection brings another request. Otherwise the network may be to blame.
class Conduct : public QObject
{
    Q_OBJECT

public:
    /// All references outlive this.
    Conduct(const SimulatorOptions &options, const Tokens &tokens, RequestLog &log);

    /// A request for \p endpoint came in.
    void asked(const QByteArray &endpoint, const HttpExchange &exchange);

    /// It is answered with \p reply. Of events: \p isCaughtUp if there was nothing and the position
    /// stood still, \p hasNews if there was something new.
    void answered(
        const QByteArray &endpoint, const HttpExchange &exchange, const HttpReply &reply,
        bool isCaughtUp, bool hasNews);

    /// The answer to a request for events takes a while. Gives a number for end().
    int begin(const HttpExchange &exchange);
    void end(int number);

    /// A long poll was answered, so its client may ask for events at once.
    void pollAnswered();

private:
    /// How fast one reader of one stream asks.
    struct Pace
    {
        qint64 caughtUpAt = -1; ///< milliseconds, -1: not caught up
        quint64 connection = 0; ///< that was told so
        std::deque<qint64> idle; ///< calls that brought nothing new
    };

    /// After an answer with Retry-After.
    struct Rest
    {
        qint64 from = 0; ///< from then on a call cannot have been under way already
        qint64 until = 0;
        quint64 connection = 0; ///< that was told so
        bool isHeard = false; ///< it has brought another request
        QStringList faults; ///< to be noted once it was heard
    };

    struct Waiting
    {
        int number;
        QByteArray reader;
        HttpExchange exchange;
    };

    void checkQuery(const HttpRequest &request, const HttpFields &query);
    void checkDates(const HttpFields &query);
    void hear(quint64 connection);
    void checkRest(const HttpRequest &request);
    void checkPace(const QByteArray &reader, quint64 connection);
    void checkWaiting(const QByteArray &reader);
    void rest(const HttpExchange &exchange, const HttpReply &reply);
    bool hasPace() const;
    static QByteArray readerOf(const HttpRequest &request);

    const SimulatorOptions &m_options;
    const Tokens &m_tokens;
    RequestLog &m_log;
    QElapsedTimer m_time;
    QHash<QByteArray, Rest> m_rests; ///< by account
    QHash<QByteArray, Pace> m_paces; ///< by reader
    std::vector<Waiting> m_waiting;
    int m_lastNumber = 0;
};

} // namespace boxwatch::sim
