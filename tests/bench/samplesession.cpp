// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/samplesession.h"

#include "core/session/session.h"
#include "simulator/simulator.h"

#include <QEventLoop>
#include <QFile>

namespace boxwatch {

qint64 benchEvents()
{
    bool ok = false;
    const qint64 events = qEnvironmentVariable("BOXWATCH_BENCH_EVENTS").toLongLong(&ok);
    return ok && events > 0 ? events : 1'000'000;
}

void captureSample(const QString &path, qint64 events)
{
    if (const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly)) {
        const auto summary = (*file)->summary();
        if (summary && summary->events == events)
            return;
    }
    QFile::remove(path);
    SimulatorOptions options;
    options.backlog = static_cast<std::uint64_t>(events);
    options.historyDelay = std::chrono::milliseconds(0);
    Simulator simulator;
    if (!simulator.start(options))
        qFatal("%s", qPrintable(simulator.errorString()));

    Session session;
    QEventLoop loop;
    QObject::connect(&session, &Session::openFailed, &loop, [](const Error &error) {
        qFatal("%s", qPrintable(sentenceFor(error)));
    });
    QObject::connect(&session, &Session::statusChanged, &loop, [&] {
        if (session.status().state == EventStream::State::Failed)
            qFatal("%s", qPrintable(sentenceFor(*session.status().trouble)));
        if (session.status().state == EventStream::State::Ended)
            loop.quit();
    });
    session.create(path);
    StreamSettings settings;
    settings.start = StreamSettings::Start::Earliest;
    settings.pollingInterval = std::chrono::milliseconds(0);
    session.start(
        settings,
        {.network = {.apiUrl = simulator.apiUrl()}, .token = Secret(simulator.token().toUtf8())});
    loop.exec();
}

} // namespace boxwatch
