// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/fieldtree.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolTip>

#include <utility>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int clauseRole = Qt::UserRole + 1;
constexpr int valueColumn = 1;

enum class Sign { For, Out, More, None };

/// Where a sign stands in the row whose value has \p rect.
QRect signRect(const QRect &rect, Sign sign)
{
    const int fromRight = 3 - static_cast<int>(sign);
    return {rect.right() + 1 - u(4 + 24 * fromRight), rect.y(), u(24), rect.height()};
}

Sign signAt(const QRect &rect, const QPoint &place)
{
    for (const Sign sign : {Sign::For, Sign::Out, Sign::More}) {
        if (signRect(rect, sign).contains(place))
            return sign;
    }
    return Sign::None;
}

QString clauseOf(const QModelIndex &index)
{
    return index.siblingAtColumn(valueColumn).data(clauseRole).toString();
}

class FieldDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override
    {
        const bool group = !index.parent().isValid();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        painter->save();
        painter->fillRect(
            option.rect,
            color(
                selected                ? Ink::Selection
                    : hovered && !group ? Ink::Hover
                                        : Ink::Base));
        QRect rect = option.rect.adjusted(group ? 0 : u(2), 0, -u(4), 0);
        if (index.column() == valueColumn && (selected || hovered))
            rect.setRight(paintSigns(painter, option.rect, index));
        QFont font = index.data(Qt::FontRole).value<QFont>();
        if (group) {
            font = Theme::instance().secondaryFont();
            font.setBold(true);
            painter->setPen(color(Ink::Text2));
        } else if (index.column() == 0) {
            font = Theme::instance().secondaryFont();
            painter->setPen(color(selected ? Ink::Text2 : Ink::Text3));
        } else {
            painter->setPen(color(Ink::Text));
        }
        painter->setFont(font);
        painter->drawText(
            rect, Qt::AlignVCenter | Qt::TextSingleLine,
            QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(color(Ink::Accent));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {u(60), u(index.parent().isValid() ? 24 : 28)};
    }

    bool helpEvent(
        QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override
    {
        QString text;
        if (index.column() == valueColumn) {
            const bool filters = !clauseOf(index).isEmpty();
            switch (signAt(option.rect, event->pos())) {
            case Sign::For:
                text = filters ? FieldTree::tr("Filter for this value (Enter)") : QString();
                break;
            case Sign::Out:
                text = filters ? FieldTree::tr("Filter out this value (Delete)") : QString();
                break;
            case Sign::More:
                text = FieldTree::tr("More");
                break;
            case Sign::None:
                break;
            }
            if (text.isEmpty())
                text = index.data().toString();
        }
        QToolTip::showText(event->globalPos(), plainTip(text), view->viewport());
        return true;
    }

private:
    /// Returns where the room for the value ends.
    static int paintSigns(QPainter *painter, const QRect &rect, const QModelIndex &index)
    {
        const auto sign = [&](Sign which, const QString &name) {
            paintIcon(
                *painter, signRect(rect, which).adjusted(u(4), u(4), -u(4), -u(4)), name,
                Ink::Accent);
        };
        sign(Sign::More, u"more"_s);
        if (clauseOf(index).isEmpty())
            return signRect(rect, Sign::More).left() - 1;
        sign(Sign::For, u"for"_s);
        sign(Sign::Out, u"out"_s);
        return signRect(rect, Sign::For).left() - 1;
    }
};

void copyValue(const QTreeWidgetItem *item)
{
    if (item)
        QApplication::clipboard()->setText(item->text(valueColumn));
}

} // namespace

FieldTree::FieldTree(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new FieldDelegate(this));
    setIndentation(u(18));
    setRootIsDecorated(true);
    setAccessibleName(tr("Fields"));
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setAllColumnsShowFocus(false);
    header()->setMinimumSectionSize(u(60));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setColumnWidth(0, u(106));
    auto *copy = new QAction(this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    addAction(copy);
    connect(copy, &QAction::triggered, this, [this] { copyValue(currentItem()); });
}

