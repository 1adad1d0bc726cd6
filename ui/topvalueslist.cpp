// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme.h"
#include "ui/topvaluesdelegate.h"
#include "ui/topvaluesmodel.h"
#include "ui/topvaluespanel.h"

#include <QCursor>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>

namespace boxwatch {

TopValuesList::TopValuesList(QWidget *parent) : QTreeView(parent)
{
    setAccessibleName(tr("Top values"));
    setItemDelegate(new TopValuesDelegate(this));
    setHeaderHidden(true);
    setIndentation(0);
    setRootIsDecorated(false);
    setFrameShape(QFrame::NoFrame);
    setAnimated(false);
    setExpandsOnDoubleClick(false);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setStretchLastSection(true);
}

bool TopValuesList::isPointedAt() const
{
    return isVisible() && viewport()->underMouse();
}

bool TopValuesList::viewportEvent(QEvent *event)
{
    const bool handled = QTreeView::viewportEvent(event);
    if (event->type() == QEvent::Leave)
        emit left();
    return handled;
}

// The base class fills the row before the delegate does; the delegate's colours are the only ones.
void TopValuesList::drawRow(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem plain = option;
    plain.showDecorationSelected = false;
    QTreeView::drawRow(painter, plain, index);
}

void TopValuesList::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->button() == Qt::LeftButton ? indexAt(event->position().toPoint())
                                                  : QModelIndex();
    // Ctrl would take the row out of the selection.
    if (event->button() == Qt::LeftButton) {
        if (m_pressed.isValid())
            setCurrentIndex(m_pressed);
        event->accept();
        return;
    }
    QTreeView::mousePressEvent(event);
}

void TopValuesList::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint place = event->position().toPoint();
    const QModelIndex index = indexAt(place);
    const bool sameRow = index.isValid() && m_pressed == index;
    m_pressed = QModelIndex();
    if (event->button() != Qt::LeftButton || !sameRow)
        return;
    const QRect row = visualRect(index);
    const bool onSign = TopValuesDelegate::outRect(row).contains(place);
    const bool modified = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier);
    act(index, onSign || modified);
}

// The second click of a double click would undo the first.
void TopValuesList::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_pressed = QModelIndex();
    event->accept();
}

void TopValuesList::act(const QModelIndex &index, bool out)
{
    const auto kind = static_cast<TopValuesModel::Kind>(
        index.data(TopValuesModel::KindRole).toInt());
    if (kind != TopValuesModel::Kind::Value)
        emit chosen(index);
    else if (out)
        emit outWanted(index);
    else
        emit forWanted(index);
}

void TopValuesList::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const auto kind = static_cast<TopValuesModel::Kind>(
        index.data(TopValuesModel::KindRole).toInt());
    const bool value = index.isValid() && kind == TopValuesModel::Kind::Value;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (index.isValid())
            act(index, event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        return;
    case Qt::Key_Delete:
    case Qt::Key_Minus:
        if (value) {
            act(index, true);
            return;
        }
        break;
    case Qt::Key_Plus:
        if (value) {
            act(index, false);
            return;
        }
        break;
    default:
        break;
    }
    QTreeView::keyPressEvent(event);
}

} // namespace boxwatch
