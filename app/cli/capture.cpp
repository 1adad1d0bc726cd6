// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/capture.h"

#include "app/cli/proxypassword.h"
#include "app/cli/resume.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/cli/tokenreader.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

using What = CaptureProgress::What;

constexpr auto lineInterval = 250ms; // a person watches
constexpr auto jsonInterval = 1000ms;
constexpr qint64 quietest = 60'000; // ms between two lines of figures when nothing happens

// How long after the end of its span the history may still bring events: it is about a minute late.
constexpr std::chrono::milliseconds lateness = 10min;

/// As --stream takes it, so that what is told can be typed.
QString streamName(const StreamOptions &options)
{
    if (options.withHistory)
        return u"enterprise"_s;
    if (options.settings.type == StreamType::All)
        return u"user"_s;
    return QString::fromLatin1(streamTypeName(options.settings.type));
}

} // namespace

Capture::Capture(
    CaptureOptions options, Connection connection, std::unique_ptr<CaptureProgress> progress)
    : m_options(std::move(options))
    , m_progress(std::move(progress))
{
    m_options.stream.connection = std::move(connection);
    m_figures.file = m_options.file;
    m_figures.stream = streamName(m_options.stream);

    connect(&m_session, &Session::opened, this, &Capture::onOpened);
    connect(&m_session, &Session::openFailed, this, [this](const Error &error) {
        m_code = exitCodeFor(error);
        m_lastWords = sentenceFor(error);
        finish();
    });
    connect(&m_session, &Session::accountFound, this, [this](const SessionOwner &owner) {
        m_figures.account = owner.login.isEmpty() ? owner.name : owner.login;
        if (!owner.enterpriseName.isEmpty())
            m_figures.account += u", "_s + owner.enterpriseName;
        tell(What::Note, tr("Signed in as %1.").arg(m_figures.account));
    });
    connect(
        &m_session, &Session::newStreamState, this,
        [this](const StreamState &state, StreamType type) { notePosition(state, type); });
    connect(&m_session, &Session::gapNoticed, this, [this](const StreamGap &gap) {
        tell(What::Gap, sentenceFor(gap));
    });
    connect(&m_session, &Session::noted, this, [this](const StreamNote &note) {
        tell(What::Note, sentenceFor(note));
    });
    connect(&m_session, &Session::filterRefused, this, [this](const Error &error) {
        tell(
            What::Note,
            tr("Box does not take the event types (%1): it sends all of them, and Boxwatch keeps "
               "those that were asked for.")
                .arg(error.message));
    });
    connect(&m_session, &Session::failed, this, &Capture::onFailed);
    connect(&m_session, &Session::statusChanged, this, &Capture::onStatusChanged);
    connect(&m_session, &Session::caughtUp, this, &Capture::onCaughtUp);
    connect(&m_session, &Session::streamStopped, this, &Capture::finish);

    m_tick.setInterval(m_options.progress == ProgressMode::Json ? jsonInterval : lineInterval);
    connect(&m_tick, &QTimer::timeout, this, &Capture::onTick);
}

void Capture::start()
{
    m_session.create(m_options.file, true);
}

void Capture::stop()
{
    end(ExitCode::Success);
}

void Capture::noteUnkept(const Error &error)
{
    tell(
        What::Note,
        tr("The keychain did not take the renewed sign-in. Until it does, the end of "
           "Boxwatch means to sign in anew.")
            + u' ' + sentenceFor(error));
}

void Capture::onOpened()
{
    if (m_ending) {
        finish();
        return;
    }
    m_eventsBefore = m_session.counts().events;
    m_eventsAtTick = m_eventsBefore;
    goOnFromSession();
    tell(What::Started);
    for (const QString &note : std::as_const(m_options.stream.notes))
        tell(What::Note, note);

    m_sinceTick.start();
    m_sinceTold.start();
    m_tick.start();
    m_session.start(m_options.stream.capture(), m_options.stream.connection);
}

void Capture::notePosition(const StreamState &state, StreamType type)
{
    const QString position = QString::fromUtf8(state.position.text());
    m_figures.positions.insert(QString::fromLatin1(streamTypeName(type)), position);
    if (type == m_options.stream.settings.type)
        m_figures.position = position;
}

void Capture::goOnFromSession()
{
    StreamOptions &stream = m_options.stream;
    std::optional<StoredStream> begun;
    for (const StreamSettings &each : stream.capture().streams) {
        const auto found = begunStream(m_session.summary(), each.type);
        if (!found)
            continue;
        notePosition(found->state, each.type);
        begun = begun ? begun : found;
    }
    if (!begun)
        return;
    if (stream.startGiven && stream.settings.state.position != begun->state.position)
        stream.notes.append(
            tr("The session goes on where it stopped: --from is for its first start."));
    const StreamState &saved = begun->state;
    if (!stream.settings.state.endDate && saved.endDate)
        stream.notes.append(
            tr("Until %1, as when it began.").arg(saved.endDate->toUTC().toString(Qt::ISODate)));
    if (stream.settings.state.eventTypes.isEmpty() && !saved.eventTypes.isEmpty())
        stream.notes.append(tr("Only events of the types %1, as when it began.")
                                .arg(QString::fromUtf8(saved.eventTypes.join(", "))));
    stream.settings.start = StreamSettings::Start::Resume;
}

