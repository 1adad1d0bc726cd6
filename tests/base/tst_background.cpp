// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/background.h"
#include "core/query/parallel.h"

#include <QTest>

#include <atomic>
#include <thread>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace boxwatch;

namespace {

/// How nice the calling thread is; 0 where that is no word.
int niceness()
{
#ifdef Q_OS_LINUX
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
#else
    return 0;
#endif
}

} // namespace

class BackgroundTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheThreadThatAsksStepsBack();
    void whoHelpsAThreadInTheBackgroundIsThereToo();
    void whoHelpsAnyOtherThreadIsNot();
};

void BackgroundTest::onlyTheThreadThatAsksStepsBack()
{
    const int before = niceness();
    int after = 0;
    int again = 0;
    bool isBack = false;

    std::thread([&] {
        workInBackground();
        after = niceness();
        workInBackground();
        again = niceness();
        isBack = worksInBackground();
    }).join();

    QVERIFY(isBack);
    QVERIFY(!worksInBackground());
    QCOMPARE(niceness(), before);
    QCOMPARE(again, after);
#ifdef Q_OS_LINUX
    QVERIFY2(after > before || after == 19, qPrintable(QString::number(after)));
#endif
}

void BackgroundTest::whoHelpsAThreadInTheBackgroundIsThereToo()
{
    constexpr int parts = 64;
    std::atomic<int> inBackground = 0;

    std::thread([&] {
        workInBackground();
        inParallel(parts, [&](std::size_t, std::size_t) { inBackground += worksInBackground(); });
    }).join();

    QCOMPARE(inBackground, parts);
}

void BackgroundTest::whoHelpsAnyOtherThreadIsNot()
{
    std::atomic<int> inBackground = 0;

    inParallel(64, [&](std::size_t, std::size_t) { inBackground += worksInBackground(); });

    QCOMPARE(inBackground, 0);
}

QTEST_GUILESS_MAIN(BackgroundTest)
#include "tst_background.moc"
