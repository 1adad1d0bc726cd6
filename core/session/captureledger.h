// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/capturesettings.h"
#include "core/session/chunkrecorder.h"
#include "core/session/streamfeed.h"

#include <vector>

namespace boxwatch {

/// What the session file knows of the streams of a capture: where each goes on, from when it has
/// everything, and which of the events that it brings are late. Internal to core/session.
///
/// A source is the index of a stream in the settings, or CaptureRunner::fromLookBack.
class CaptureLedger
{
public:
    /// Looks up each stream, or adds it, and makes of \p settings what is to be asked for: a stream that
    /// is to resume goes on where it was, or starts now if it never has. If they ask for other types than
    /// before, the streams begin anew as in beginAnew().
    static Result<CaptureLedger> open(SessionFile &file, CaptureSettings settings);

    const CaptureSettings &settings() const { return m_settings; }
    const std::vector<StoredStream> &streams() const { return m_streams; }

    Result<std::vector<StreamFeed::Past>> pasts(const SessionFile &file) const;

    /// The stream in whose name a source brings events: the look-back is part of the history.
    const StoredStream &streamOf(int source) const;

    /// From when on the stream of \p source has everything (ms since 1970 UTC), unless that is known.
    /// \p now is Box's time.
    std::optional<qint64> newCoverage(int source, const QDateTime &now) const;

    /// The capture has begun: streams that have brought nothing yet will start as was chosen even if it
    /// ends before they do. Once; later calls do nothing.
    Result<void> keepStarts(SessionFile &file);

    /// From now on the streams bring other types: what they have passed is not late when it comes.
    Result<void> beginAnew(SessionFile &file, const QDateTime &now);

    /// Which events of \p source are late, if the live stream should have brought everything until
    /// \p liveCompleteUntil (ms since 1970 UTC).
    LateSpan lateSpan(int source, qint64 liveCompleteUntil) const;

    /// The chunk of \p source is stored, with \p after and what newCoverage() gave for it.
    void stored(int source, const StreamState &after, std::optional<qint64> coversFrom);

    /// True if it is news.
    Result<bool> addGap(SessionFile &file, int source, const StreamGap &gap);

private:
    explicit CaptureLedger(CaptureSettings settings) : m_settings(std::move(settings)) { }

    void alignHistory(const std::vector<bool> &resumes);
    std::size_t indexOf(int source) const;
    const StoredStream *find(StreamType type) const;

    CaptureSettings m_settings;
    std::vector<StoredStream> m_streams; ///< as in the settings
    bool m_startsKept = false;
};

} // namespace boxwatch
