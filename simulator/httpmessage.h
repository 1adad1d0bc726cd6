// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

#include <optional>
#include <utility>

namespace boxwatch::sim {

using HttpFields = QList<std::pair<QByteArray, QByteArray>>;

/// One request, as it came in.
struct HttpRequest
{
    QByteArray method;
    QByteArray target; ///< path and query, still encoded
    HttpFields headers; ///< names in lower case
    QByteArray body;

    /// Decoded.
    QByteArray path() const;

    /// The parameters of the query in order, decoded as forms are: a raw `+` is a space.
    HttpFields query() const;

    /// The parameters of a form in the body.
    HttpFields form() const;

    /// The value of the first header \p name (lower case), empty if there is none.
    QByteArray header(const char *name) const;
};

/// The value of the first parameter \p name, or nothing.
std::optional<QByteArray> valueOf(const HttpFields &fields, const char *name);

/// One answer. Content-Length, Date and Connection are added on sending.
struct HttpReply
{
    /// How the answer is spoilt on its way, for tests of clients.
    enum class Ending {
        Whole,
        CutShort, ///< half of the body, then the connection closes
        Reset, ///< no byte at all: the connection is reset
        ResetInHead, ///< half of the headers, then a reset
        ResetAfterHead, ///< the headers, then a reset
        Close, ///< no byte at all: the connection ends in good order
        Silence, ///< nothing, ever
    };

    int status = 200;
    HttpFields headers;
    QByteArray contentType; ///< none if empty
    QByteArray body;
    bool closes = false; ///< the connection, after this
    Ending ending = Ending::Whole;
    int bytesPerSecond = 0; ///< 0: as fast as it goes
    qsizetype claimedMore = 0; ///< how much more than the body Content-Length claims

    static HttpReply json(const QByteArray &body, int status = 200);
    static HttpReply empty(int status);
};

/// The bytes of \p reply up to and including the empty line before the body.
QByteArray headOf(const HttpReply &reply);

/// \p plain as a gzip file.
QByteArray gzipped(const QByteArray &plain);

/// Reads requests from a stream of bytes, whatever the pieces in which they come.
class HttpRequestReader
{
public:
    /// Nobody needs more, and a client may not fill the memory of the server.
    static constexpr qsizetype maxHead = 64 * 1024;
    static constexpr qsizetype maxBody = 1024 * 1024;

    /// The next whole request, if it is there yet. Never again after failed().
    std::optional<HttpRequest> next();

    void feed(const QByteArray &bytes) { m_bytes += bytes; }

    /// The status with which to refuse what was read, or 0 while all is well.
    int failure() const { return m_failure; }

private:
    bool readHead(HttpRequest &request, const QByteArray &head);
    std::optional<qsizetype> bodySize(const HttpRequest &request);

    QByteArray m_bytes;
    int m_failure = 0;
};

} // namespace boxwatch::sim
