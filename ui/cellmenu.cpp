// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cellmenu.h"

#include "core/model/eventtablemodel.h"
#include "ui/cellclauses.h"
#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/filterwords.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/rowclipboard.h"
#include "ui/words.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 forEver = -1;
constexpr qint64 around = 5 * 60 * 1'000;

} // namespace

CellMenu::CellMenu(
    EventsView &view, EventTableModel &events, FilterControl &filters, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_events(events)
    , m_filters(filters)
{
    m_view.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&m_view, &QWidget::customContextMenuRequested, this, &CellMenu::show);
    m_view.installEventFilter(this);
    m_view.viewport()->installEventFilter(this);
}

QString CellMenu::clauseAt(const QModelIndex &cell) const
{
    if (!cell.isValid())
        return {};
    // What a session calls its streams is not in the table.
    if (cell.column() == EventTableModel::StreamColumn)
        return clauseFor(QueryField::Stream, cell.data(EventTableModel::FullTextRole).toString());
    return cellClause(m_events.snapshot(), m_events.tableRow(cell.row()), cell.column());
}

void CellMenu::filterFor()
{
    if (const auto time = m_view.currentIndex(); !clauseAt(time).isEmpty())
        m_filters.pick(clauseAt(time));
    else
        filterByTime(time, around, around);
}

void CellMenu::filterOut()
{
    if (const QString clause = clauseAt(m_view.currentIndex()); !clause.isEmpty())
        m_filters.pick(u'-' + clause);
}

void CellMenu::onlyThis()
{
    m_filters.only(clauseAt(m_view.currentIndex()));
}

void CellMenu::copyCell()
{
    copy(m_view.currentIndex());
}

void CellMenu::copy(const QModelIndex &cell)
{
    if (!cell.isValid())
        return;
    copyTextOf(m_events, cell);
    emit note(tr("Cell copied"));
}

void CellMenu::copyRows()
{
    const qint64 copied = m_view.copySelection();
    emit note(tr("%n event(s) copied", nullptr, static_cast<int>(copied)));
}

void CellMenu::fill(QMenu *menu, const QModelIndex &cell)
{
    if (!cell.isValid())
        return;
    if (const QString clause = clauseAt(cell); !clause.isEmpty())
        addClauseActions(menu, cell, clause);
    else
        addTimeActions(menu, cell);
    if (!menu->isEmpty())
        menu->addSeparator();
    QAction *copyOne = menu->addAction(icon(u"copy"_s), tr("Copy cell"));
    copyOne->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    copyOne->setEnabled(!cell.data(EventTableModel::FullTextRole).toString().isEmpty());
    connect(copyOne, &QAction::triggered, this, [this, cell = QPersistentModelIndex(cell)] {
        copy(cell);
    });
    const auto rows = static_cast<int>(m_view.selectedCount());
    QAction *copyAll = menu->addAction(
        rows > 1 ? tr("Copy %1 rows").arg(grouped(rows)) : tr("Copy row"));
    copyAll->setShortcut(QKeySequence::Copy);
    copyAll->setEnabled(rows > 0);
    connect(copyAll, &QAction::triggered, this, &CellMenu::copyRows);
}

void CellMenu::addClauseActions(QMenu *menu, const QModelIndex &cell, const QString &clause)
{
    QString value = cell.data(EventTableModel::FullTextRole).toString();
    if (value.isEmpty())
        value = cell.data(Qt::ToolTipRole).toString();
    if (value.isEmpty())
        value = pickInWords(clause);
    value = plainLine(value, 40).replace(u'&', u"&&"_s);
    const auto add = [&](const QString &iconName, const QString &words, Qt::Key key, auto run) {
        QAction *action = menu->addAction(icon(iconName), words.arg(value));
        action->setShortcut(QKeySequence(key));
        connect(action, &QAction::triggered, this, run);
    };
    const bool hasPick = m_filters.filter().picks.contains(clause);
    if (hasPick)
        menu->addAction(
            icon(u"x"_s), tr("No longer filter for “%1”").arg(value), this,
            [this, clause] { m_filters.unpick(clause); });
    else
        add(u"for"_s, tr("Filter for “%1”"), Qt::Key_Plus,
            [this, clause] { m_filters.pick(clause); });
    add(u"out"_s, tr("Filter out “%1”"), Qt::Key_Minus,
        [this, clause] { m_filters.pick(u'-' + clause); });
    add(u"funnel"_s, tr("Only “%1”"), Qt::Key_O, [this, clause] { m_filters.only(clause); });
}

