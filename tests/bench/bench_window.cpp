// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/figure.h"
#include "tests/bench/samplesession.h"
#include "ui/eventsview.h"
#include "ui/mainwindow.h"
#include "ui/sessionpage.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <vector>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

/// Ticks as often as the event loop lets it, and remembers how long each tick had to wait.
class Heartbeat
{
public:
    Heartbeat()
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
        m_timer.start(std::chrono::milliseconds(1));
        m_clock.start();
    }

    /// Stalls since the last call, in milliseconds, the longest last.
    std::vector<double> take()
    {
        beat();
        std::ranges::sort(m_stalls);
        return std::exchange(m_stalls, {});
    }

private:
    void beat()
    {
        m_stalls.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
        m_clock.start();
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_stalls;
};

void report(const QString &name, const std::vector<double> &stalls)
{
    const auto index = static_cast<std::size_t>(static_cast<double>(stalls.size() - 1) * 0.999);
    Figure{.name = name + u", longest stall"_s, .value = stalls.back(), .unit = u"ms"_s}.print();
    Figure{.name = name + u", 99.9 % of stalls below"_s, .value = stalls[index], .unit = u"ms"_s}
        .print();
}

/// Lets the window work until \p done, a minute at most.
template<typename Done>
void waitFor(Done done)
{
    if (!QTest::qWaitFor(done, 120'000))
        qFatal("the window does not get there");
}

void scroll(SessionPage &page)
{
    for (int i = 0; i < 100; ++i) {
        QTest::keyClick(&page.table(), i % 10 == 9 ? Qt::Key_PageDown : Qt::Key_PageUp);
        QTest::qWait(5);
    }
    for (int i = 0; i <= 20; ++i) {
        QScrollBar *bar = page.table().verticalScrollBar();
        bar->setValue(bar->minimum() + (bar->maximum() - bar->minimum()) / 20 * i);
        QTest::qWait(10);
    }
}

void tick(SessionPage &page)
{
    EventTypeModel &types = page.types();
    for (int i = 0; i < 10; ++i) {
        const QModelIndex category = types.index(i % 4, 0);
        types.setData(category, i % 8 < 4 ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        waitFor([&] { return !page.events().isFiltering(); });
        QTest::qWait(20);
    }
    types.setAll(true);
    waitFor([&] { return !page.events().isFiltering(); });
}

void type(SessionPage &page)
{
    page.focusFilter();
    QLineEdit *field = page.filterField();
    for (const QString &word : {u"forecast"_s, u"ana"_s, u"見"_s}) {
        for (const QChar c : word) {
            if (c.unicode() < 0x80)
                QTest::keyClick(field, c.toLatin1());
            else
                field->insert(c);
            QTest::qWait(60);
        }
        waitFor([&] { return !page.events().isFiltering(); });
        field->clear();
        QTest::qWait(300);
        waitFor([&] { return !page.events().isFiltering(); });
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"bench.boxwatch"_s);
    captureSample(path, benchEvents());

    UiServices services;
    MainWindow window(services);
    window.resize(1280, 800);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        qFatal("there is no window");

    Heartbeat heartbeat;
    QElapsedTimer clock;
    clock.start();
    SessionPage *page = window.openSession(path);
    waitFor([&] { return page->events().rowCount() > 0; });
    Figure{
        .name = u"open a session, first rows on screen"_s,
        .value = static_cast<double>(clock.elapsed()) / 1000,
        .unit = u"s"_s}
        .print();
    waitFor([&] { return page->events().rowCount() == benchEvents(); });
    report(u"open a session"_s, heartbeat.take());

    QTest::qWait(500);
    heartbeat.take();
    scroll(*page);
    report(u"scroll"_s, heartbeat.take());
    tick(*page);
    report(u"tick types"_s, heartbeat.take());
    type(*page);
    report(u"type in the filter"_s, heartbeat.take());
    return 0;
}
