// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/rowsearch.h"

#include "app/cli/terminal.h"
#include "app/cli/texttable.h"
#include "core/query/queryrun.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch {

Result<FoundRows> searchRows(
    const Query &query, const QString &path, const SessionTable &session,
    const std::optional<qint64> &limit, const std::atomic<bool> &cancelled,
    const std::function<void(double done)> &progress)
{
    QElapsedTimer clock;
    clock.start();
    FoundRows found;
    const QueryContext context{
        .marks = session.marks,
        .sessionPath = path,
        .streams = session.streams,
        .progress = progress};
    const auto wanted = static_cast<std::size_t>(limit.value_or(session.events.size()));
    QueryRun run(query, {});
    const auto take = [&](QueryRun::Batch &&batch) {
        const std::size_t room = wanted - found.rows.size();
        const auto taken = static_cast<std::ptrdiff_t>(std::min(room, batch.rows.size()));
        found.rows.insert(found.rows.end(), batch.rows.begin(), batch.rows.begin() + taken);
        progress(static_cast<double>(batch.next) / std::max(1U, session.events.size()));
        return found.rows.size() < wanted;
    };
    if (wanted > 0)
        run.run(session.events, 0, context, take, &cancelled);
    if (cancelled)
        return Error{.kind = Error::Kind::Cancelled};
    found.trouble = run.trouble();
    found.milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    return found;
}

QString queryComplaint(const QString &text, const QueryError &error)
{
    // Enough of a long query to see the place.
    constexpr qsizetype before = 48;
    constexpr qsizetype most = 72;
    const QString line = terminalText(text);
    const qsizetype first = qMax<qsizetype>(0, error.position - before);
    const QString lead = first > 0 ? u"… "_s : QString();
    const QString left = lead + line.mid(first, error.position - first);
    const qsizetype length = qMax<qsizetype>(1, qMin(error.length, most - before / 2));
    const QString place = line.mid(error.position, length);
    const qsizetype shown = error.position + length;
    const QString right = line.mid(shown, most - before / 2);
    const QString rest = shown + right.size() < line.size() ? u" …"_s : QString();
    return terminalText(error.message) + u"\n  "_s + left + place + right + rest + u"\n  "_s
        + QString(columnsOf(left), u' ') + QString(qMax(1, columnsOf(place)), u'^');
}

} // namespace boxwatch
