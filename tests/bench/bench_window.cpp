// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/figure.h"
#include "tests/bench/samplesession.h"
#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/mainwindow.h"
#include "ui/queryedit.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <vector>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr int runs = 5;

/// A time in which the event loop did not turn, in milliseconds.
struct Stall
{
    double length = 0;
    double ownCpu =
        0; ///< of the window's thread: in the rest it waited, for a core or for an answer
};

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

    /// Stalls since the last call, the longest last.
    std::vector<Stall> take()
    {
        beat();
        std::ranges::sort(m_stalls, {}, &Stall::length);
        return std::exchange(m_stalls, {});
    }

private:
    static double cpuOfThisThread()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }

    void beat()
    {
        const double cpu = cpuOfThisThread();
        m_stalls.push_back(
            {.length = static_cast<double>(m_clock.nsecsElapsed()) / 1e6, .ownCpu = cpu - m_cpu});
        m_cpu = cpu;
        m_clock.start();
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_cpu = cpuOfThisThread();
    std::vector<Stall> m_stalls;
};

/// The longest of some stalls, and what all but one in a thousand of them are shorter than.
struct Stalls
{
    Stall longest;
    double usual = 0;
};

Stalls stallsOf(const std::vector<Stall> &sorted)
{
    const auto index = static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * 0.999);
    return {.longest = sorted.back(), .usual = sorted[index].length};
}

void report(const QString &name, const Stalls &stalls)
{
    const auto print = [&](const QString &what, double milliseconds) {
        Figure{.name = name + what, .value = milliseconds, .unit = u"ms"_s}.print();
    };
    print(u", longest stall"_s, stalls.longest.length);
    print(u", CPU of the window's thread in it"_s, stalls.longest.ownCpu);
    print(u", 99.9 % of stalls below"_s, stalls.usual);
}

/// Lets the window work. Not QTest::qWait(), which sleeps for ten milliseconds at a time.
void rest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(
        std::chrono::milliseconds(milliseconds), Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Lets the window work until \p done, two minutes at most.
template<typename Done>
void waitFor(Done done)
{
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.hasExpired(120'000))
            qFatal("the window does not get there");
        rest(2);
    }
}

void settle(SessionPage &page)
{
    waitFor([&] { return !page.events().isFiltering() && !page.events().isSorting(); });
}

void scroll(SessionPage &page)
{
    for (int i = 0; i < 100; ++i) {
        QTest::keyClick(&page.table(), i % 10 == 9 ? Qt::Key_PageDown : Qt::Key_PageUp);
        rest(5);
    }
    for (int i = 0; i <= 20; ++i) {
        QScrollBar *bar = page.table().verticalScrollBar();
        bar->setValue(bar->minimum() + (bar->maximum() - bar->minimum()) / 20 * i);
        rest(10);
    }
}

void tick(SessionPage &page)
{
    EventTypeModel &types = page.types();
    for (int i = 0; i < 10; ++i) {
        const QModelIndex category = types.index(i % 4, 0);
        types.setData(category, i % 8 < 4 ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        settle(page);
        rest(20);
    }
    types.setAll(true);
    settle(page);
}

void type(SessionPage &page)
{
    page.filters()->focusField();
    QueryEdit *field = page.filterField();
    for (const QString &word : {u"forecast"_s, u"ana"_s, u"見"_s}) {
        for (const QChar c : word) {
            if (c.unicode() < 0x80)
                QTest::keyClick(field, c.toLatin1());
            else
                field->insertPlainText(c);
            rest(60);
        }
        settle(page);
        field->clear();
        rest(300);
        settle(page);
    }
}

void sort(SessionPage &page)
{
    for (const int column : {EventTableModel::WhatColumn, EventTableModel::TimeColumn}) {
        page.table().setSort({.column = column, .order = Qt::DescendingOrder});
        settle(page);
        rest(300);
    }
    page.table().setSort({});
    settle(page);
}

/// What a person does in an incident, one thing after the other.
void work(SessionPage &page)
{
    page.setFollowing(true);
    type(page);
    tick(page);
    sort(page);
    scroll(page);
}

/// A boxsim with the events of captureSample(), so that its session can go on. A process of its own: in
/// this one it would take memory and locks that the window wants.
class Server
{
public:
    Server(qint64 backlog, int rate)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            QCoreApplication::applicationDirPath() + u"/boxsim"_s,
            {u"--port"_s, u"0"_s, u"--backlog"_s, QString::number(backlog), u"--history-delay"_s,
             u"0"_s, u"--rate"_s, QString::number(rate)});
        QByteArray line;
        while (!line.endsWith('\n') && m_process.waitForReadyRead())
            line += m_process.readLine();
        m_about = QJsonDocument::fromJson(line).object();
        if (m_about.isEmpty())
            qFatal("boxsim does not start");
    }

    ~Server()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }

    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    Connection connection() const
    {
        return {
            .network = {.apiUrl = QUrl(m_about.value(u"api_url"_s).toString())},
            .token = Secret(m_about.value(u"token"_s).toString().toUtf8())};
    }

private:
    QProcess m_process;
    QJsonObject m_about;
};

void goOn(SessionPage &page, const Connection &connection)
{
    StreamSettings settings;
    settings.start = StreamSettings::Start::Resume;
    settings.pollingInterval = std::chrono::milliseconds(100);
    CaptureSettings capture(settings);
    capture.timing.enterpriseGap = std::chrono::milliseconds(10);
    page.session().start(capture, connection);
}

/// The same, several times over, while events arrive.
void workWhileEventsArrive(SessionPage &page, Heartbeat &heartbeat)
{
    const Server server(benchEvents(), 10'000);
    goOn(page, server.connection());
    waitFor([&] { return page.events().totalRows() > benchEvents() + 20'000; });

    QElapsedTimer clock;
    clock.start();
    const qint64 before = page.events().totalRows();
    heartbeat.take();
    std::vector<double> usual;
    Stall longest;
    for (int i = 0; i < runs; ++i) {
        work(page);
        const Stalls stalls = stallsOf(heartbeat.take());
        usual.push_back(stalls.usual);
        longest = std::max(longest, stalls.longest, [](const Stall &a, const Stall &b) {
            return a.length < b.length;
        });
    }
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    const auto arrived = static_cast<double>(page.events().totalRows() - before);
    std::ranges::sort(usual);
    Figure{
        .name = u"events that arrive meanwhile"_s,
        .value = arrived / seconds,
        .unit = u"events/s"_s}
        .print();
    report(
        u"typing, ticking, sorting and scrolling while events arrive"_s,
        {.longest = longest, .usual = usual[usual.size() / 2]});
    page.session().stop();
    waitFor([&] { return !page.session().isStreaming(); });
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    Theme::instance().apply(app); // as the program does: a style of its own paints otherwise
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
    report(u"open a session"_s, stallsOf(heartbeat.take()));

    rest(500);
    const auto measure = [&](const QString &name, void (*what)(SessionPage &)) {
        heartbeat.take();
        what(*page);
        report(name, stallsOf(heartbeat.take()));
    };
    measure(u"scroll"_s, scroll);
    measure(u"tick types"_s, tick);
    measure(u"type in the filter"_s, type);
    measure(u"sort"_s, sort);
    workWhileEventsArrive(*page, heartbeat);
    return 0;
}
