// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_open FILE: opens a session once, in a process that has done nothing else, and prints one line of
// JSON with the times and the memory it took. session.py runs it several times.

#include "core/session/session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <optional>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

/// A line of /proc/self/status in bytes, 0 where there is none.
qint64 memory(const char *name)
{
    const QByteArray label = QByteArray(name) + ':';
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(label))
            return line.sliced(label.size()).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

/// Opens a session and watches its rows come.
class Opening
{
public:
    explicit Opening(const QString &path) : m_before(memory("VmRSS"))
    {
        QObject::connect(&m_session, &Session::openFailed, &m_session, [](const Error &error) {
            qFatal("%s", qPrintable(sentenceFor(error)));
        });
        QObject::connect(&m_session, &Session::rowsAdded, &m_session, [this](EventTable::Row rows) {
            if (rows > 0 && !m_first)
                m_first = seconds();
            finishIfDone();
        });
        QObject::connect(&m_session, &Session::loadingChanged, &m_session, [this](double fraction) {
            m_loaded = fraction >= 1;
            finishIfDone();
        });
        m_clock.start();
        m_session.open(path);
    }

private:
    double seconds() const { return static_cast<double>(m_clock.nsecsElapsed()) / 1e9; }

    void finishIfDone()
    {
        const auto rows = static_cast<qint64>(m_session.table().size());
        if (!m_loaded || m_isDone || rows < m_session.summary().events)
            return;
        m_isDone = true;
        const QJsonObject line{
            {u"events"_s, rows},
            {u"first_s"_s, m_first.value_or(seconds())},
            {u"all_s"_s, seconds()},
            {u"memory_before"_s, m_before},
            {u"memory"_s, memory("VmRSS")},
            {u"memory_peak"_s, memory("VmHWM")}};
        std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
        QCoreApplication::quit();
    }

    qint64 m_before;
    std::optional<double> m_first;
    bool m_loaded = false;
    bool m_isDone = false;
    QElapsedTimer m_clock;
    Session m_session;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 2)
        qFatal("usage: bench_open FILE");
    const Opening opening(QFile::decodeName(argv[1]));
    return QCoreApplication::exec();
}
