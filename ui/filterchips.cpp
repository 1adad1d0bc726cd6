// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filterchips.h"

#include "ui/filterwords.h"
#include "ui/plaintext.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::FilterChips)
};

EventFilter withTypes(const EventFilter &filter, const QSet<QByteArray> &hidden)
{
    EventFilter other = filter;
    other.hiddenTypes = hidden;
    return other;
}

struct Census
{
    QStringList shown; ///< labels of what is shown; complete if there are few
    qsizetype shownCount = 0;
    qsizetype hiddenCount = 0;
};

QString labelOf(const QByteArray &name)
{
    return EventCatalogue::instance().find(name).label;
}

Census census(const EventFilter &filter, const EventTypeModel &types)
{
    constexpr qsizetype enough = 3;
    Census result;
    for (int row = 0; row < types.rowCount(); ++row) {
        const QModelIndex category = types.index(row, 0);
        const QSet<QByteArray> names = types.namesAt(category);
        const QSet<QByteArray> shown = names - filter.hiddenTypes;
        result.shownCount += shown.size();
        result.hiddenCount += names.size() - shown.size();
        if (shown.size() == names.size() && !names.isEmpty())
            result.shown += category.data().toString();
        else if (result.shown.size() + shown.size() <= enough)
            std::transform(shown.begin(), shown.end(), std::back_inserter(result.shown), labelOf);
        else
            result.shown.resize(enough + 1);
    }
    return result;
}

void addTypes(QList<FilterChip> &chips, const EventFilter &filter, const EventTypeModel &types)
{
    const auto exclude = [&](const QString &label, const QSet<QByteArray> &names) {
        chips.append(
            {Words::tr("Type: not %1").arg(plainLine(label, 60)), true, false,
             withTypes(filter, filter.hiddenTypes - names)});
    };
    const auto excludeEach = [&](const QSet<QByteArray> &names) {
        QList<std::pair<QString, QByteArray>> sorted;
        for (const QByteArray &name : names)
            sorted.append({labelOf(name), name});
        std::sort(sorted.begin(), sorted.end());
        for (const auto &[label, name] : std::as_const(sorted))
            exclude(label, {name});
    };
    QSet<QByteArray> others = filter.hiddenTypes;
    for (int row = 0; row < types.rowCount(); ++row) {
        const QModelIndex category = types.index(row, 0);
        const QSet<QByteArray> names = types.namesAt(category);
        others.subtract(names);
        if (!names.isEmpty() && filter.hiddenTypes.contains(names))
            exclude(category.data().toString(), names);
        else
            excludeEach(names & filter.hiddenTypes);
    }
    // Hidden before a type ever came here: it is no row of the tree, yet it hides.
    excludeEach(others);
}

} // namespace

QList<FilterChip> filterChips(
    const EventFilter &filter, const EventTypeModel &types, const QTimeZone &zone)
{
    QList<FilterChip> chips;
    if (const QString text = filter.text.trimmed(); !text.isEmpty()) {
        EventFilter without = filter;
        without.text.clear();
        chips.append({Words::tr("Query: %1").arg(plainLine(text, 60)), false, true, without});
    }
    if (filter.span) {
        EventFilter without = filter;
        without.span.reset();
        chips.append({spanInWords(*filter.span, zone), false, false, without});
    }
    for (const QString &pick : filter.picks) {
        EventFilter without = filter;
        without.picks.removeAll(pick);
        chips.append({pickInWords(pick), EventFilter::isExclusion(pick), false, without});
    }
    if (filter.hiddenTypes.isEmpty())
        return chips;
    const Census count = census(filter, types);
    if (count.shownCount == 0)
        chips.append({Words::tr("Type: none is ticked"), true, false, withTypes(filter, {})});
    else if (count.shown.size() <= 2 && count.hiddenCount > 3)
        chips.append(
            {Words::tr("Type: only %1").arg(plainLine(count.shown.join(u", "_s), 80)), false, false,
             withTypes(filter, {})});
    else
        addTypes(chips, filter, types);
    return chips;
}

} // namespace boxwatch