void CellMenu::addTimeActions(QMenu *menu, const QModelIndex &cell)
{
    if (!cellTime(m_events.snapshot(), m_events.tableRow(cell.row()), cell.column()))
        return;
    const auto add = [&](const QString &words, qint64 before, qint64 after) {
        return menu->addAction(
            words, this, [this, cell = QPersistentModelIndex(cell), before, after] {
                filterByTime(cell, before, after);
            });
    };
    QAction *both = add(tr("5 minutes around this"), around, around);
    both->setIcon(icon(u"clock"_s));
    both->setShortcut(QKeySequence(Qt::Key_Plus));
    add(tr("From here on"), 0, forEver);
    add(tr("Until here"), forEver, 0);
}

/// From \p before ms before the cell's time to \p after ms after it; either may be forEver.
void CellMenu::filterByTime(const QModelIndex &cell, qint64 before, qint64 after)
{
    if (!cell.isValid())
        return;
    const auto at = cellTime(m_events.snapshot(), m_events.tableRow(cell.row()), cell.column());
    if (!at)
        return;
    // The event itself is always among what is shown, and the end of a span is not in it.
    std::optional<qint64> from;
    std::optional<qint64> to;
    if (before != forEver)
        from = at->time - before;
    if (after != forEver)
        to = at->time + after + 1;
    if (at->field == QueryField::Created)
        m_filters.setSpan(TimeSpan{from.value_or(0), to});
    else
        m_filters.pick(timeClause(at->field, from, to));
}

void CellMenu::show(const QPoint &place)
{
    const QModelIndex cell = m_view.indexAt(place);
    if (!cell.isValid())
        return;
    QMenu menu(&m_view);
    fill(&menu, cell);
    menu.exec(m_view.viewport()->mapToGlobal(place));
}

bool CellMenu::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == &m_view) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const Qt::KeyboardModifiers held = key->modifiers() & ~Qt::KeypadModifier;
        if (key->key() == Qt::Key_C && held == (Qt::ControlModifier | Qt::ShiftModifier)) {
            copyCell();
            return true;
        }
        // Where + needs Shift, it is + all the same.
        if (key->key() == Qt::Key_Plus && (held & ~Qt::ShiftModifier) == Qt::NoModifier) {
            filterFor();
            return true;
        }
        if (key->key() == Qt::Key_Minus && held == Qt::NoModifier) {
            filterOut();
            return true;
        }
        if (key->key() == Qt::Key_O && held == Qt::NoModifier) {
            onlyThis();
            return true;
        }
    }
    // The place that comes with the key is not one of the viewport.
    if (event->type() == QEvent::ContextMenu && watched == &m_view
        && static_cast<QContextMenuEvent *>(event)->reason() == QContextMenuEvent::Keyboard) {
        m_view.scrollTo(m_view.currentIndex());
        show(m_view.visualRect(m_view.currentIndex()).center());
        return true;
    }
    if (event->type() == QEvent::MouseButtonPress && watched == m_view.viewport()) {
        const Qt::MouseButton button = static_cast<QMouseEvent *>(event)->button();
        if (button == Qt::BackButton || button == Qt::ForwardButton) {
            if (button == Qt::BackButton)
                m_filters.goBack();
            else
                m_filters.goForward();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace boxwatch
