// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"

#include "ui/eventdelegate.h"
#include "ui/newrowspill.h"
#include "ui/rowclipboard.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

struct DefaultColumn
{
    int column;
    int width;
};

constexpr std::array defaultColumns{
    DefaultColumn{EventTableModel::SeverityColumn, 28},
    DefaultColumn{EventTableModel::TimeColumn, 140},
    DefaultColumn{EventTableModel::TypeColumn, 160},
    DefaultColumn{EventTableModel::WhoColumn, 112},
    DefaultColumn{EventTableModel::WhatColumn, 164},
    DefaultColumn{EventTableModel::AddressColumn, 104}};

} // namespace

EventsView::EventsView(QWidget *parent) : QTableView(parent), m_pill(new NewRowsPill(viewport()))
{
    setAccessibleName(tr("Events"));
    setItemDelegate(new EventDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setMouseTracking(false);

    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(u(20));
    verticalHeader()->setDefaultSectionSize(u(24));

    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(u(28));
    header->setFixedHeight(u(28));
    header->setFont(Theme::instance().secondaryFont());
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setTextElideMode(Qt::ElideRight);
    connect(header, &QHeaderView::customContextMenuRequested, this, &EventsView::showHeaderMenu);
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        if (m_fitting)
            return;
        m_whatTakesRest = m_whatTakesRest && column != EventTableModel::WhatColumn;
        fitColumns();
        emit columnsChanged();
    });
    connect(header, &QHeaderView::sectionMoved, this, &EventsView::columnsChanged);

    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &EventsView::scrolled);
    connect(m_pill, &QPushButton::clicked, this, [this] {
        setFocus();
        setFollowing(true);
    });
}

void EventsView::setEvents(EventTableModel *model)
{
    m_events = model;
    setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &EventsView::rowsCame);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &EventsView::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &EventsView::restorePlace);
    setColumns({});
}

void EventsView::setColumns(const QList<SessionView::Column> &columns)
{
    const QScopedValueRollback fitting(m_fitting, true);
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
        const auto known = std::find_if(
            defaultColumns.begin(), defaultColumns.end(),
            [column](const DefaultColumn &d) { return d.column == column; });
        const bool shown = known != defaultColumns.end();
        header->moveSection(header->visualIndex(column), column);
        header->resizeSection(column, u(shown ? known->width : 128));
        setColumnHidden(column, !shown);
    }
    m_whatTakesRest = true;
    int place = 0;
    for (const SessionView::Column &wanted : columns) {
        for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
            if (EventTableModel::columnKey(column) != wanted.key)
                continue;
            header->moveSection(header->visualIndex(column), place++);
            setColumnHidden(column, !wanted.shown);
            if (wanted.width > 0)
                header->resizeSection(column, u(qMax(wanted.width, 28)));
            if (column == EventTableModel::WhatColumn)
                m_whatTakesRest = wanted.width == 0;
        }
    }
    header->setSectionResizeMode(EventTableModel::SeverityColumn, QHeaderView::Fixed);
    header->resizeSection(EventTableModel::SeverityColumn, u(28));
    fitColumns();
}

