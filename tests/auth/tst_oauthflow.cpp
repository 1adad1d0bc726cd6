// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/oauthflow.h"
#include "core/auth/randomtext.h"
#include "core/auth/signinattempt.h"
#include "simulator/simulator.h"
#include "support/loopbackserver.h"

#include <QCryptographicHash>
#include <QNetworkAccessManager>
#include <QNetworkInterface>
#include <QNetworkReply>
#include <QSet>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

#include <optional>
#include <tuple>
#include <vector>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QUrl authorizeUrl(u"https://account.box.com/api/oauth2/authorize"_s);

/// A flow that waits for the browser.
struct Waiting
{
    explicit Waiting(OAuthPatience patience = {60s, 60s})
        : flow(std::make_unique<OAuthFlow>(
            authorizeUrl, "the id", [this](const QUrl &opened) { page = opened; },
            [this](const Result<AuthorizationCode> &answer) {
                ++answers;
                code = answer;
            },
            patience))
    {
        ready = QTest::qWaitFor([this] { return !page.isEmpty(); });
        port = flow->port();
    }

    QByteArray item(const QString &name) const
    {
        return QUrlQuery(page).queryItemValue(name, QUrl::FullyDecoded).toLatin1();
    }

    QByteArray get(const QByteArray &target, const QByteArray &more = {}) const
    {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n"
            + more + "\r\n";
    }

    QByteArray truth() const { return get("/callback?code=g00dcode&state=" + item(u"state"_s)); }

    QUrl page;
    std::optional<Result<AuthorizationCode>> code;
    int answers = 0;
    bool ready = false;
    quint16 port = 0;
    std::unique_ptr<OAuthFlow> flow;
};

/// All that the port answers to \p request until it closes.
QByteArray say(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write(request);
    QByteArray answer;
    std::ignore = QTest::qWaitFor(
        [&] {
            answer += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        },
        20'000);
    return answer + socket.readAll();
}

QByteArray statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3);
}

bool canConnect(const QHostAddress &address, quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(address, port);
    std::ignore = QTest::qWaitFor([&] {
        return socket.state() != QAbstractSocket::ConnectingState
            && socket.state() != QAbstractSocket::HostLookupState;
    });
    return socket.state() == QAbstractSocket::ConnectedState;
}

} // namespace

class TestOAuthFlow : public QObject
{
    Q_OBJECT

private slots:
    void listensOn127001AndNowhereElseAndNotLonger();
    void asksWithStatePkceAndItsOwnPort();
    void takesTheOneAnswerThatCarriesTheState();
    void refusesAWrongStateAndKeepsWaiting_data();
    void refusesAWrongStateAndKeepsWaiting();
    void takesOneAnswerOnlyHoweverManyCome();
    void saysPlainlyThatThePersonSaidNo();
    void neverRepeatsStateOrVerifier();
    void endsByItselfWhenNobodyAnswers();
    void staysUsableUnderSlowAndHugeAndManyConnections();
    void refusesWhatABrowserOfOursDoesNotSend_data();
    void refusesWhatABrowserOfOursDoesNotSend();
    void repeatsNothingOfARequestOnItsPage();
    void letsGoOfThePortWhenItIsDestroyed();
    void readsAnyBytesInAnyPieces();
    void signsInWithTheBrowserAgainstABoxThatChecksPkce();
    void saysThatTheCodeCameTooLate();
    void saysThatThePersonDenied();
    void endsWithTheAnswerThoughOthersHaveConnected();
};

void TestOAuthFlow::listensOn127001AndNowhereElseAndNotLonger()
{
    Waiting w;
    QVERIFY(w.ready);

    QVERIFY(canConnect(QHostAddress::LocalHost, w.port));
    QVERIFY(!canConnect(QHostAddress::LocalHostIPv6, w.port));
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (!address.isLoopback() && address.protocol() == QAbstractSocket::IPv4Protocol)
            QVERIFY2(!canConnect(address, w.port), qPrintable(address.toString()));
    }
    say(w.port, w.truth());
    QTRY_VERIFY(w.code);
    QVERIFY(!canConnect(QHostAddress::LocalHost, w.port));
}

