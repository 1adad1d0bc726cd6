// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/querycompleter.h"

#include "ui/completionpopup.h"
#include "ui/plaintext.h"
#include "ui/queryedit.h"
#include "ui/savedqueries.h"

#include <QEvent>
#include <QKeyEvent>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostCandidates = 100; // a list that is open while events come grows

std::optional<Facet> facetOf(QueryField field)
{
    switch (field) {
    case QueryField::Who:
    case QueryField::ActorName:
        return Facet::Who;
    case QueryField::Item:
    case QueryField::ItemName:
        return Facet::Item;
    case QueryField::Folder:
    case QueryField::FolderName:
        return Facet::Folder;
    case QueryField::Address:
        return Facet::Address;
    case QueryField::Service:
        return Facet::Service;
    case QueryField::Type:
        return Facet::Type;
    default:
        return std::nullopt;
    }
}

/// The same as a query has it: a type goes by its name, as those of the catalogue do.
QueryValue queryValue(Facet facet, const FacetValue &value)
{
    if (facet == Facet::Type && !value.detail.isEmpty())
        return {value.detail, value.text, value.count};
    return {value.text, value.detail, value.count};
}

} // namespace

/// The values of all events that are not hidden by something else than the text.
///
/// The most frequent ones, that is. Of the others, those follow that what was typed so far has found.
class QueryCompleter::Values final : public QueryValueSource
{
public:
    Values(const FacetModel &all, const FacetModel &found) : m_all(all), m_found(found) { }

    std::vector<QueryValue> values(QueryField field, const QString &typed, int most) const override
    {
        const auto facet = facetOf(field);
        std::vector<QueryValue> values;
        if (!facet)
            return values;
        for (const FacetModel *model : {&m_all, &m_found}) {
            for (const FacetValue &facetValue : model->top(*facet, FacetModel::mostValues)) {
                const QueryValue value = queryValue(*facet, facetValue);
                const bool fits = value.text.contains(typed, Qt::CaseInsensitive)
                    || value.detail.contains(typed, Qt::CaseInsensitive);
                const bool known = std::ranges::any_of(
                    values, [&value](const QueryValue &v) { return v.text == value.text; });
                if (fits && !known && std::cmp_less(values.size(), most))
                    values.push_back(value);
            }
        }
        return values;
    }

private:
    const FacetModel &m_all;
    const FacetModel &m_found;
};

QueryCompleter::QueryCompleter(QueryEdit *field, EventTableModel *events, QObject *parent)
    : QObject(parent)
    , m_field(field)
    , m_all(new FacetModel(this))
    , m_found(new FacetModel(this))
    , m_popup(new CompletionPopup(field))
    , m_values(std::make_unique<Values>(*m_all, *m_found))
{
    m_all->setWithoutText(true);
    for (FacetModel *model : {m_all, m_found})
        model->setEvents(events);
    connect(m_popup, &CompletionPopup::taken, this, &QueryCompleter::take);
    connect(m_popup, &CompletionPopup::closed, this, &QueryCompleter::closed);
    connect(field, &QueryEdit::edited, this, [this] {
        m_recent = false;
        complete(m_asked && m_popup->isVisible());
    });
    connect(field, &QueryEdit::cursorMoved, this, [this] {
        if (m_popup->isVisible() && !m_recent)
            complete(m_asked);
    });
    for (FacetModel *model : {m_all, m_found})
        connect(model, &FacetModel::changed, this, &QueryCompleter::valuesChanged);
    field->setKeyTaker([this](const QKeyEvent *event) { return takeKey(event); });
    field->installEventFilter(this);
}

QueryCompleter::~QueryCompleter()
{
    for (FacetModel *model : {m_all, m_found})
        model->setEvents(nullptr);
}

bool QueryCompleter::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        for (FacetModel *model : {m_all, m_found})
            model->setActive(event->type() == QEvent::FocusIn);
    }
    return QObject::eventFilter(watched, event);
}

void QueryCompleter::valuesChanged()
{
    const bool waiting = m_field->hasFocus() && m_completion.place == QueryCompletion::Place::Value
        && m_completion.candidates.empty();
    if (m_popup->isVisible() && !m_recent)
        refreshValues();
    else if (waiting)
        complete(false);
}

