// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <QSet>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Error errorOf(Error::Kind kind, const QString &code = {})
{
    Error error;
    error.kind = kind;
    error.code = code;
    return error;
}

} // namespace

class TestError : public QObject
{
    Q_OBJECT

private slots:
    void hasASentenceOfItsOwnForEachReason()
    {
        const QStringList codes{
            u"dns"_s,
            u"proxy_unreachable"_s,
            u"proxy_auth"_s,
            u"captive_portal"_s,
            u"tls_self_signed"_s,
            u"tls_unknown_authority"_s,
            u"tls_wrong_host"_s,
            u"tls_expired"_s,
            u"tls_not_yet_valid"_s,
            u"tls_revoked"_s,
            u"tls_failed"_s,
            u"clock_wrong"_s,
            u"unauthorized"_s,
            u"invalid_client"_s,
            u"invalid_grant"_s,
            u"no_enterprise"_s,
            u"not_admin"_s,
            u"coadmin_may_not"_s,
            u"app_may_not"_s,
            u"access_from_location_blocked"_s,
            u"position_refused"_s};
        QSet<QString> sentences{sentenceFor(errorOf(Error::Kind::Network))};

        for (const QString &code : codes)
            sentences.insert(sentenceFor(errorOf(Error::Kind::Network, code)));

        QCOMPARE(sentences.size(), codes.size() + 1);
    }

    void hasASentenceForEachKind()
    {
        for (int kind = 0; kind <= int(Error::Kind::Cancelled); ++kind) {
            Error error = errorOf(Error::Kind(kind), u"a code that nobody knows"_s);
            error.message = u"the detail"_s;

            QVERIFY(sentenceFor(error).contains(u"the detail"_s));
            error.message.clear();
            QCOMPARE(sentenceFor(error).isEmpty(), error.kind == Error::Kind::Usage);
        }
    }

    void saysHowLongItWaits_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("wait");
        QTest::addColumn<QString>("words");
        QTest::newRow("a moment") << std::chrono::milliseconds(1) << u"waits for 1 s"_s;
        QTest::newRow("seconds") << std::chrono::milliseconds(6001) << u"waits for 7 s"_s;
        QTest::newRow("minutes") << std::chrono::milliseconds(121s) << u"waits for 3 min"_s;
        QTest::newRow("an hour") << std::chrono::milliseconds(1h) << u"waits for 60 min"_s;
    }

    void saysHowLongItWaits()
    {
        QFETCH(const std::chrono::milliseconds, wait);
        QFETCH(const QString, words);
        Error error = errorOf(Error::Kind::RateLimited);
        error.retryAfter = wait;

        QVERIFY2(sentenceFor(error).contains(words), qPrintable(sentenceFor(error)));
    }

    void addsTheStatusAndTheDetail()
    {
        Error error = errorOf(Error::Kind::Server);
        error.status = 502;
        error.message = u"bad gateway"_s;

        QVERIFY(sentenceFor(error).endsWith(u"(HTTP 502: bad gateway)"_s));
    }

    void isTransientUnlessAPersonIsNeeded()
    {
        QVERIFY(errorOf(Error::Kind::Network).isTransient());
        QVERIFY(errorOf(Error::Kind::Network, u"tls_expired"_s).isTransient());
        QVERIFY(errorOf(Error::Kind::Malformed, u"captive_portal"_s).isTransient());
        QVERIFY(errorOf(Error::Kind::RateLimited).isTransient());
        QVERIFY(!errorOf(Error::Kind::Network, u"proxy_auth"_s).isTransient());
        QVERIFY(!errorOf(Error::Kind::Forbidden).isTransient());
        QVERIFY(!errorOf(Error::Kind::File).isTransient());
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