void TestOAuthFlow::asksWithStatePkceAndItsOwnPort()
{
    Waiting w;
    QVERIFY(w.ready);

    QCOMPARE(w.page.host(), u"account.box.com"_s);
    QCOMPARE(w.item(u"response_type"_s), "code");
    QCOMPARE(w.item(u"client_id"_s), "the id");
    QCOMPARE(
        w.item(u"redirect_uri"_s), "http://127.0.0.1:" + QByteArray::number(w.port) + "/callback");
    QCOMPARE(w.item(u"state"_s).size(), 43);
    QCOMPARE(w.item(u"code_challenge_method"_s), "S256");
    say(w.port, w.truth());
    QTRY_VERIFY(w.code && *w.code);
    const QByteArray verifier = w.code->value().verifier.reveal();
    QVERIFY(verifier.size() >= 43 && verifier.size() <= 128);
    QCOMPARE(
        w.item(u"code_challenge"_s),
        QCryptographicHash::hash(verifier, QCryptographicHash::Sha256)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    QCOMPARE(w.code->value().redirectUri, w.item(u"redirect_uri"_s));
}

void TestOAuthFlow::takesTheOneAnswerThatCarriesTheState()
{
    Waiting w;

    const QByteArray answer = say(w.port, w.truth());

    QCOMPARE(statusOf(answer), "200");
    QTRY_VERIFY(w.code && *w.code);
    QCOMPARE(w.code->value().code, Secret("g00dcode"));
    QCOMPARE(w.answers, 1);
}

void TestOAuthFlow::refusesAWrongStateAndKeepsWaiting_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("none") << QByteArray("code=b4d");
    QTest::newRow("empty") << QByteArray("code=b4d&state=");
    QTest::newRow("wrong") << QByteArray("code=b4d&state=") + QByteArray(43, 'A');
    QTest::newRow("cut short") << QByteArray("code=b4d&state=TRUE").replace("TRUE", "%TRUE-1");
    QTest::newRow("twice") << QByteArray("code=b4d&state=%TRUE&state=%TRUE");
    QTest::newRow("a denial without") << QByteArray("error=access_denied");
    QTest::newRow("100 kB") << QByteArray("code=b4d&state=") + QByteArray(100'000, 'A');
}

void TestOAuthFlow::refusesAWrongStateAndKeepsWaiting()
{
    QFETCH(QByteArray, query);
    Waiting w;
    const QByteArray state = w.item(u"state"_s);
    query.replace("%TRUE-1", state.chopped(1)).replace("%TRUE", state);

    const QByteArray answer = say(w.port, w.get("/callback?" + query));

    // One that is far too long may find the port closed to it before it has read the answer.
    QVERIFY(statusOf(answer) == "400" || (answer.isEmpty() && query.size() > 8192));
    QVERIFY(!answer.contains(state));
    QVERIFY(!w.code);
    QCOMPARE(statusOf(say(w.port, w.truth())), "200");
    QTRY_VERIFY(w.code && *w.code);
}

void TestOAuthFlow::takesOneAnswerOnlyHoweverManyCome()
{
    Waiting w;
    QTcpSocket first;
    QTcpSocket second;
    for (QTcpSocket *socket : {&first, &second}) {
        socket->connectToHost(QHostAddress::LocalHost, w.port);
        QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    }

    first.write(w.truth());
    second.write(w.truth());

    QTRY_VERIFY(w.code);
    QTest::qWait(50);
    QCOMPARE(w.answers, 1);
    QVERIFY(!canConnect(QHostAddress::LocalHost, w.port));
}

void TestOAuthFlow::saysPlainlyThatThePersonSaidNo()
{
    Waiting w;

    const QByteArray answer = say(
        w.port,
        w.get(
            "/callback?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E"
            "&state="
            + w.item(u"state"_s)));

    QTRY_VERIFY(w.code);
    QVERIFY(!*w.code);
    QCOMPARE(w.code->error().kind, Error::Kind::Unauthorized);
    QCOMPARE(w.code->error().code, u"access_denied"_s);
    QVERIFY(!answer.contains("script"));
}

void TestOAuthFlow::neverRepeatsStateOrVerifier()
{
    constexpr int count = 200'000;
    QSet<QByteArray> seen;
    seen.reserve(count);
    for (int i = 0; i < count; ++i)
        seen.insert(randomText());

    QCOMPARE(seen.size(), count);
    QSet<QByteArray> states;
    for (int i = 0; i < 20; ++i) {
        Waiting w;
        states << w.item(u"state"_s) << w.item(u"code_challenge"_s);
    }
    QCOMPARE(states.size(), 40);
}

void TestOAuthFlow::endsByItselfWhenNobodyAnswers()
{
    Waiting w({300ms, 60s});
    const quint16 port = w.port;

    QTRY_VERIFY(w.code);

    QCOMPARE(w.code->error().kind, Error::Kind::Timeout);
    QVERIFY(!canConnect(QHostAddress::LocalHost, port));
}

void TestOAuthFlow::staysUsableUnderSlowAndHugeAndManyConnections()
{
    Waiting w({60s, 400ms});
    std::vector<std::unique_ptr<QTcpSocket>> crowd;
    for (int i = 0; i < 300; ++i) {
        crowd.push_back(std::make_unique<QTcpSocket>());
        QTcpSocket *socket = crowd.back().get();
        const QByteArray bytes = i % 2 ? QByteArray("G") : QByteArray(20'000, 'G');
        connect(socket, &QTcpSocket::connected, socket, [socket, bytes] { socket->write(bytes); });
        socket->connectToHost(QHostAddress::LocalHost, w.port);
    }
    QTest::qWait(600);

    QByteArray answer;
    for (int tries = 0; tries < 20 && statusOf(answer) != "200"; ++tries)
        answer = say(w.port, w.truth());

    QCOMPARE(statusOf(answer), "200");
    QTRY_VERIFY(w.code && *w.code);
}

void TestOAuthFlow::refusesWhatABrowserOfOursDoesNotSend_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    const QByteArray query = "/callback?code=b4d&state=%STATE";
    QTest::newRow("another host") << "GET " + query + " HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                                  << QByteArray("400");
    QTest::newRow("localhost") << "GET " + query + " HTTP/1.1\r\nHost: localhost:%PORT\r\n\r\n"
                               << QByteArray("400");
    QTest::newRow("no host") << "GET " + query + " HTTP/1.1\r\n\r\n" << QByteArray("400");
    QTest::newRow("two hosts") << "GET " + query
            + " HTTP/1.1\r\nHost: 127.0.0.1:%PORT\r\nHost: 127.0.0.1:%PORT\r\n\r\n"
                               << QByteArray("400");
    const QByteArray host = " HTTP/1.1\r\nHost: 127.0.0.1:%PORT\r\n\r\n";
    QTest::newRow("POST") << "POST " + query + host << QByteArray("405");
    QTest::newRow("HEAD") << "HEAD " + query + host << QByteArray("405");
    QTest::newRow("the icon") << "GET /favicon.ico" + host << QByteArray("404");
    QTest::newRow("another path") << "GET /callback/?code=b4d&state=%STATE" + host
                                  << QByteArray("404");
    QTest::newRow("dots") << "GET /x/../callback?code=b4d&state=%STATE" + host << QByteArray("404");
    QTest::newRow("a whole URL") << "GET http://127.0.0.1:%PORT" + query + host
                                 << QByteArray("400");
    QTest::newRow("binary") << QByteArray("\x16\x03\x01\x00\xff\r\n\r\n", 9) << QByteArray("400");
    QTest::newRow("no code") << "GET /callback?state=%STATE" + host << QByteArray("400");
    QTest::newRow("two codes") << "GET /callback?code=a&code=b&state=%STATE" + host
                               << QByteArray("400");
    QTest::newRow("a code with a line end")
        << "GET /callback?code=a%0d%0ab&state=%STATE" + host << QByteArray("400");
}

void TestOAuthFlow::refusesWhatABrowserOfOursDoesNotSend()
{
    QFETCH(QByteArray, request);
    QFETCH(const QByteArray, status);
    Waiting w;
    request.replace("%PORT", QByteArray::number(w.port)).replace("%STATE", w.item(u"state"_s));

    QCOMPARE(statusOf(say(w.port, request)), status);

    QVERIFY(!w.code);
    QCOMPARE(statusOf(say(w.port, w.truth())), "200");
}

void TestOAuthFlow::repeatsNothingOfARequestOnItsPage()
{
    Waiting w;

    const QByteArray other = say(
        w.port, w.get("/<script>?x=<img>", "Origin: https://evil.example\r\n"));
    const QByteArray answer = say(w.port, w.truth());

    for (const QByteArray &page : {other, answer}) {
        QVERIFY(page.contains("\r\nReferrer-Policy: no-referrer\r\n"));
        QVERIFY(page.contains("\r\nCache-Control: no-store\r\n"));
        QVERIFY(!page.contains("<script>") && !page.contains("<img>") && !page.contains("evil"));
        QVERIFY(!page.contains("g00dcode") && !page.contains(w.item(u"state"_s)));
        QVERIFY(!page.contains("Access-Control"));
    }
}

void TestOAuthFlow::letsGoOfThePortWhenItIsDestroyed()
{
    Waiting w;
    QTcpSocket open;
    open.connectToHost(QHostAddress::LocalHost, w.port);
    QTRY_COMPARE(open.state(), QAbstractSocket::ConnectedState);

    w.flow.reset();

    QTRY_COMPARE(open.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!canConnect(QHostAddress::LocalHost, w.port));
    QCOMPARE(w.answers, 0);
}

void TestOAuthFlow::readsAnyBytesInAnyPieces()
{
    const Secret state("st4te");
    const QByteArray good = "GET /callback?code=c&state=st4te HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n";
    for (qsizetype size = 0; size < good.size(); ++size)
        QCOMPARE(
            parseOAuthCallback(good.left(size), "h", state).kind, OAuthCallback::Kind::Incomplete);
    QCOMPARE(parseOAuthCallback(good, "h", state).kind, OAuthCallback::Kind::Code);

    quint32 seed = 7;
    for (int i = 0; i < 20'000; ++i) {
        QByteArray bent = good;
        for (int changes = 0; changes < 3; ++changes) {
            seed = seed * 1664525 + 1013904223;
            bent[qsizetype(seed >> 8) % bent.size()] = static_cast<char>(seed >> 24);
        }
        const OAuthCallback callback = parseOAuthCallback(bent, "h", state);
        if (callback.kind == OAuthCallback::Kind::Code)
            QVERIFY(bent.contains("state=st4te"));
    }
}

void TestOAuthFlow::signsInWithTheBrowserAgainstABoxThatChecksPkce()
{
    SimulatorOptions options;
    options.backlog = 10;
    options.consent = SimulatorOptions::Consent::Grant;
    Simulator box;
    QVERIFY(box.start(options));
    SignInRequest request;
    request.clientId = SimulatorOptions::clientId();
    request.clientSecret = Secret(SimulatorOptions::clientSecret().toUtf8());
    NetworkSettings network;
    network.apiUrl = box.apiUrl();
    QNetworkAccessManager browser;
    std::unique_ptr<QNetworkReply> shown;
    std::optional<Result<Credentials>> credentials;

    SignInAttempt attempt(
        request, network,
        [&](const QUrl &page) {
            QNetworkRequest get(page);
            get.setAttribute(
                QNetworkRequest::RedirectPolicyAttribute,
                int(QNetworkRequest::NoLessSafeRedirectPolicy));
            shown.reset(browser.get(get));
        },
        [&](const Result<Credentials> &answer) { credentials = answer; });

    QTRY_VERIFY_WITH_TIMEOUT(credentials, 20'000);
    QVERIFY2(*credentials, *credentials ? "" : qPrintable(credentials->error().message));
    QVERIFY(!credentials->value().refreshToken.isEmpty());
    QCOMPARE(credentials->value().tokenUrl, tokenUrlFor(box.apiUrl()));
    QTRY_VERIFY(shown->isFinished());
    QCOMPARE(shown->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QCOMPARE(box.clientFaults(), QStringList());
}

void TestOAuthFlow::saysThatTheCodeCameTooLate()
{
    LoopbackServer box;
    box.status(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"The authorization code has "
        "expired\"}");
    SignInRequest request;
    request.clientId = u"id"_s;
    NetworkSettings network;
    network.apiUrl = box.url(u"/2.0"_s);
    std::optional<Result<Credentials>> credentials;
    QUrl page;

    SignInAttempt attempt(
        request, network, [&](const QUrl &opened) { page = opened; },
        [&](const Result<Credentials> &answer) { credentials = answer; });
    QTRY_VERIFY(!page.isEmpty());
    const QUrlQuery query(page);
    const QUrl redirect(query.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
    say(quint16(redirect.port()),
        "GET /callback?code=0ld&state=" + query.queryItemValue(u"state"_s).toLatin1()
            + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(redirect.port()) + "\r\n\r\n");

    QTRY_VERIFY(credentials);
    QCOMPARE(credentials->error().kind, Error::Kind::Unauthorized);
    QCOMPARE(credentials->error().code, u"invalid_grant"_s);
    QCOMPARE(box.count("POST /oauth2/token"), 1);
}

void TestOAuthFlow::saysThatThePersonDenied()
{
    SimulatorOptions options;
    options.backlog = 10;
    options.consent = SimulatorOptions::Consent::Deny;
    Simulator box;
    QVERIFY(box.start(options));
    SignInRequest request;
    request.clientId = SimulatorOptions::clientId();
    NetworkSettings network;
    network.apiUrl = box.apiUrl();
    QNetworkAccessManager browser;
    std::unique_ptr<QNetworkReply> shown;
    std::optional<Result<Credentials>> credentials;

    SignInAttempt attempt(
        request, network,
        [&](const QUrl &page) { shown.reset(browser.get(QNetworkRequest(page))); },
        [&](const Result<Credentials> &answer) { credentials = answer; });

    QTRY_VERIFY_WITH_TIMEOUT(credentials, 20'000);
    QCOMPARE(credentials->error().code, u"access_denied"_s);
    QCOMPARE(box.requestCount("token"), 0U);
}

void TestOAuthFlow::endsWithTheAnswerThoughOthersHaveConnected()
{
    for (const bool dies : {false, true}) {
        std::optional<Result<AuthorizationCode>> code;
        QUrl page;
        std::unique_ptr<OAuthFlow> flow = std::make_unique<OAuthFlow>(
            authorizeUrl, "the id", [&](const QUrl &opened) { page = opened; },
            [&](const Result<AuthorizationCode> &answer) {
                code = answer;
                if (dies)
                    flow.reset();
            });
        QTRY_VERIFY(!page.isEmpty());
        const QByteArray port = QByteArray::number(flow->port());
        const QByteArray state = QUrlQuery(page).queryItemValue(u"state"_s).toLatin1();
        // All wait with what they say before the first one is looked at.
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 3; ++i) {
            auto &socket = sockets.emplace_back(std::make_unique<QTcpSocket>());
            socket->connectToHost(QHostAddress::LocalHost, flow->port());
            QVERIFY(socket->waitForConnected());
            socket->write(
                "GET /callback?code=c&state=" + state + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\n\r\n");
            QVERIFY(socket->waitForBytesWritten());
        }

        QTRY_VERIFY(code);
        QVERIFY(*code);
        QTest::qWait(20);
    }
}

QTEST_GUILESS_MAIN(TestOAuthFlow)
#include "tst_oauthflow.moc"