void Capture::onFailed(const Error &error)
{
    if (m_ending)
        return;
    if (isHopeless(error)) {
        endWith(error);
        return;
    }
    m_troubled = true;
    m_figures.error = error;
    tell(What::Trouble, sentenceFor(error));
}

bool Capture::isHopeless(const Error &error) const
{
    if (m_session.status().state == EventStream::State::Failed)
        return true;
    if (error.isTransient())
        return false;
    switch (codeFor(error)) {
    case ExitCode::Usage:
    case ExitCode::SignIn:
        return true;
    case ExitCode::File:
        return error.kind != Error::Kind::File || m_options.stream.settings.pollingInterval == 0ms;
    default:
        return false;
    }
}

ExitCode Capture::codeFor(const Error &error) const
{
    // Before the first answer it is what the person asked for that Box does not take.
    if (error.kind == Error::Kind::Refused && !m_session.status().lastAnswer.isValid())
        return ExitCode::Usage;
    return exitCodeFor(error);
}

void Capture::onStatusChanged()
{
    const StreamStatus status = m_session.status();
    if (m_ending)
        return;
    if (m_troubled && !status.trouble) {
        m_troubled = false;
        m_figures.error.reset();
        tell(What::Recovered);
    }
    switch (status.state) {
    case EventStream::State::Ended:
        tellCaughtUp();
        end(ExitCode::Success);
        return;
    case EventStream::State::SignedOut:
    case EventStream::State::Failed:
        // Why comes with failed(), perhaps only after this.
        if (status.trouble)
            endWith(*status.trouble);
        return;
    default:
        return;
    }
}

void Capture::onCaughtUp()
{
    if (m_ending)
        return;
    tellCaughtUp();
    const auto &until = m_options.stream.settings.state.endDate;
    if (until && until->addMSecs(lateness.count()) < QDateTime::currentDateTimeUtc())
        end(ExitCode::Success);
}

void Capture::tellCaughtUp()
{
    if (!m_live)
        tell(What::CaughtUp);
    m_live = true;
}

void Capture::onTick()
{
    const qint64 events = m_session.counts().events;
    const double seconds = static_cast<double>(std::max<qint64>(m_sinceTick.restart(), 1)) / 1000;
    const double now = static_cast<double>(events - m_eventsAtTick) / seconds;
    // Half of the old keeps the figure readable.
    m_figures.rate = m_figures.rate > 0 ? (m_figures.rate + now) / 2 : now;
    const bool changed = events != m_eventsAtTick;
    m_eventsAtTick = events;

    const bool isLine = m_options.progress == ProgressMode::Auto;
    if (isLine || changed || m_sinceTold.hasExpired(quietest)) {
        m_sinceTold.start();
        tell(What::Progress);
    }
}

void Capture::endWith(const Error &error)
{
    m_figures.error = error;
    end(codeFor(error), sentenceFor(error));
}

void Capture::end(ExitCode code, const QString &message)
{
    if (m_ending)
        return;
    m_ending = true;
    m_code = code;
    m_lastWords = message;
    m_figures.status = m_session.status();
    if (code == ExitCode::Success && m_figures.status.state != EventStream::State::Ended)
        m_figures.status.state = EventStream::State::Stopped;
    // Also after the stream has ended by itself: the answer comes behind the last figures.
    if (m_session.isOpen())
        m_session.stop();
}

void Capture::finish()
{
    m_ending = true;
    m_tick.stop();
    tell(What::Stopped, m_lastWords);
    emit finished(m_code);
}

void Capture::tell(CaptureProgress::What what, const QString &message)
{
    const SessionCounts counts = m_session.counts();
    m_figures.events = counts.events;
    m_figures.newEvents = counts.events - m_eventsBefore;
    m_figures.duplicates = counts.duplicates;
    m_figures.unreadable = counts.unreadable;
    m_figures.late = counts.late;
    m_figures.streams = m_session.streams();
    // The last line tells how the stream ended, not that it is gone.
    if (!m_ending)
        m_figures.status = m_session.status();
    m_progress->tell(what, m_figures, message);
}

ExitCode runCapture(const CaptureOptions &options)
{
    KeptAccounts kept;
    Connection connection = options.stream.connection;
    const auto proxy = addProxyPassword(connection.network, options.stream.proxyPassword);
    const auto token = proxy ? addToken(connection, options.stream.token, kept.accounts()) : proxy;
    if (!token) {
        CaptureFigures figures;
        figures.file = options.file;
        figures.stream = streamName(options.stream);
        figures.status.state = EventStream::State::SignedOut;
        CaptureProgress::make(options.progress)
            ->tell(CaptureProgress::What::Stopped, figures, sentenceFor(token.error()));
        return ExitCode::SignIn;
    }

    const SignalWatcher watcher;
    ExitCode code = ExitCode::Failure;
    Capture capture(options, std::move(connection), CaptureProgress::make(options.progress));
    QObject::connect(&watcher, &SignalWatcher::endWanted, &capture, &Capture::stop);
    QObject::connect(
        &kept.accounts(), &Accounts::notStored, &capture,
        [&capture](const QString &, const Error &error) { capture.noteUnkept(error); });
    QObject::connect(
        &capture, &Capture::finished, &capture,
        [&code](ExitCode ended) {
            code = ended;
            QCoreApplication::exit();
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(&capture, &Capture::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    boxwatch::finish(kept.accounts());
    return code;
}

} // namespace boxwatch
