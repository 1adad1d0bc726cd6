// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/captureledger.h"
#include "core/session/capturerunner.h"
#include "core/session/chunkrecorder.h"
#include "core/session/sessionloader.h"
#include "core/session/streamstatus.h"
#include "core/store/rawevents.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

namespace boxwatch {

/// What a Session does in its own thread: file, table and stream. Internal to core/session.
class SessionWorker : public QObject
{
    Q_OBJECT

public:
    explicit SessionWorker(std::shared_ptr<EventTable> table);
    ~SessionWorker() override;

    void create(const QString &path, bool mayExist);
    void open(const QString &path);
    void start(const CaptureSettings &settings, const Connection &connection);
    void setEventTypes(const QByteArrayList &types);
    void wake();
    void pause();
    void resume();
    void stop();
    void readRaw(EventTable::Row row);
    void setView(const QByteArray &view);
    void setMarked(const std::vector<EventTable::Row> &rows, bool marked);

signals:
    void opened(const boxwatch::SessionSummary &summary, const QByteArray &view, bool readOnly);
    void openFailed(const boxwatch::Error &error);

    /// Which rows are marked in the file: before opened(), and as an answer to setMarked().
    void marksRead(const boxwatch::RowSet &marks);
    void marksSet(const boxwatch::RowSet &marks);
    void loadingChanged(double fraction);
    void rowsAdded(quint32 size);
    void countsChanged(const boxwatch::SessionCounts &counts);
    void streamsChosen(const std::vector<boxwatch::StoredStream> &streams);
    void accountFound(const boxwatch::SessionOwner &owner);
    void statusChanged(
        const boxwatch::StreamStatus &status, const std::vector<boxwatch::StreamStatus> &streams);
    void newStreamState(const boxwatch::StreamState &state, boxwatch::StreamType type);
    void gapNoticed(const boxwatch::StreamGap &gap);
    void filterRefused(const boxwatch::Error &error);
    void noted(const boxwatch::StreamNote &note);
    void failed(const boxwatch::Error &error);
    void caughtUp();
    void stopped();
    void rawEvent(quint32 row, const QByteArray &json);

private:
    void take(Result<std::unique_ptr<SessionFile>> file);
    void cannotOpen(const Error &error);
    void readMarks();
    void loadSome();
    void startWaiting();
    void refuseWaiting();
    void refuse(const Error &error);
    void run(const CaptureSettings &settings, const Connection &connection);
    Result<void> prepare(const CaptureSettings &settings, const Connection &connection);
    void connectRunner();
    void endRun();
    void keepOwner(const SessionOwner &owner);
    void keepGap(int source, const StreamGap &gap);
    void makeRecorder();
    void takeChunk(int source, const EventChunk &chunk, const StreamState &after);
    void recordNext();
    void recorded(const Recorded &recorded);
    void notRecorded(const Error &error);
    void keepGaps();
    void keepAnswers();
    void countCalls();
    void storageFailed(const Error &error);
    Result<void> openAgain();
    Result<void> keepWhatIsMissing();
    void reopen();
    void announce();
    void announceChange();
    void announceStatus();

    std::shared_ptr<EventTable> m_table;
    QString m_path; // of the session that was opened
    RowSet m_marks; // in the file
    std::unique_ptr<SessionFile> m_file; // null while it cannot be opened again
    std::unique_ptr<SessionLoader> m_loader; // until everything is read
    std::unique_ptr<ChunkRecorder> m_recorder;
    std::unique_ptr<RawEvents> m_raw;
    std::unique_ptr<CaptureRunner> m_runner;

    struct Request
    {
        CaptureSettings settings;
        Connection connection;
    };
    std::optional<Request> m_waiting; // start() came before everything was read

    /// A chunk that a stream waits to see stored.
    struct Delivery
    {
        int source = 0;
        EventChunk chunk;
        StreamState after;
        std::optional<qint64> coversFrom{}; // that goes into the file with it
    };
    std::deque<Delivery> withdrawWaiting();

    std::deque<Delivery> m_deliveries; // at most one of each stream; the first is being recorded
    std::optional<CaptureLedger> m_ledger; // of the running capture
    std::vector<std::pair<int, StreamGap>> m_gaps; // that are not in the file yet
    SessionOwner m_owner;
    SessionCounts m_counts;
    QDateTime m_lastAnswer;
    qint64 m_newestEvent = Event::noTime;
    qint64 m_lag = -1;
    std::optional<Error> m_storageTrouble; // may heal
    std::optional<Error> m_damage; // will not: the table lacks part of the file
    bool m_pausedByPerson = false;
    int m_countedCalls = 0; // of m_runner, in the file
    CallCounts m_calls; // in the file
    QTimer m_callTimer;
    QTimer m_announceTimer;
    QTimer m_reopenTimer;
};

} // namespace boxwatch
