// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/teststore.h"
#include "core/auth/chunkedsecrets.h"

#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

const QString name = u"app/profile/credentials"_s;

Secret secretOf(qsizetype size, char salt = 0)
{
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 31 + salt) & 0xff);
    return Secret(bytes);
}

using ReadResult = Result<std::optional<ChunkedSecrets::Kept>>;

ReadResult read(ChunkedSecrets &secrets)
{
    std::optional<ReadResult> result;
    secrets.read(name, [&](const ReadResult &read) { result = read; });
    return QTest::qWaitFor([&] { return result.has_value(); }, 20'000) ? *result
                                                                       : ReadResult(Error());
}

Result<qint64> write(ChunkedSecrets &secrets, const Secret &secret)
{
    std::optional<Result<qint64>> result;
    secrets.write(name, secret, [&](const Result<qint64> &written) { result = written; });
    return QTest::qWaitFor([&] { return result.has_value(); }, 20'000) ? *result
                                                                       : Result<qint64>(Error());
}

Result<void> removeAll(ChunkedSecrets &secrets)
{
    std::optional<Result<void>> result;
    secrets.remove(name, [&](const Result<void> &removed) { result = removed; });
    return QTest::qWaitFor([&] { return result.has_value(); }, 20'000) ? *result
                                                                       : Result<void>(Error());
}

} // namespace

class TestChunkedSecrets : public QObject
{
    Q_OBJECT

private slots:
    void givesBackAnySizeThroughEntriesOf2560Bytes_data();
    void givesBackAnySizeThroughEntriesOf2560Bytes();
    void keepsAPairOfTokensInOneEntry();
    void leavesTheOldOrTheNewSecretIfAWriteStopsAnywhere_data();
    void leavesTheOldOrTheNewSecretIfAWriteStopsAnywhere();
    void deletesTheChunksOfTheOldGeneration();
    void followsTheGenerationOfAnotherProcess();
    void findsASecretThatAnotherProcessReplacesMeanwhile();
    void saysThatAnIncompleteSecretIsDamaged();
    void doesNotTakeALockedStoreForAnEmptyOne();
    void forgetsEveryEntryEvenOfInterruptedGenerations();
};

void TestChunkedSecrets::givesBackAnySizeThroughEntriesOf2560Bytes_data()
{
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size :
         {0, 1, 1900, 1999, 2000, 2001, 2560, 2561, 18'944, 65'536, 1'048'576})
        QTest::addRow("%d bytes", int(size)) << size;
}

void TestChunkedSecrets::givesBackAnySizeThroughEntriesOf2560Bytes()
{
    QFETCH(const qsizetype, size);
    TestStore store;
    ChunkedSecrets secrets(store);

    QCOMPARE(write(secrets, secretOf(size)).value(), 1);

    ChunkedSecrets later(store);
    const ReadResult kept = read(later);
    QVERIFY(kept && kept->has_value());
    QCOMPARE((*kept)->secret.reveal(), secretOf(size).reveal());
    QCOMPARE((*kept)->generation, 1);
    for (const QByteArray &entry : std::as_const(*store.entries))
        QVERIFY(entry.size() <= ChunkedSecrets::largestEntry);
}

void TestChunkedSecrets::keepsAPairOfTokensInOneEntry()
{
    TestStore store;
    ChunkedSecrets secrets(store);

    QVERIFY(write(secrets, secretOf(600)));

    QCOMPARE(store.writes, 1);
}

void TestChunkedSecrets::leavesTheOldOrTheNewSecretIfAWriteStopsAnywhere_data()
{
    QTest::addColumn<qsizetype>("before");
    QTest::addColumn<qsizetype>("after");
    QTest::newRow("small to small") << qsizetype(100) << qsizetype(200);
    QTest::newRow("small to large") << qsizetype(100) << qsizetype(7000);
    QTest::newRow("large to small") << qsizetype(7000) << qsizetype(100);
    QTest::newRow("large to large") << qsizetype(7000) << qsizetype(9000);
}

void TestChunkedSecrets::leavesTheOldOrTheNewSecretIfAWriteStopsAnywhere()
{
    QFETCH(const qsizetype, before);
    QFETCH(const qsizetype, after);
    int outcomes[2] = {};
    for (int life = 0; life < 14; ++life) {
        TestStore store;
        {
            ChunkedSecrets first(store);
            QVERIFY(write(first, secretOf(before, 1)));
            QVERIFY(read(first));
            store.lifeLeft = life;
            const auto written = write(first, secretOf(after, 2));
            QTest::qWait(2);
            store.lifeLeft = -1;
            ChunkedSecrets second(store);
            const ReadResult kept = read(second);
            QVERIFY(kept && kept->has_value());
            const bool isNew = (*kept)->secret == secretOf(after, 2);
            QVERIFY(isNew || (*kept)->secret == secretOf(before, 1));
            if (written)
                QVERIFY(isNew);
            ++outcomes[isNew ? 1 : 0];
        }
    }
    QVERIFY(outcomes[0] > 0);
    QVERIFY(outcomes[1] > 0);
}

void TestChunkedSecrets::deletesTheChunksOfTheOldGeneration()
{
    TestStore store;
    ChunkedSecrets secrets(store);
    QVERIFY(write(secrets, secretOf(7000)));
    QCOMPARE(store.entries->size(), 5);

    QVERIFY(write(secrets, secretOf(100)));

    QTRY_COMPARE(store.entries->size(), 1);
    QCOMPARE((*read(secrets))->generation, 2);
}

void TestChunkedSecrets::followsTheGenerationOfAnotherProcess()
{
    TestStore store;
    ChunkedSecrets mine(store);
    ChunkedSecrets theirs(store);
    QVERIFY(write(mine, secretOf(10)));
    QVERIFY(read(theirs));
    QCOMPARE(write(theirs, secretOf(20)).value(), 2);

    QCOMPARE((*read(mine))->generation, 2);

    QCOMPARE(write(mine, secretOf(30)).value(), 3);
}

void TestChunkedSecrets::findsASecretThatAnotherProcessReplacesMeanwhile()
{
    TestStore store;
    ChunkedSecrets mine(store);
    ChunkedSecrets theirs(store);
    QVERIFY(write(mine, secretOf(7000, 1)));
    QVERIFY(read(theirs));
    std::optional<Result<qint64>> written;

    theirs.write(name, secretOf(7000, 2), [&](const Result<qint64> &done) { written = done; });
    const ReadResult kept = read(mine);

    QTRY_VERIFY(written);
    QVERIFY(kept && kept->has_value());
    QVERIFY((*kept)->secret == secretOf(7000, 1) || (*kept)->secret == secretOf(7000, 2));
}

void TestChunkedSecrets::saysThatAnIncompleteSecretIsDamaged()
{
    TestStore store;
    ChunkedSecrets secrets(store);
    QVERIFY(write(secrets, secretOf(7000)));
    store.entries->remove(name + u"/1/2"_s);

    const ReadResult kept = read(secrets);

    QVERIFY(!kept);
    QCOMPARE(kept.error().kind, Error::Kind::Keychain);
    QCOMPARE(kept.error().code, u"damaged"_s);
    QVERIFY(write(secrets, secretOf(5)));
    QCOMPARE((*read(secrets))->secret, secretOf(5));
}

void TestChunkedSecrets::doesNotTakeALockedStoreForAnEmptyOne()
{
    TestStore store;
    ChunkedSecrets secrets(store);
    QVERIFY(write(secrets, secretOf(10)));
    store.refusesReads = true;

    ChunkedSecrets later(store);
    QVERIFY(!read(later));
    QVERIFY(!write(later, secretOf(20)));
    QVERIFY(!removeAll(later));

    store.refusesReads = false;
    QCOMPARE((*read(later))->secret, secretOf(10));
}

void TestChunkedSecrets::forgetsEveryEntryEvenOfInterruptedGenerations()
{
    TestStore store;
    ChunkedSecrets secrets(store);
    QVERIFY(write(secrets, secretOf(7000)));
    QVERIFY(read(secrets));
    store.lifeLeft = 2;
    QVERIFY(!write(secrets, secretOf(9000)));
    store.lifeLeft = -1;
    QVERIFY(store.entries->size() > 5);

    ChunkedSecrets later(store);
    QVERIFY(removeAll(later));

    QCOMPARE(store.entries->size(), 0);
}

QTEST_GUILESS_MAIN(TestChunkedSecrets)
#include "tst_chunkedsecrets.moc"
