// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/retrypolicy.h"

#include <chrono>

namespace boxwatch {

/// All times that a stream goes by, save for the polling interval that a person chooses. The defaults
/// are for Box; a test passes milliseconds.
struct StreamTiming
{
    /// At least between two fetches of an enterprise stream, or of a user stream, unless the first
    /// brought news in plenty: then catching up does not wait.
    std::chrono::milliseconds enterpriseGap{200};
    std::chrono::milliseconds userGap{1000};

    /// After an error that leaves no usual rate to go by: user streams, and polling interval zero.
    RetryPolicy retry{};

    /// After the realtime server could not be found, or gave an answer that makes no sense.
    RetryPolicy pollRetry{std::chrono::seconds(2), std::chrono::seconds(60)};

    /// While waiting for the realtime server, look anyway after this time without a fetch: a
    /// notification can get lost.
    std::chrono::milliseconds safetyInterval{120'000};

    /// How often to look where something in between blocks OPTIONS.
    std::chrono::milliseconds plainInterval{30'000};

    /// Between two chunks of a look-back in which nothing was new.
    std::chrono::milliseconds lookBackGap{1000};

    /// At least between two requests where a person, or a machine that woke up, is in a hurry.
    std::chrono::milliseconds hurriedGap{1000};

    /// What a polling interval grows to while nothing happens, if StreamSettings::slowerWhenQuiet.
    std::chrono::milliseconds slowestInterval{300'000};

    /// How long one answer may take, and what is granted on top before silence is reported.
    std::chrono::milliseconds fetchDeadline{60'000};
    std::chrono::milliseconds silenceMargin{15'000};

    std::chrono::milliseconds longestPoll{3'600'000}; ///< limit of what the server may ask for

    /// A poll that is cut after this long is a proxy's habit and no error.
    std::chrono::milliseconds ordinaryPoll{800};

    /// A poll that ends sooner, and brings no event, was of no use.
    std::chrono::milliseconds usefulPoll{30'000};

    /// After three polls in a row that were of no use: doubles from the first to the second.
    std::chrono::milliseconds quietStep{1000};
    std::chrono::milliseconds quietCeiling{30'000};
};

} // namespace boxwatch
