// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filtercontrol.h"

#include "core/model/eventtablemodel.h"
#include "core/model/eventtypemodel.h"
#include "ui/chiprow.h"
#include "ui/filterchips.h"
#include "ui/querycompleter.h"
#include "ui/queryedit.h"
#include "ui/queryhelpcard.h"
#include "ui/queryrow.h"
#include "ui/savedqueries.h"
#include "ui/savedqueriesmenu.h"
#include "ui/savedquerydialogs.h"

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostPicks = 100;

} // namespace

FilterControl::FilterControl(EventTableModel &events, EventTypeModel &types, QObject *parent)
    : QObject(parent)
    , m_events(events)
    , m_types(types)
    , m_row(new QueryRow)
    , m_chips(new ChipRow)
    , m_completer(new QueryCompleter(m_row->field(), &events, this))
    , m_help(new QueryHelpCard(m_row))
    , m_saved(new SavedQueriesMenu(m_row->savedMenu()))
{
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(150ms);
    m_settleDelay.setSingleShot(true);
    m_settleDelay.setInterval(2s);
    m_row->setCanSave(false);
    connectAll();
}

void FilterControl::connectAll()
{
    connect(&m_filterDelay, &QTimer::timeout, this, &FilterControl::applyTyped);
    connect(&m_settleDelay, &QTimer::timeout, this, &FilterControl::settle);
    connect(field(), &QueryEdit::edited, this, &FilterControl::wasTyped);
    connect(field(), &QueryEdit::submitted, this, &FilterControl::submit);
    connect(m_completer, &QueryCompleter::closed, this, [this] {
        if (m_wrong)
            m_filterDelay.start();
    });
    connect(field(), &QueryEdit::left, this, &FilterControl::left);
    connect(&m_types, &EventTypeModel::hiddenTypesChanged, this, &FilterControl::applyBoxes);
    connect(&m_events, &EventTableModel::filterApplied, this, &FilterControl::refreshChips);
    connect(m_chips, &ChipRow::filterChosen, this, &FilterControl::apply);
    connect(
        m_chips, &ChipRow::focusLost, this, [this] { field()->setFocus(Qt::OtherFocusReason); });
    connect(m_chips, &ChipRow::clearAll, this, &FilterControl::clear);
    connect(m_row, &QueryRow::saveAsked, this, &FilterControl::askToSave);
    connect(m_row, &QueryRow::helpToggled, this, &FilterControl::toggleHelp);
    connect(m_help, &QueryHelpCard::shown, m_row, &QueryRow::setHelpShown);
    connect(m_help, &QueryHelpCard::exampleChosen, this, [this](const QString &query) {
        field()->replace(0, field()->text().size(), query);
        applyTyped();
    });
    connect(m_saved, &SavedQueriesMenu::saveAsked, this, &FilterControl::askToSave);
    connect(m_saved, &SavedQueriesMenu::manageAsked, this, &FilterControl::askToManage);
    connect(m_saved, &SavedQueriesMenu::textChosen, this, [this](const QString &text) {
        EventFilter next = filter();
        next.text = text;
        choose(next);
    });
    connect(
        m_saved, &SavedQueriesMenu::savedChosen, this,
        [this](const QString &name, const EventFilter &saved) {
            EventFilter next = saved;
            next.span = filter().span;
            choose(next, name);
        });
}

QueryEdit *FilterControl::field() const
{
    return m_row->field();
}

EventFilter FilterControl::filter() const
{
    return m_events.filter();
}

void FilterControl::restore(const EventFilter &filter)
{
    EventFilter good = filter;
    if (m_events.setFilter(good)) {
        // The file may hold what an earlier version, or somebody else, took for a query.
        good.picks.clear();
        if (m_events.setFilter(good)) {
            good.text.clear();
            m_events.setFilter(good);
        }
    }
    m_types.setHiddenTypes(good.hiddenTypes);
    field()->setText(filter.text);
    m_filterDelay.stop();
    showError(errorOf(filter.text));
    m_history.begin(good);
    refreshChips();
    emit changed();
}

std::optional<QueryError> FilterControl::errorOf(const QString &text) const
{
    return Query::parse(text, {QDateTime::currentDateTimeUtc(), m_events.timeZone()}).error;
}

void FilterControl::showError(const std::optional<QueryError> &error)
{
    m_wrong = error.has_value();
    field()->setError(error);
    showTrouble(error ? error->message : QString());
}

void FilterControl::showTrouble(const QString &words)
{
    m_chips->setTrouble(words);
    m_completer->keepBelow(words.isEmpty() ? nullptr : m_chips);
}

// Good news at once, bad news once the person stops typing: half a query is seldom a good one.
void FilterControl::wasTyped()
{
    m_filterDelay.start();
    if (!errorOf(field()->text()))
        showError(std::nullopt);
}

