// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filterchips.h"

#include "ui/filterwords.h"
#include "ui/plaintext.h"
#include "ui/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <utility>

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

/// Types that one chip stands for.
struct Exclusion
{
    QString label;
    QSet<QByteArray> names;
};

/// What is hidden of the tree: a category that is hidden as a whole once, else type by type.
QList<Exclusion> exclusions(const EventFilter &filter, const EventTypeModel &types)
{
    QList<Exclusion> result;
    for (int row = 0; row < types.rowCount(); ++row) {
        const QModelIndex category = types.index(row, 0);
        const QSet<QByteArray> names = types.namesAt(category);
        if (!names.isEmpty() && filter.hiddenTypes.contains(names)) {
            result.append({category.data().toString(), names});
            continue;
        }
        QList<Exclusion> single;
        for (const QByteArray &name : names) {
            if (filter.hiddenTypes.contains(name))
                single.append({labelOf(name), {name}});
        }
        std::ranges::sort(single, [](const Exclusion &a, const Exclusion &b) {
            return std::pair(a.label, *a.names.begin()) < std::pair(b.label, *b.names.begin());
        });
        result += single;
    }
    return result;
}

void addTypes(QList<FilterChip> &chips, const EventFilter &filter, const EventTypeModel &types)
{
    constexpr qsizetype most = 30;
    const QList<Exclusion> all = exclusions(filter, types);
    const QList<Exclusion> first = all.first(std::min(most, all.size()));
    const auto exclude = [&](const QString &label, const QSet<QByteArray> &names) {
        chips.append(
            {Words::tr("Type: not %1").arg(plainLine(label, 60)), true, false,
             withTypes(filter, filter.hiddenTypes - names)});
    };
    QSet<QByteArray> others = filter.hiddenTypes;
    for (const Exclusion &exclusion : first) {
        exclude(exclusion.label, exclusion.names);
        others.subtract(exclusion.names);
    }
    // Also those hidden before they ever came here: they are no rows of the tree, yet they hide. A file
    // may name thousands of them.
    if (others.size() == 1)
        exclude(labelOf(*others.begin()), others);
    else if (!others.isEmpty())
        exclude(Words::tr("%1 others").arg(grouped(others.size())), others);
}

} // namespace

QList<FilterChip> filterChips(
    const EventFilter &filter, const EventTypeModel &types, const QTimeZone &zone,
    const TableSnapshot &table)
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
        chips.append({pickInWords(pick, table), EventFilter::isExclusion(pick), false, without});
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
