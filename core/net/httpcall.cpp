// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpcall.h"

#include "core/base/log.h"
#include "core/net/transporterror.h"

#include <QNetworkReply>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

// simdjson reads up to 64 bytes past the end.
constexpr qint64 padding = 64;

// A Content-Length is a promise by a stranger: this much is reserved on its word alone.
constexpr qint64 largestReserve = 4 * 1024 * 1024;

// Of where a redirect points to.
constexpr qsizetype longestUrl = 4096;
constexpr qsizetype longestHost = 100;

constexpr qint64 bytesPerExtraSecond = 256 * 1024;

Error errorOf(Error::Kind kind, const QString &message, int status = 0)
{
    Error error;
    error.kind = kind;
    error.message = message;
    error.status = status;
    return error;
}

/// The two digits at \p index; something that no date has if they are none.
int twoDigits(QByteArrayView text, qsizetype index)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const char first = text[index];
    const char second = text[index + 1];
    return isDigit(first) && isDigit(second) ? (first - '0') * 10 + (second - '0') : -10'000;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the only form that is still sent (RFC 9110, 5.6.7). By hand, since
/// each answer has one, and QLocale takes as long for it as a hundred events take.
QDateTime httpDate(QByteArrayView text)
{
    constexpr QByteArrayView months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    text = text.trimmed();
    const bool isOfThisForm = text.size() == 29 && text.sliced(3, 2) == ", " && text[7] == ' '
        && text[11] == ' ' && text[16] == ' ' && text[19] == ':' && text[22] == ':'
        && text.endsWith(" GMT");
    if (!isOfThisForm)
        return {};
    const qsizetype month = months.indexOf(text.sliced(8, 3));
    if (month < 0 || month % 3 != 0)
        return {};
    const int year = twoDigits(text, 12) * 100 + twoDigits(text, 14);
    const QDate date(year, static_cast<int>(month / 3) + 1, twoDigits(text, 5));
    const QTime time(twoDigits(text, 17), twoDigits(text, 20), twoDigits(text, 23));
    // Qt knows years before Christ, which is what letters in place of digits make.
    return year >= 1970 && date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC)
                                                            : QDateTime();
}

/// Whether \p code only restates the status of an answer that did arrive whole.
bool isAboutStatus(QNetworkReply::NetworkError code)
{
    return code >= QNetworkReply::ContentAccessDenied && code != QNetworkReply::ContentReSendError
        && code != QNetworkReply::ProtocolFailure;
}

} // namespace

HttpCall::HttpCall(const HttpRequest &request, std::function<void()> timedOut, Callback done)
    : m_done(std::move(done))
    , m_timedOut(std::move(timedOut))
    , m_allowed(request.deadline)
    , m_maxBody(request.maxBody)
    , m_hadToken(!request.bearer.isEmpty())
{
    // Our own timer, not QNetworkRequest::setTransferTimeout() alone: that one starts anew with each
    // byte, so one byte a second keeps it from ever firing.
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::CoarseTimer);
    connect(&m_deadline, &QTimer::timeout, this, [this] { expire(); });
    m_age.start();
    m_deadline.start(m_allowed);
}

HttpCall::HttpCall(Error error, Callback done) : m_done(std::move(done))
{
    QTimer::singleShot(0, this, [this, error = std::move(error)] { end(error); });
}

void HttpCall::begin(QNetworkReply *reply, bool proxied)
{
    m_reply = reply;
    m_proxied = proxied;
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { drain(); });
    connect(m_reply, &QNetworkReply::finished, this, [this] { finish(); });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_tlsTrouble = errors;
    });
}

void HttpCall::refuse(const Error &error)
{
    QTimer::singleShot(0, this, [this, error] { end(error); });
}

HttpCall::~HttpCall()
{
    release();
}