void FieldTree::setGroups(const QList<EventFieldGroup> &groups)
{
    QSet<QString> closed;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (!topLevelItem(i)->isExpanded())
            closed.insert(topLevelItem(i)->text(0));
    }
    // Going from event to event, one compares the same field, at the same place.
    const int scrolled = verticalScrollBar()->value();
    const QTreeWidgetItem *current = currentItem();
    const QString currentGroup = current && current->parent() ? current->parent()->text(0)
                                                              : QString();
    const QString currentField = current ? current->text(0) : QString();
    clear();
    for (const EventFieldGroup &group : groups) {
        auto *top = new QTreeWidgetItem(this, {group.title});
        top->setFirstColumnSpanned(true);
        top->setFlags(Qt::ItemIsEnabled);
        for (const EventField &field : group.fields) {
            auto *item = new QTreeWidgetItem(top, {field.name, field.value});
            item->setFont(
                valueColumn,
                field.monospace ? Theme::instance().monospaceFont() : QApplication::font());
            item->setData(valueColumn, clauseRole, field.clause);
            if (group.title == currentGroup && field.name == currentField)
                setCurrentItem(item);
        }
        top->setExpanded(!closed.contains(group.title));
    }
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(scrolled);
}

std::optional<FieldTree::Place> FieldTree::signUnder(const QMouseEvent *event) const
{
    const QPoint place = event->position().toPoint();
    const QModelIndex index = indexAt(place);
    if (event->button() != Qt::LeftButton || !index.parent().isValid()
        || index.column() != valueColumn)
        return std::nullopt;
    const Sign sign = signAt(visualRect(index), place);
    if (sign == Sign::None)
        return std::nullopt;
    return Place{index, static_cast<int>(sign)};
}

void FieldTree::mousePressEvent(QMouseEvent *event)
{
    m_pressed = signUnder(event);
    QTreeWidget::mousePressEvent(event);
}

void FieldTree::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeWidget::mouseReleaseEvent(event);
    const std::optional<Place> pressed = std::exchange(m_pressed, std::nullopt);
    if (!pressed || pressed != signUnder(event))
        return;
    const QModelIndex index = pressed->index;
    const QRect rect = visualRect(index);
    const auto sign = static_cast<Sign>(pressed->sign);
    const QString clause = clauseOf(index);
    if (sign == Sign::More)
        showMenu(
            itemFromIndex(index), viewport()->mapToGlobal(signRect(rect, Sign::More).bottomLeft()));
    else if (sign == Sign::For && !clause.isEmpty())
        emit pick(clause);
    else if (sign == Sign::Out && !clause.isEmpty())
        emit pick(u'-' + clause);
}

void FieldTree::keyPressEvent(QKeyEvent *event)
{
    const QString clause = clauseOf(currentIndex());
    if (!clause.isEmpty() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        emit pick(clause);
    } else if (
        !clause.isEmpty() && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Minus)) {
        emit pick(u'-' + clause);
    } else {
        QTreeWidget::keyPressEvent(event);
    }
}

void FieldTree::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QTreeWidgetItem *item = byMouse ? itemAt(event->pos()) : currentItem();
    if (!item || !item->parent())
        return;
    const QRect rect = visualItemRect(item);
    showMenu(item, byMouse ? event->globalPos() : viewport()->mapToGlobal(rect.center()));
}

void FieldTree::showMenu(const QTreeWidgetItem *item, const QPoint &globalPlace)
{
    QMenu menu(this);
    const QString clause = item->data(valueColumn, clauseRole).toString();
    const QString value = item->text(valueColumn);
    if (!clause.isEmpty()) {
        connect(
            menu.addAction(icon(u"for"_s), tr("Filter &for this")), &QAction::triggered, this,
            [this, clause] { emit pick(clause); });
        connect(
            menu.addAction(icon(u"out"_s), tr("Filter &out this")), &QAction::triggered, this,
            [this, clause] { emit pick(u'-' + clause); });
        connect(menu.addAction(tr("&Only this")), &QAction::triggered, this, [this, clause] {
            emit only(clause);
        });
        menu.addSeparator();
    }
    connect(menu.addAction(icon(u"copy"_s), tr("&Copy value")), &QAction::triggered, this, [value] {
        QApplication::clipboard()->setText(value);
    });
    menu.exec(globalPlace);
}

void FieldTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const bool selected = selectionModel()->isSelected(index);
    painter->fillRect(rect, color(selected ? Ink::Selection : Ink::Base));
    if (!model()->hasChildren(index))
        return;
    QRect square(0, 0, u(16), u(16));
    square.moveCenter(rect.center());
    paintIcon(*painter, square, isExpanded(index) ? u"down"_s : u"right"_s, Ink::Text2);
}

} // namespace boxwatch
