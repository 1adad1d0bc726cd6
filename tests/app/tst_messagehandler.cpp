// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/messagehandler.h"

#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestMessageHandler : public QObject
{
    Q_OBJECT

private slots:
    void hidesWhatLooksLikeASecret_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a header") << u"Authorization: Bearer S3CRET.x-y_z"_s;
        QTest::newRow("a query") << u"Error transferring http://h/subscribe?channel=S3CRET&x=1"_s;
        QTest::newRow("a form")
            << u"grant_type=refresh_token&refresh_token=S3CRET&client_secret=S3CRET&code=S3CRET"_s;
        QTest::newRow("an assertion") << u"assertion=S3CRET.S3CRET.S3CRET"_s;
        QTest::newRow("JSON") << u"{\"access_token\": \"S3CRET\",\"clientSecret\":\"S3CRET\"}"_s;
        QTest::newRow("a key") << u"-----BEGIN PRIVATE KEY-----\nS3CRET\nS3CRET\n"
                                  "-----END PRIVATE KEY-----"_s;
        QTest::newRow("half a key") << u"-----BEGIN ENCRYPTED PRIVATE KEY-----\nS3CRET"_s;
    }

    void hidesWhatLooksLikeASecret()
    {
        QFETCH(const QString, text);

        const QString clean = redacted(text);

        QVERIFY2(!clean.contains(u"S3CRET"_s), qPrintable(clean));
        QVERIFY(clean.contains(u"[hidden]"_s));
    }

    void leavesEverythingElseAsItIs()
    {
        const QString text =
            u"boxwatch.net: gave up after 20000 ms (HTTP 503), code 14, state: idle"_s;

        QCOMPARE(redacted(text), text);
    }
};

QTEST_GUILESS_MAIN(TestMessageHandler)
#include "tst_messagehandler.moc"
