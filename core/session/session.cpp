// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/session.h"

#include "core/session/sessionworker.h"

#include <QFileInfo>

#include <algorithm>
#include <iterator>
#include <span>

namespace boxwatch {

namespace {

/// Whether a stream in this state has nothing more to come by itself.
bool isOver(EventStream::State state)
{
    return state == EventStream::State::Ended || state == EventStream::State::Failed;
}

RowSet withMarks(const RowSet &marks, std::span<const EventTable::Row> rows, bool marked)
{
    std::vector<EventTable::Row> sorted(rows.begin(), rows.end());
    std::ranges::sort(sorted);
    std::vector<EventTable::Row> result;
    if (marked)
        std::ranges::set_union(marks.rows(), sorted, std::back_inserter(result));
    else
        std::ranges::set_difference(marks.rows(), sorted, std::back_inserter(result));
    return RowSet(std::move(result));
}

} // namespace

Session::Session(QObject *parent) : Session(EventTable::Keep::Columns, parent)
{
}

Session::Session(EventTable::Keep keep, QObject *parent)
    : QObject(parent)
    , m_table(std::make_shared<EventTable>(keep))
    , m_worker(new SessionWorker(m_table))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connectWorker();
    m_thread.setObjectName(QStringLiteral("ingest"));
    m_thread.start();
}

Session::~Session()
{
    // Behind all that was asked before: a view that is to be kept, above all.
    QMetaObject::invokeMethod(
        m_worker, [thread = &m_thread] { thread->quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

void Session::connectWorker()
{
    connect(
        m_worker, &SessionWorker::opened, this,
        [this](const SessionSummary &summary, const QByteArray &view, bool readOnly) {
            m_summary = summary;
            m_counts = {
                .events = summary.events,
                .duplicates = summary.duplicates,
                .unreadable = summary.unreadable,
                .late = summary.late};
            m_view = view;
            m_readOnly = readOnly;
            m_open = true;
            emit opened();
        });
    connect(m_worker, &SessionWorker::openFailed, this, &Session::openFailed);
    const auto takeMarks = [this](const RowSet &marks) {
        // An answer to what has been changed once more since would undo that for a moment.
        if (m_marksUnderWay > 0 || marks == m_marks)
            return;
        m_marks = marks;
        emit marksChanged();
    };
    connect(m_worker, &SessionWorker::marksRead, this, takeMarks);
    connect(m_worker, &SessionWorker::marksSet, this, [this, takeMarks](const RowSet &marks) {
        --m_marksUnderWay;
        takeMarks(marks);
    });
    connect(m_worker, &SessionWorker::loadingChanged, this, &Session::loadingChanged);
    connect(m_worker, &SessionWorker::rowsAdded, this, &Session::rowsAdded);
    connect(m_worker, &SessionWorker::countsChanged, this, [this](const SessionCounts &counts) {
        if (counts == m_counts)
            return;
        m_counts = counts;
        emit countsChanged();
    });
    connect(
        m_worker, &SessionWorker::streamsChosen, this,
        [this](const std::vector<StoredStream> &streams) {
            for (const StoredStream &stream : streams) {
                if (std::ranges::find(m_summary.streams, stream.id, &StoredStream::id)
                    == m_summary.streams.end())
                    m_summary.streams.push_back(stream);
            }
        });
    connect(m_worker, &SessionWorker::gapNoticed, this, [this](const StreamGap &gap) {
        m_summary.gaps.push_back(gap);
        emit gapNoticed(gap);
    });
    connect(m_worker, &SessionWorker::filterRefused, this, &Session::filterRefused);
    connect(m_worker, &SessionWorker::noted, this, &Session::noted);
    connect(m_worker, &SessionWorker::accountFound, this, [this](const SessionOwner &owner) {
        if (m_summary.owner.isEmpty())
            m_summary.owner = owner;
        emit accountFound(owner);
    });
    connect(
        m_worker, &SessionWorker::statusChanged, this,
        [this](const StreamStatus &status, const std::vector<StreamStatus> &streams) {
            m_status = status;
            m_streams = streams;
            const bool allOver = std::ranges::all_of(
                streams, [](const StreamStatus &stream) { return isOver(stream.state); });
            if (isOver(status.state) && allOver)
                m_streaming = false;
            else if (status.state != EventStream::State::Stopped)
                m_streaming = true; // also resumed after it had failed
            emit statusChanged();
        });
    connect(m_worker, &SessionWorker::newStreamState, this, &Session::newStreamState);
    connect(m_worker, &SessionWorker::failed, this, &Session::failed);
    connect(m_worker, &SessionWorker::caughtUp, this, &Session::caughtUp);
    connect(m_worker, &SessionWorker::stopped, this, [this] {
        m_streaming = false;
        emit statusChanged();
        emit streamStopped();
    });
    connect(m_worker, &SessionWorker::rawEvent, this, &Session::rawEvent);
    connect(&m_wakeDetector, &WakeDetector::woke, m_worker, &SessionWorker::wake);
}

void Session::create(const QString &path, bool mayExist)
{
    m_path = QFileInfo(path).absoluteFilePath();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, path = m_path, mayExist] { worker->create(path, mayExist); });
}

void Session::open(const QString &path)
{
    m_path = QFileInfo(path).absoluteFilePath();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, path = m_path] { worker->open(path); });
}

QString Session::path() const
{
    return m_path;
}

QString Session::name() const
{
    return QFileInfo(m_path).completeBaseName();
}

bool Session::isOpen() const
{
    return m_open;
}

bool Session::isReadOnly() const
{
    return m_readOnly;
}

SessionSummary Session::summary() const
{
    SessionSummary summary = m_summary;
    summary.events = m_counts.events;
    summary.duplicates = m_counts.duplicates;
    summary.unreadable = m_counts.unreadable;
    summary.late = m_counts.late;
    return summary;
}

void Session::start(const CaptureSettings &settings, const Connection &connection)
{
    m_streaming = true;
    m_status.state = EventStream::State::Fetching;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, settings, connection] {
        worker->start(settings, connection);
    });
    emit statusChanged();
}

void Session::setEventTypes(const QByteArrayList &types)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, types] { worker->setEventTypes(types); });
}

void Session::pause()
{
    if (!m_streaming)
        return;
    m_status.state = EventStream::State::Paused;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->pause(); });
    emit statusChanged();
}

void Session::resume()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->resume(); });
}

void Session::stop()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->stop(); });
}

bool Session::isStreaming() const
{
    return m_streaming;
}

bool Session::isPaused() const
{
    return m_streaming && m_status.state == EventStream::State::Paused;
}

void Session::requestRaw(EventTable::Row row)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, row] { worker->readRaw(row); });
}

void Session::setView(const QByteArray &view)
{
    if (m_readOnly || view == m_view)
        return;
    m_view = view;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, view] { worker->setView(view); });
}

void Session::setMarked(EventTable::Row row, bool marked)
{
    setMarked(std::vector{row}, marked);
}

void Session::setMarked(const std::vector<EventTable::Row> &rows, bool marked)
{
    std::vector<EventTable::Row> changed;
    for (const EventTable::Row row : rows) {
        if (row < m_table->size() && m_marks.contains(row) != marked)
            changed.push_back(row);
    }
    if (changed.empty())
        return;
    if (m_readOnly) {
        emit failed(
            {.kind = Error::Kind::Busy,
             .message = QStringLiteral("this session was opened for reading only")});
        return;
    }
    m_marks = withMarks(m_marks, changed, marked);
    ++m_marksUnderWay;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, changed, marked] { worker->setMarked(changed, marked); });
    emit marksChanged();
}

} // namespace boxwatch
