// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"

#include "ui/eventdelegate.h"
#include "ui/markedscrollbar.h"
#include "ui/newrowspill.h"
#include "ui/rowclipboard.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

EventsView::EventsView(QWidget *parent)
    : QTableView(parent)
    , m_pill(new NewRowsPill(viewport()))
    , m_scrollBar(new MarkedScrollBar(this))
{
    setAccessibleName(tr("Events"));
    setItemDelegate(new EventDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollBar(m_scrollBar);
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
    makeHeaders();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &EventsView::scrolled);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (hasFocus())
            viewport()->update();
    });
    connect(m_pill, &QPushButton::clicked, this, [this] {
        setFocus();
        setFollowing(true);
    });
}

void EventsView::makeHeaders()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(u(20));
    verticalHeader()->setDefaultSectionSize(u(24));

    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(u(24));
    header->setFixedHeight(u(28));
    header->setFont(Theme::instance().secondaryFont());
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setTextElideMode(Qt::ElideRight);
    // A click sorts. It would select a million rows, too.
    disconnect(header, SIGNAL(sectionPressed(int)), this, nullptr);
    disconnect(header, SIGNAL(sectionEntered(int)), this, nullptr);
    header->setSectionsClickable(true);
    connect(header, &QHeaderView::sectionClicked, this, &EventsView::headerClicked);
    connect(header, &QHeaderView::customContextMenuRequested, this, &EventsView::showHeaderMenu);
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        if (m_fitting)
            return;
        m_whatTakesRest = m_whatTakesRest && column != EventTableModel::WhatColumn;
        fitColumns();
        emit columnsChanged();
    });
    connect(header, &QHeaderView::sectionMoved, this, [this] {
        if (!m_fitting)
            emit columnsChanged();
    });
}

void EventsView::setEvents(EventTableModel *model)
{
    m_events = model;
    setModel(model);
    m_scrollBar->setEvents(model);
    connect(
        model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { rowsCame(first, last); });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &EventsView::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &EventsView::restoreAfterReset);
    connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &EventsView::rememberPlace);
    connect(model, &QAbstractItemModel::layoutChanged, this, &EventsView::restoreAfterSort);
    connect(model, &EventTableModel::filterApplied, this, &EventsView::filterWasApplied);
    setColumns({});
}

void EventsView::setOverlay(QWidget *overlay)
{
    m_overlay = overlay;
    m_overlay->setParent(viewport());
    m_overlay->setGeometry(viewport()->rect());
}

void EventsView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (hasFocus())
        viewport()->update();
    if (!current.isValid() || !m_events)
        return;
    m_currentColumn = current.column();
    const EventTable::Row row = m_events->tableRow(current.row());
    if (m_current == row)
        return;
    m_current = row;
    emit currentEventChanged();
}

// Qt would look at the keys that are held: the Ctrl of Ctrl+Home would keep the row before selected.
QItemSelectionModel::SelectionFlags EventsView::selectionCommand(
    const QModelIndex &index, const QEvent *event) const
{
    if (!event)
        return QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
    return QTableView::selectionCommand(index, event);
}

int EventsView::currentColumn() const
{
    return isColumnHidden(m_currentColumn) ? qMax(0, horizontalHeader()->logicalIndexAt(0))
                                           : m_currentColumn;
}

void EventsView::go(int modelRow)
{
    if (!m_events || m_events->rowCount() == 0)
        return;
    const int row = std::clamp(modelRow, 0, m_events->rowCount() - 1);
    setCurrentIndex(m_events->index(row, currentColumn()));
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
        go(newestAt() == NewestAt::Top ? 0 : m_events->rowCount() - 1);
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

/// Whether the focus is here and no row that is seen says so.
bool EventsView::needsFocusFrame() const
{
    return hasFocus() && !visualRect(currentIndex()).intersects(viewport()->rect());
}

void EventsView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!needsFocusFrame())
        return;
    QPainter painter(viewport());
    painter.setPen(color(Ink::Accent));
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

void EventsView::keyPressEvent(QKeyEvent *event)
{
    // Keys of the window, such as Alt+Left for Back: they come here while it has no use for them.
    if (event->modifiers().testFlag(Qt::AltModifier)) {
        event->ignore();
        return;
    }
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down
        || event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (moves && !currentIndex().isValid() && m_events && m_events->rowCount() > 0) {
        const int lowest = rowAt(viewport()->height() - u(24));
        go(lowest >= 0 ? lowest : m_events->rowCount() - 1);
        return;
    }
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && event->key() == Qt::Key_End && !canFollow()) {
        scrollToBottom();
    } else if (plain && (event->key() == Qt::Key_End || event->key() == Qt::Key_F)) {
        setFollowing(true);
    } else if (plain && event->key() == Qt::Key_M) {
        markSelection();
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
        scrollToNewest();
    placePill();
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
        const bool sign = column == EventTableModel::SeverityColumn
            || column == EventTableModel::MarkColumn;
        if (!isColumnHidden(column) && !sign)
            columns.push_back(column);
    }
    return copyRows(*m_events, selectedPieces(), columns);
}

bool EventsView::selectionIsMarked() const
{
    return m_events && m_current && m_events->marks().contains(*m_current);
}

void EventsView::markSelection()
{
    if (!m_events || !m_current)
        return;
    std::vector<EventTable::Row> rows;
    qint64 selected = 0;
    for (const auto &[first, last] : selectedPieces()) {
        selected += last - first + 1;
        for (int row = first; row <= last && std::ssize(rows) < mostToMark; ++row)
            rows.push_back(m_events->tableRow(row));
    }
    // A filter may hide the event that is current: it is still the one that the details show.
    if (rows.empty())
        rows.push_back(*m_current);
    if (selected > mostToMark)
        emit tooManyToMark();
    wantMarks(rows, !selectionIsMarked());
}

void EventsView::wantMarks(const std::vector<EventTable::Row> &rows, bool marked)
{
    if (marked && isColumnHidden(EventTableModel::MarkColumn))
        showColumn(EventTableModel::MarkColumn, true);
    emit marksWanted(rows, marked);
}

void EventsView::goNextMark()
{
    goMark(true);
}

void EventsView::goPreviousMark()
{
    goMark(false);
}

void EventsView::goMark(bool forward)
{
    if (!m_events)
        return;
    const int from = currentIndex().isValid() ? currentIndex().row()
        : forward                             ? -1
                                              : m_events->rowCount();
    std::optional<int> next;
    std::optional<int> farthest; // the first from the other end
    const auto before = [forward](int a, int b) { return forward ? a < b : a > b; };
    const RowSet marks = m_events->marks();
    for (const EventTable::Row marked : marks.rows()) {
        const int row = m_events->modelRow(marked);
        if (row < 0)
            continue;
        if (before(from, row) && (!next || before(row, *next)))
            next = row;
        if (!farthest || before(row, *farthest))
            farthest = row;
    }
    if (!farthest)
        return;
    setFollowing(false);
    go(next.value_or(*farthest));
}

void EventsView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool onMark = index.isValid() && index.column() == EventTableModel::MarkColumn
        && event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
    m_pressedMark = onMark ? index : QModelIndex();
    QTableView::mousePressEvent(event);
}

void EventsView::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex pressed = m_pressedMark;
    m_pressedMark = QModelIndex();
    if (pressed.isValid() && pressed == indexAt(event->position().toPoint()))
        wantMarks(
            {m_events->tableRow(pressed.row())},
            !pressed.data(EventTableModel::MarkedRole).toBool());
}

} // namespace boxwatch