void FilterControl::applyTyped()
{
    m_filterDelay.stop();
    const QString text = field()->text();
    if (const auto error = errorOf(text)) {
        // While a value is being chosen, that it is missing is no news.
        if (m_completer->awaitsValue()) {
            field()->setUndecided();
            showTrouble({});
        } else {
            showError(error);
        }
        m_wrong = true;
        return;
    }
    EventFilter next = filter();
    next.text = text;
    if (set(next, Text::KeepWhatIsTyped)) {
        visit(QueryHistory::Step::Typed);
        m_settleDelay.start();
    }
}

void FilterControl::submit()
{
    const EventFilter before = filter();
    applyTyped();
    if (m_wrong)
        return;
    // Asked for once more: `-2h` counts from now.
    if (filter() == before && !before.text.isEmpty())
        m_events.filterAnew();
    settle();
    emit left();
}

void FilterControl::settle()
{
    m_settleDelay.stop();
    m_history.settle();
    SavedQueries::remember(filter().text);
}

void FilterControl::applyBoxes()
{
    EventFilter next = filter();
    next.hiddenTypes = m_types.hiddenTypes();
    apply(next);
}

void FilterControl::apply(const EventFilter &filter)
{
    // What is still being typed comes first, and stays if it is no query yet.
    const bool sameText = filter.text == this->filter().text;
    EventFilter next = filter;
    if (m_filterDelay.isActive() && sameText) {
        applyTyped();
        next.text = this->filter().text;
    }
    m_filterDelay.stop();
    if (set(next, sameText && m_wrong ? Text::KeepWhatIsTyped : Text::Show))
        visit(QueryHistory::Step::Chosen);
}

/// Whether the rows follow \p filter now.
bool FilterControl::set(const EventFilter &filter, Text text)
{
    if (text == Text::Show && field()->text() != filter.text)
        field()->setText(filter.text);
    m_filterDelay.stop();
    if (const auto error = m_events.setFilter(filter)) {
        // Of a pick, or all together: then no place in the field is to blame.
        m_types.setHiddenTypes(this->filter().hiddenTypes);
        showError(error);
        emit changed(); // to who shows what was asked for already
        return false;
    }
    m_types.setHiddenTypes(filter.hiddenTypes);
    showError(errorOf(field()->text()));
    return true;
}

/// In place of all, also of what is typed and does not apply yet, or is no query.
void FilterControl::choose(const EventFilter &filter, const QString &savedName)
{
    m_savedName = savedName;
    if (set(filter, Text::Show))
        visit(QueryHistory::Step::Chosen);
}

void FilterControl::clear()
{
    choose({});
}

void FilterControl::visit(QueryHistory::Step step)
{
    m_history.visit(filter(), step);
    refreshChips();
    emit changed();
}

void FilterControl::showAllTypes()
{
    EventFilter next = filter();
    next.hiddenTypes.clear();
    apply(next);
}

void FilterControl::pick(const QString &clause)
{
    const QString opposite = clause.startsWith(u'-') ? clause.mid(1) : u'-' + clause;
    EventFilter next = filter();
    next.picks.removeAll(opposite);
    if (clause.isEmpty() || next.picks.contains(clause) || next.picks.size() >= mostPicks)
        return;
    next.picks += clause;
    apply(next);
}

void FilterControl::unpick(const QString &clause)
{
    EventFilter next = filter();
    next.picks.removeAll(clause);
    apply(next);
}

void FilterControl::only(const QString &clause)
{
    if (clause.isEmpty())
        return;
    EventFilter next = filter();
    next.text.clear();
    next.picks = {clause};
    choose(next);
}

void FilterControl::setSpan(const std::optional<TimeSpan> &span)
{
    EventFilter next = filter();
    next.span = span;
    apply(next);
}

void FilterControl::goBack()
{
    if (!canGoBack())
        return;
    m_settleDelay.stop();
    set(m_history.goBack(), Text::Show);
    refreshChips();
    emit changed();
}

void FilterControl::goForward()
{
    if (!canGoForward())
        return;
    m_settleDelay.stop();
    set(m_history.goForward(), Text::Show);
    refreshChips();
    emit changed();
}

void FilterControl::focusField()
{
    field()->setFocus(Qt::ShortcutFocusReason);
    field()->selectAll();
}

void FilterControl::toggleHelp(bool shown)
{
    if (shown && !m_help->isVisible())
        m_help->open();
    else if (!shown)
        m_help->close();
}

void FilterControl::askToSave()
{
    if (m_filterDelay.isActive())
        applyTyped();
    EventFilter kept = filter();
    if (kept.isEmpty())
        return;
    auto *dialog = new SaveQueryDialog(kept, m_savedName, m_row);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_savedName = dialog->name(); });
    dialog->open();
}

void FilterControl::askToManage()
{
    auto *dialog = new ManageQueriesDialog(m_row);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void FilterControl::refreshChips()
{
    const EventFilter shown = filter();
    m_chips->setChips(filterChips(shown, m_types, m_events.timeZone(), m_events.snapshot()));
    EventFilter kept = shown;
    kept.span.reset();
    m_row->setCanSave(!kept.isEmpty());
    m_saved->setCanSave(!kept.isEmpty());
}

} // namespace boxwatch