QList<SessionView::Column> EventsView::columns() const
{
    QList<SessionView::Column> columns;
    const double scale = u(1'000) / 1'000.0;
    for (int visual = 0; visual < EventTableModel::ColumnCount; ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        const bool rest = column == EventTableModel::WhatColumn && m_whatTakesRest;
        // A hidden section has no width of its own to tell.
        const int width = isColumnHidden(column) || rest ? 0 : qRound(columnWidth(column) / scale);
        columns.append({EventTableModel::columnKey(column), width, !isColumnHidden(column)});
    }
    return columns;
}

// What takes the room that the others leave, but no less than it needs; then the table scrolls.
void EventsView::fitColumns()
{
    if (!m_whatTakesRest || isColumnHidden(EventTableModel::WhatColumn))
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    const int what = columnWidth(EventTableModel::WhatColumn);
    const int others = horizontalHeader()->length() - what;
    const int wanted = qMax(u(96), viewport()->width() - others);
    if (wanted != what)
        setColumnWidth(EventTableModel::WhatColumn, wanted);
}

void EventsView::setOverlay(QWidget *overlay)
{
    m_overlay = overlay;
    m_overlay->setParent(viewport());
    m_overlay->setGeometry(viewport()->rect());
}

void EventsView::setFollowing(bool following)
{
    if (following)
        scrollToNewest();
    if (following == m_following)
        return;
    m_following = following;
    m_rowsAtHold = m_events ? m_events->rowCount() : 0;
    setNewRows(0);
    emit followingChanged(following);
}

void EventsView::rowsCame()
{
    if (m_following)
        scrollToNewest();
    else
        setNewRows(m_events->rowCount() - m_rowsAtHold);
}

void EventsView::setNewRows(qint64 count)
{
    if (count == m_newRows)
        return;
    m_newRows = count;
    m_pill->setCount(count);
    placePill();
    emit newRowsChanged(count);
}

void EventsView::scrollToNewest()
{
    const QScopedValueRollback moving(m_moving, true);
    scrollToBottom();
}

void EventsView::scrolled(int value)
{
    if (m_moving || !m_following || value >= verticalScrollBar()->maximum())
        return;
    setFollowing(false);
}

// A filter was applied: the event that the person is at stays at its height on screen; if it is
// hidden, or none is chosen, the topmost event does.
void EventsView::rememberPlace()
{
    m_moving = true;
    // With no row on screen the place before still counts.
    if (m_events->rowCount() == 0)
        return;
    const int top = qMax(0, rowAt(0));
    const int current = m_current ? m_events->modelRow(*m_current) : -1;
    const int onScreen = viewport()->height() / qMax(1, verticalHeader()->defaultSectionSize());
    const bool visible = current >= top && current <= top + onScreen;
    const int row = visible ? current : top;
    m_anchor = Anchor{m_events->tableRow(row), row - top};
}

void EventsView::restorePlace()
{
    // QTableView forgets its selection after this signal; what it shows is put back once it has.
    QMetaObject::invokeMethod(
        this,
        [this] {
            const int rows = m_events->rowCount();
            if (m_current) {
                const int row = m_events->modelRow(*m_current);
                if (row >= 0) {
                    const QSignalBlocker quiet(selectionModel());
                    const int column = qMax(0, horizontalHeader()->logicalIndex(1));
                    selectionModel()->setCurrentIndex(
                        m_events->index(row, column),
                        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
                    viewport()->update();
                }
            }
            if (m_following) {
                scrollToNewest();
            } else if (m_anchor && rows > 0) {
                int row = m_events->modelRow(m_anchor->row);
                if (row < 0) {
                    // The nearest one that is shown, by the order of the table.
                    int low = 0;
                    int high = rows;
                    while (low < high) {
                        const int middle = low + (high - low) / 2;
                        if (m_events->tableRow(middle) < m_anchor->row)
                            low = middle + 1;
                        else
                            high = middle;
                    }
                    row = qMin(low, rows - 1);
                }
                executeDelayedItemsLayout();
                verticalScrollBar()->setValue(qMax(0, row - m_anchor->offset));
            }
            m_moving = false;
            m_rowsAtHold = rows;
            if (!m_following)
                setNewRows(0);
        },
        Qt::QueuedConnection);
}

void EventsView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (!current.isValid() || !m_events)
        return;
    const EventTable::Row row = m_events->tableRow(current.row());
    if (m_current == row)
        return;
    m_current = row;
    emit currentEventChanged();
}

void EventsView::go(int modelRow)
{
    if (!m_events || m_events->rowCount() == 0)
        return;
    const int row = std::clamp(modelRow, 0, m_events->rowCount() - 1);
    int column = currentIndex().isValid() ? currentIndex().column() : EventTableModel::TimeColumn;
    if (isColumnHidden(column))
        column = horizontalHeader()->logicalIndexAt(0);
    setCurrentIndex(m_events->index(row, qMax(0, column)));
}

void EventsView::goFirst()
{
    setFollowing(false);
    go(0);
    scrollToTop();
}

void EventsView::goLast()
{
    if (m_events)
        go(m_events->rowCount() - 1);
    setFollowing(true);
}

void EventsView::goNext()
{
    go(currentIndex().isValid() ? currentIndex().row() + 1 : qMax(0, rowAt(0)));
}

void EventsView::goPrevious()
{
    go(currentIndex().isValid() ? currentIndex().row() - 1 : qMax(0, rowAt(0)));
}

// QAbstractItemView would make the first row current: a person who looks at the newest one has not
// chosen it.
void EventsView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void EventsView::keyPressEvent(QKeyEvent *event)
{
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down
        || event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (moves && !currentIndex().isValid() && m_events && m_events->rowCount() > 0) {
        const int lowest = rowAt(viewport()->height() - u(24));
        go(lowest >= 0 ? lowest : m_events->rowCount() - 1);
        return;
    }
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && (event->key() == Qt::Key_End || event->key() == Qt::Key_F)) {
        setFollowing(true);
    } else if (plain && event->key() == Qt::Key_Home) {
        goFirst();
    } else if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else {
        QTableView::keyPressEvent(event);
    }
}

