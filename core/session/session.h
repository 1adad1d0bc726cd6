// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/wakedetector.h"
#include "core/session/capturesettings.h"
#include "core/session/connection.h"
#include "core/session/streamstatus.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"
#include "core/store/sessionfile.h"

#include <QObject>
#include <QThread>

#include <memory>
#include <vector>

namespace boxwatch {

class SessionWorker;

/// One session: its file, its table, and the streams that feed them.
///
/// Lives in the thread of its maker (the window's) and keeps a thread of its own, in which network,
/// parsing and SQLite run; no call here waits for any of them, apart from the destructor, which waits for
/// the running transaction. A row is in table() only once it is on disk.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject *parent = nullptr);

    /// With EventTable::Keep::Ids table() knows how many rows there are and not what is in them: for a
    /// capture that nobody looks at, which so needs a third of the memory.
    explicit Session(EventTable::Keep keep, QObject *parent = nullptr);

    /// Finishes the transaction that is under way.
    ~Session() override;

    /// Makes the file \p path, or opens it if it is a session already and \p mayExist. Answers with
    /// opened() or openFailed().
    void create(const QString &path, bool mayExist = false);

    /// Opens a session; for reading only if another process captures into it. Answers with opened()
    /// or openFailed(); rows come meanwhile, with rowsAdded().
    void open(const QString &path);

    QString path() const;
    QString name() const; ///< the file's name without its ending
    bool isOpen() const; ///< after opened()
    bool isReadOnly() const;
    SessionSummary summary() const; ///< as of opened(), with the counts() of now

    const EventTable &table() const { return *m_table; }
    SessionCounts counts() const { return m_counts; }

    /// Asks Box who the token belongs to; answers with accountFound() or failed(). Then starts the
    /// streams. A session refuses an account other than its own, with failed().
    void start(const CaptureSettings &settings, const Connection &connection);

    /// Asks Box for these event types only from the next request on, or for all if there are none; no
    /// stream loses its place. Only while isStreaming().
    void setEventTypes(const QByteArrayList &types);

    void pause();
    void resume();

    /// Answers with streamStopped() once nothing is under way any more.
    void stop();

    bool isStreaming() const; ///< from start() until stop, end or failure; also while paused
    bool isPaused() const;
    StreamStatus status() const { return m_status; } ///< of all streams, see combined()
    const std::vector<StreamStatus> &streams() const { return m_streams; } ///< of each that runs

    /// The JSON of one event as Box sent it; answers with rawEvent(). The newest request wins.
    void requestRaw(EventTable::Row row);

    /// How the window shows the session (JSON); kept in the file. Not while read-only.
    void setView(const QByteArray &view);
    QByteArray view() const { return m_view; }

    /// Marks events, or takes their marks away; kept in the file. What cannot be kept, as in a session
    /// that is read-only, ends in failed(), and marks() stay or become what the file holds.
    void setMarked(EventTable::Row row, bool marked);
    void setMarked(const std::vector<EventTable::Row> &rows, bool marked); ///< all or none
    RowSet marks() const { return m_marks; } ///< from opened() on

signals:
    void opened();
    void openFailed(const boxwatch::Error &error);

    /// 0 to 1 while a saved session is read into the table.
    void loadingChanged(double fraction);

    /// The table has more rows. Comes at most 20 times a second.
    void rowsAdded(boxwatch::EventTable::Row size);
    void countsChanged();
    void marksChanged();

    /// Whose token it is: the session's owner, or another admin of the same enterprise.
    void accountFound(const boxwatch::SessionOwner &account);
    void statusChanged();
    void newStreamState(const boxwatch::StreamState &state, boxwatch::StreamType type);

    /// Events may be missing; from now on also in summary().gaps.
    void gapNoticed(const boxwatch::StreamGap &gap);

    /// Box did not take the filter by event type: it sends all, and they are sorted out here.
    void filterRefused(const boxwatch::Error &error);

    /// A stream does something otherwise than asked for, and it is no error.
    void noted(const boxwatch::StreamNote &note);

    /// Trouble with Box or with the file, once per change of kind. Also in status().trouble until it
    /// heals.
    void failed(const boxwatch::Error &error);
    void caughtUp();
    void streamStopped();

    void rawEvent(boxwatch::EventTable::Row row, const QByteArray &json);

private:
    void connectWorker();

    QString m_path;
    std::shared_ptr<EventTable> m_table;
    SessionSummary m_summary;
    SessionCounts m_counts;
    StreamStatus m_status;
    std::vector<StreamStatus> m_streams;
    QByteArray m_view;
    RowSet m_marks;
    int m_marksUnderWay = 0; // changes that the worker has not answered
    bool m_open = false;
    bool m_readOnly = false;
    bool m_streaming = false;
    WakeDetector m_wakeDetector;
    QThread m_thread;
    SessionWorker *m_worker; // lives in m_thread
};

} // namespace boxwatch
