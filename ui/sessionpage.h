// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "core/model/eventtypemodel.h"
#include "core/session/session.h"
#include "ui/recentsessions.h"
#include "ui/sessionview.h"
#include "ui/statusfields.h"
#include "ui/streamstarter.h"
#include "ui/uiservices.h"

#include <QTimer>
#include <QWidget>

namespace boxwatch {

class CellMenu;
class EmptyState;
class EventsView;
class ExportDialog;
class FacetModel;
class FilterControl;
class QueryEdit;
class SessionFoot;
class Timeline;
class TimelineModel;

/// One session in the middle of the window: query, chips, timeline, table, and the bars at its foot.
class SessionPage : public QWidget
{
    Q_OBJECT

public:
    explicit SessionPage(UiServices &services, QWidget *parent = nullptr);
    ~SessionPage() override;

    void open(const QString &path);

    /// Makes the session, or goes on with it if there is one, and starts its stream. \p account is as
    /// in StreamStarter::choose().
    void startNew(
        const QString &path, const CaptureSettings &settings, const Connection &connection,
        const QString &account = {});

    /// Starts the stream of this session, if it had none before.
    void startFirst(
        const CaptureSettings &settings, const Connection &connection, const QString &account = {});

    // The network: Start and Stop, Pause and Resume.
    void start() { m_starter->start(); }
    void stop() { m_session->stop(); }
    void pause() { m_session->pause(); }
    void resume() { m_session->resume(); }
    void askPolls() { m_starter->askPolls(); }
    void askTypes() { m_starter->askTypes(); }
    void askAccount() { m_starter->signIn(); }
    bool isEnterpriseCapture() const { return m_starter->watch() != Watch::MyEvents; }

    // The table: follow the newest row, or hold still.
    void setFollowing(bool following);
    bool isFollowing() const;

    /// The timeline, where there is room for it.
    void setTimelineShown(bool shown);

    ExportDialog *exportEvents();
    bool isExporting() const;
    bool hasEvents() const;
    bool hasCurrentCell() const;
    bool hasCurrentEvent() const;
    bool isCurrentMarked() const;

    void setTimeZone(const QTimeZone &zone);

    Session &session() { return *m_session; }
    const Session &session() const { return *m_session; }
    EventsView &table() { return *m_view; }
    const EventsView &table() const { return *m_view; }
    EventTableModel &events() { return *m_events; }
    EventTypeModel &types() { return *m_types; }
    FilterControl *filters() { return m_filters; }
    const FilterControl *filters() const { return m_filters; }
    CellMenu *cells() { return m_cells; }
    FacetModel *facets() { return m_facets; }
    QueryEdit *filterField() const;

    QString title() const;
    StateWords state() const;
    StatusNumbers numbers() const;
    RecentSession recent() const;
    bool canStart() const { return m_starter->canStart(); }

signals:
    void stateChanged(); ///< what the stream does, or whether it can be started
    void numbersChanged(); ///< at most ten times a second
    void currentEventChanged();
    void followingChanged();
    void filterChanged(); ///< or where back and forward lead
    void rawEvent(boxwatch::EventTable::Row row, const QByteArray &json);
    void opened();

    void wantsStream(); ///< Start was chosen and the session never had a stream
    void openSession();
    void tryDemo();
    void closeRequested();
    void note(const QString &words);

private:
    void connectSession();
    void wasOpened();
    void couldNotOpen(const Error &error);
    void statusMoved();
    void tellGaps();
    void tellKeeping(const std::optional<Error> &trouble);
    void connectFilters();
    void connectTable();
    void filterWasChanged();
    void refreshNumbers();
    void refreshEmptyState();
    void applyView();
    void saveView();
    SessionView currentView() const;
    void startExport(ExportDialog *dialog);

    QTimeZone m_zone;
    Session *m_session;
    StreamStarter *m_starter;
    EventTableModel *m_events;
    EventTypeModel *m_types;
    FilterControl *m_filters;
    FacetModel *m_facets;
    TimelineModel *m_timelineModel;
    Timeline *m_timeline;
    EventsView *m_view;
    CellMenu *m_cells;
    EmptyState *m_empty;
    SessionFoot *m_foot;

    bool m_startAtOpen = false;

    QTimer m_numbersDelay;
    QTimer m_viewDelay;
    QTimer m_second;
    QHash<QByteArray, qint64> m_typeCounts;
    bool m_typeCountsChanged = false;
    SessionView m_view0; ///< as it was read or saved last
    double m_loading = 1;
    bool m_knowsNames = false; ///< those of the whole session
    QString m_openTrouble;
};

} // namespace boxwatch
