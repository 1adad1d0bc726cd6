// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/httpmessage.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace boxwatch::sim {

namespace {

QByteArray decoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

HttpFields parametersOf(const QByteArray &encoded)
{
    HttpFields fields;
    for (const QByteArray &pair : encoded.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype sign = pair.indexOf('=');
        fields.append(
            {decoded(sign < 0 ? pair : pair.left(sign)),
             sign < 0 ? QByteArray() : decoded(pair.mid(sign + 1))});
    }
    return fields;
}

const char *reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 413:
        return "Payload Too Large";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "Status";
    }
}

std::uint32_t crc32(const QByteArray &bytes)
{
    static const std::array<std::uint32_t, 256> table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < made.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xedb88320U : 0U);
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t crc = 0xffffffffU;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xffU] ^ (crc >> 8U);
    return ~crc;
}

void appendLittleEndian(QByteArray &out, std::uint32_t value)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.append(static_cast<char>((value >> shift) & 0xffU));
}

} // namespace

QByteArray HttpRequest::path() const
{
    const qsizetype mark = target.indexOf('?');
    return QByteArray::fromPercentEncoding(mark < 0 ? target : target.left(mark));
}

HttpFields HttpRequest::query() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? HttpFields() : parametersOf(target.mid(mark + 1));
}

HttpFields HttpRequest::form() const
{
    return parametersOf(body);
}

QByteArray HttpRequest::header(const char *name) const
{
    return valueOf(headers, name).value_or(QByteArray());
}

std::optional<QByteArray> valueOf(const HttpFields &fields, const char *name)
{
    for (const auto &[key, value] : fields) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

HttpReply HttpReply::json(const QByteArray &body, int status)
{
    HttpReply reply;
    reply.status = status;
    reply.contentType = "application/json";
    reply.body = body;
    return reply;
}

HttpReply HttpReply::empty(int status)
{
    HttpReply reply;
    reply.status = status;
    return reply;
}

QByteArray headOf(const HttpReply &reply)
{
    QByteArray head;
    head.reserve(512);
    head.append("HTTP/1.1 ").append(QByteArray::number(reply.status)).append(' ');
    head.append(reasonOf(reply.status)).append("\r\n");
    if (!reply.contentType.isEmpty())
        head.append("Content-Type: ").append(reply.contentType).append("\r\n");
    for (const auto &[name, value] : reply.headers)
        head.append(name).append(": ").append(value).append("\r\n");
    if (reply.status != 204)
        head.append("Content-Length: ")
            .append(
                QByteArray::number(std::max<qsizetype>(0, reply.body.size() + reply.claimedMore)))
            .append("\r\n");
    if (reply.closes)
        head.append("Connection: close\r\n");
    return head.append("\r\n");
}

QByteArray gzipped(const QByteArray &plain)
{
    // qCompress() gives the length in four bytes and a zlib stream: two bytes, deflate, four bytes.
    const QByteArray packed = qCompress(plain, 5);
    QByteArray out;
    out.reserve(packed.size() + 12);
    out.append(QByteArray::fromHex("1f8b08000000000000ff"));
    out.append(packed.constData() + 6, packed.size() - 10);
    appendLittleEndian(out, crc32(plain));
    appendLittleEndian(out, static_cast<std::uint32_t>(plain.size()));
    return out;
}

std::optional<HttpRequest> HttpRequestReader::next()
{
    if (m_failure != 0)
        return std::nullopt;
    const qsizetype end = m_bytes.indexOf("\r\n\r\n");
    if (end < 0 || end > maxHead) {
        if (m_bytes.size() > maxHead)
            m_failure = 431;
        return std::nullopt;
    }
    HttpRequest request;
    if (!readHead(request, m_bytes.left(end))) {
        m_failure = 400;
        return std::nullopt;
    }
    const std::optional<qsizetype> size = bodySize(request);
    if (!size || m_bytes.size() < end + 4 + *size)
        return std::nullopt;
    request.body = m_bytes.mid(end + 4, *size);
    m_bytes.remove(0, end + 4 + *size);
    return request;
}

bool HttpRequestReader::readHead(HttpRequest &request, const QByteArray &head)
{
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> start = lines.first().trimmed().split(' ');
    if (start.size() != 3 || !start[2].startsWith("HTTP/1.") || !start[1].startsWith('/'))
        return false;
    request.method = start[0];
    request.target = start[1];
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0)
            return false;
        request.headers.append({line.left(colon).toLower(), line.mid(colon + 1).trimmed()});
    }
    return true;
}

std::optional<qsizetype> HttpRequestReader::bodySize(const HttpRequest &request)
{
    if (!request.header("transfer-encoding").isEmpty()) {
        m_failure = 501;
        return std::nullopt;
    }
    const QByteArray text = request.header("content-length");
    if (text.isEmpty())
        return 0;
    bool isNumber = false;
    const qlonglong size = text.toLongLong(&isNumber);
    if (!isNumber || size < 0)
        m_failure = 400;
    else if (size > maxBody)
        m_failure = 413;
    else
        return size;
    return std::nullopt;
}

} // namespace boxwatch::sim