// New counts do not move what the person is about to choose: only a key orders the list anew.
void QueryCompleter::refreshValues()
{
    QueryCompletion fresh = QueryCompletion::at(
        m_field->text(), m_field->cursorPosition(), m_values.get());
    if (fresh.place != m_completion.place || fresh.position != m_completion.position
        || fresh.length != m_completion.length || m_popup->count() == 0) {
        complete(m_asked);
        return;
    }
    const auto same = [](const QueryCandidate &candidate) {
        return [&candidate](const QueryCandidate &other) { return other.text == candidate.text; };
    };
    for (QueryCandidate &known : m_completion.candidates) {
        const auto now = std::ranges::find_if(fresh.candidates, same(known));
        if (now != fresh.candidates.end())
            known.count = now->count;
    }
    for (QueryCandidate &candidate : fresh.candidates) {
        const bool isNew = std::ranges::none_of(m_completion.candidates, same(candidate));
        if (isNew && m_completion.candidates.size() < mostCandidates)
            m_completion.candidates.push_back(std::move(candidate));
    }
    m_popup->updateLines(lines());
}

std::vector<CompletionLine> QueryCompleter::lines() const
{
    std::vector<CompletionLine> lines;
    for (const QueryCandidate &candidate : m_completion.candidates)
        lines.push_back(
            {plainLine(candidate.label, 200), plainLine(candidate.detail, 200), candidate.count});
    return lines;
}

bool QueryCompleter::awaitsValue() const
{
    return m_popup->isVisible() && !m_recent && m_completion.place == QueryCompletion::Place::Value
        && m_completion.typed.isEmpty();
}

void QueryCompleter::keepBelow(QWidget *widget)
{
    m_popup->keepBelow(widget);
}

bool QueryCompleter::takeKey(const QKeyEvent *event)
{
    if (m_popup->takeKey(event))
        return true;
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        m_recent = false;
        complete(true);
        return true;
    }
    const bool upOrDown = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (upOrDown && (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
        showRecent();
        return true;
    }
    return false;
}

void QueryCompleter::complete(bool asked)
{
    using Place = QueryCompletion::Place;
    m_asked = asked;
    const QString text = m_field->text();
    m_completion = QueryCompletion::at(text, m_field->cursorPosition(), m_values.get());
    const bool silent = m_completion.place == Place::Nothing
        || (m_completion.place == Place::Term && m_completion.typed.isEmpty() && !asked);
    if (silent || !m_field->hasFocus()) {
        m_popup->hide();
        return;
    }
    std::vector<CompletionLine> shown = lines();
    const QStringView replaced = QStringView(text).mid(m_completion.position, m_completion.length);
    const bool written = m_completion.candidates.size() == 1 && !asked
        && QStringView(m_completion.candidates.front().text).trimmed() == replaced;
    if (written)
        shown.clear();
    QTextCursor start(m_field->document());
    start.setPosition(static_cast<int>(std::min(m_completion.position, text.size())));
    const int x = m_field->viewport()->mapTo(m_field, m_field->cursorRect(start).topLeft()).x();
    m_popup->showLines(std::move(shown), std::max(0, x));
}

void QueryCompleter::showRecent()
{
    std::vector<CompletionLine> lines;
    for (const QString &query : SavedQueries::recent()) {
        if (query != m_field->text().trimmed())
            lines.push_back({query, {}, -1});
    }
    m_recent = true;
    m_completion = {};
    m_popup->showLines(std::move(lines), 0);
    m_popup->choose(0);
}

void QueryCompleter::take(int line)
{
    if (m_recent) {
        const QString query = m_popup->text(line);
        m_popup->hide();
        m_field->replace(0, m_field->text().size(), query);
        return;
    }
    if (line < 0 || std::cmp_greater_equal(line, m_completion.candidates.size()))
        return;
    const QueryCandidate candidate = m_completion.candidates[static_cast<std::size_t>(line)];
    const auto [position, length] = std::pair(m_completion.position, m_completion.length);
    m_popup->hide();
    m_field->replace(position, length, candidate.text);
}

} // namespace boxwatch