void EventsView::resizeEvent(QResizeEvent *event)
{
    const QScopedValueRollback moving(m_moving, true);
    QTableView::resizeEvent(event);
    fitColumns();
    if (m_overlay)
        m_overlay->setGeometry(viewport()->rect());
    if (m_following)
        scrollToBottom();
    placePill();
}

void EventsView::placePill()
{
    const QSize size = m_pill->sizeHint();
    m_pill->setGeometry(
        (viewport()->width() - size.width()) / 2, viewport()->height() - size.height() - u(4),
        size.width(), size.height());
    m_pill->raise();
}

std::vector<std::pair<int, int>> EventsView::selectedPieces() const
{
    std::vector<std::pair<int, int>> pieces;
    if (!selectionModel())
        return pieces;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        pieces.emplace_back(range.top(), range.bottom());
    std::sort(pieces.begin(), pieces.end());
    std::vector<std::pair<int, int>> merged;
    for (const auto &piece : pieces) {
        if (!merged.empty() && piece.first <= merged.back().second + 1)
            merged.back().second = qMax(merged.back().second, piece.second);
        else
            merged.push_back(piece);
    }
    return merged;
}

qint64 EventsView::selectedCount() const
{
    qint64 count = 0;
    for (const auto &[first, last] : selectedPieces())
        count += last - first + 1;
    return count;
}

qint64 EventsView::copySelection() const
{
    if (!m_events)
        return 0;
    std::vector<int> columns;
    for (int visual = 0; visual < m_events->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column) && column != EventTableModel::SeverityColumn)
            columns.push_back(column);
    }
    return copyRows(*m_events, selectedPieces(), columns);
}

void EventsView::showHeaderMenu(const QPoint &place)
{
    QMenu menu(this);
    fillColumnsMenu(&menu);
    menu.exec(horizontalHeader()->mapToGlobal(place));
}

void EventsView::fillColumnsMenu(QMenu *menu)
{
    for (int column = EventTableModel::TimeColumn; column < EventTableModel::ColumnCount;
         ++column) {
        QAction *action = menu->addAction(
            m_events->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            const QScopedValueRollback fitting(m_fitting, true);
            setColumnHidden(column, !shown);
            if (shown && columnWidth(column) < u(40))
                setColumnWidth(column, u(116));
            fitColumns();
            emit columnsChanged();
        });
    }
}

} // namespace boxwatch