void HttpCall::release()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (!m_reply->isFinished())
        m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void HttpCall::drain()
{
    const qint64 fresh = m_reply->bytesAvailable();
    if (fresh <= 0)
        return;
    const qint64 size = m_body.size();
    if (size + fresh > m_maxBody) {
        fail(errorOf(
            Error::Kind::Malformed,
            u"the answer is larger than %1 MiB"_s.arg(m_maxBody / (1024 * 1024))));
        return;
    }
    if (m_body.isEmpty()) {
        const qint64 announced = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
        m_body.reserve(std::max(fresh, std::clamp<qint64>(announced, 0, largestReserve)) + padding);
    }
    m_body.resize(size + fresh);
    const qint64 read = m_reply->read(m_body.data() + size, fresh);
    m_body.resize(size + std::max<qint64>(read, 0));
}

void HttpCall::expire()
{
    const auto allowed = m_allowed + std::chrono::seconds(m_body.size() / bytesPerExtraSecond);
    const std::chrono::milliseconds age(m_age.elapsed());
    if (age < allowed) {
        m_deadline.start(allowed - age);
        return;
    }
    qCInfo(logNet) << "gave up after" << age.count() << "ms";
    if (m_timedOut)
        m_timedOut();
    Error error = errorOf(
        Error::Kind::Timeout, u"no whole answer within %1 s"_s.arg(double(age.count()) / 1000.0));
    // Qt does not tell when a proxy leaves without a word.
    const bool isSilent = m_reply && m_reply->rawHeaderList().isEmpty();
    if (m_proxied && isSilent)
        error.code = u"proxy_unreachable"_s;
    fail(std::move(error));
}

void HttpCall::finish()
{
    const QNetworkReply::NetworkError code = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();

    if (status / 100 == 3) {
        redirected(status);
        return;
    }
    if (code == QNetworkReply::UnknownContentError && status < 400) {
        fail(errorOf(
            Error::Kind::Malformed, u"an answer that cannot be unpacked, or is far too large"_s,
            status));
        return;
    }
    // What a proxy wants of us is no answer of Box's.
    if (status == 407
        || (code != QNetworkReply::NoError && !(status >= 400 && isAboutStatus(code)))) {
        fail(transportError(
            status == 407 ? QNetworkReply::ProxyAuthenticationRequiredError : code, m_tlsTrouble,
            m_proxied));
        return;
    }
    drain();
    if (m_reply) // drain() may have found it too large
        end(takeReply(status));
}

/// Following it would carry the token to a host that we did not choose.
void HttpCall::redirected(int status)
{
    const QUrl from = m_reply->url();
    const QUrl to = from.resolved(
        QUrl::fromEncoded(m_reply->rawHeader("Location").left(longestUrl)));
    const bool isElsewhere = to.host() != from.host() || to.scheme() != from.scheme();
    Error error = errorOf(
        Error::Kind::Unexpected,
        isElsewhere ? u"a redirect to %1, which is not followed"_s.arg(to.host().left(longestHost))
                    : u"a redirect, which is not followed"_s,
        status);
    // Box does not redirect; the sign-in page of a network does.
    error.code = isElsewhere ? u"captive_portal"_s : u"redirect"_s;
    fail(std::move(error));
}

HttpReply HttpCall::takeReply(int status)
{
    HttpReply reply;
    reply.status = status;
    reply.hadToken = m_hadToken;
    reply.body = std::move(m_body);
    reply.contentType = m_reply->rawHeader("Content-Type");
    reply.requestId = m_reply->rawHeader("Box-Request-Id");
    reply.authenticate = m_reply->rawHeader("WWW-Authenticate");
    reply.retryAfter = m_reply->rawHeader("Retry-After");
    reply.serverDate = httpDate(m_reply->rawHeader("Date"));
    return reply;
}

void HttpCall::fail(Error error)
{
    end(std::move(error));
}

void HttpCall::end(Result<HttpReply> result)
{
    m_deadline.stop();
    release();
    // The callback may destroy this call, so nothing may follow it.
    if (const Callback done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

} // namespace boxwatch
