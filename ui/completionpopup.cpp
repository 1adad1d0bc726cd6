// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/completionpopup.h"

#include "ui/theme.h"
#include "ui/words.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostLines = 12; // on screen
constexpr int countRole = Qt::UserRole + 1;
constexpr int detailRole = Qt::UserRole + 2;

class LineDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {u(120), u(24)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override
    {
        painter->save();
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        painter->fillRect(option.rect, color(chosen ? Ink::Selection : Ink::Base));
        QRect room = option.rect.adjusted(u(12), 0, -u(12), 0);
        const auto write = [&](const QString &text, const QFont &font, Ink ink, int flags,
                               int most) {
            painter->setFont(font);
            painter->setPen(color(ink));
            const QFontMetrics metrics(font);
            const QString shown = metrics.elidedText(text, Qt::ElideRight, most);
            painter->drawText(room, flags | Qt::AlignVCenter | Qt::TextSingleLine, shown);
            return metrics.horizontalAdvance(shown);
        };
        const QFont small = Theme::instance().secondaryFont();
        const Ink quiet = chosen ? Ink::Text2 : Ink::Text3;
        if (const qint64 count = index.data(countRole).toLongLong(); count >= 0)
            room.adjust(
                0, 0,
                -write(grouped(count), small, Ink::Text2, Qt::AlignRight, room.width()) - u(12), 0);
        const QString detail = index.data(detailRole).toString();
        const int most = detail.isEmpty() ? room.width() : room.width() * 2 / 3;
        const int used = write(
            index.data().toString(), option.font, Ink::Text, Qt::AlignLeft, most);
        // Details stand in one column, where the texts leave room for it.
        room.setLeft(std::max(room.left() + used + u(12), option.rect.left() + u(116)));
        if (!detail.isEmpty() && room.width() > u(24))
            write(detail, small, quiet, Qt::AlignLeft, room.width());
        painter->restore();
    }
};

} // namespace

class CompletionListModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void setLines(std::vector<CompletionLine> lines)
    {
        beginResetModel();
        m_lines = std::move(lines);
        endResetModel();
    }

    /// Those that there are keep their places.
    void updateLines(std::vector<CompletionLine> lines)
    {
        const auto old = static_cast<int>(m_lines.size());
        const auto now = static_cast<int>(lines.size());
        if (now > old)
            beginInsertRows({}, old, now - 1);
        m_lines = std::move(lines);
        if (now > old)
            endInsertRows();
        if (old > 0)
            emit dataChanged(index(0, 0), index(old - 1, 0));
    }

    const std::vector<CompletionLine> &lines() const { return m_lines; }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const CompletionLine &line = m_lines[static_cast<std::size_t>(index.row())];
        switch (role) {
        case Qt::DisplayRole:
            return line.text;
        case detailRole:
            return line.detail;
        case countRole:
            return line.count;
        case Qt::AccessibleTextRole: {
            QString words = line.text;
            if (!line.detail.isEmpty())
                words += u", "_s + line.detail;
            if (line.count >= 0)
                words += u", "_s + grouped(line.count);
            return words;
        }
        default:
            return {};
        }
    }

private:
    std::vector<CompletionLine> m_lines;
};

CompletionPopup::CompletionPopup(QWidget *field)
    : QFrame(field)
    , m_field(field)
    , m_list(new QListView(this))
    , m_model(new CompletionListModel(this))
{
    hide();
    setFrameShape(Box);
    setFrameShadow(Plain);
    setForegroundRole(QPalette::Dark);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, u(4), 0, u(4));
    layout->addWidget(m_list);
    m_list->setAccessibleName(tr("What can be written here"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LineDelegate(m_list));
    m_list->setFrameShape(NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        emit taken(index.row());
    });
    m_field->installEventFilter(this);
    connect(m_field, &QObject::destroyed, this, &QObject::deleteLater);
}

void CompletionPopup::showLines(std::vector<CompletionLine> lines, int x)
{
    if (lines.empty()) {
        hide();
        return;
    }
    // Counts that came meanwhile do not take the choice away.
    const int before = chosen();
    const bool same = before >= 0
        && std::ranges::equal(
                          lines, m_model->lines(), {}, &CompletionLine::text,
                          &CompletionLine::text);
    if (lines != m_model->lines())
        m_model->setLines(std::move(lines));
    m_x = x;
    place(x);
    show();
    raise();
    choose(same ? before : -1);
    if (!same)
        m_list->scrollToTop();
}

void CompletionPopup::updateLines(std::vector<CompletionLine> lines)
{
    const std::vector<CompletionLine> &shown = m_model->lines();
    const bool goesOn = lines.size() >= shown.size()
        && std::ranges::equal(
                            shown, std::span(lines).first(shown.size()), {}, &CompletionLine::text,
                            &CompletionLine::text);
    if (!goesOn)
        return;
    m_model->updateLines(std::move(lines));
    place(m_x);
}

void CompletionPopup::keepBelow(QWidget *widget)
{
    m_above = widget;
    if (isVisible())
        place(m_x);
}

void CompletionPopup::place(int x)
{
    QWidget *window = m_field->window();
    if (parentWidget() != window)
        setParent(window);
    const QFontMetrics metrics(m_list->font());
    const QFontMetrics small(Theme::instance().secondaryFont());
    int wide = u(160);
    for (const CompletionLine &line : m_model->lines()) {
        int words = metrics.horizontalAdvance(line.text);
        if (!line.detail.isEmpty())
            words = std::max(words + u(12), u(104)) + small.horizontalAdvance(line.detail);
        if (line.count >= 0)
            words += u(12) + small.horizontalAdvance(grouped(line.count));
        wide = std::max(wide, words + u(24 + 16));
    }
    wide = std::min({wide, u(480), window->width() - u(16)});
    const int lines = std::min(count(), mostLines);
    const QWidget *above = m_above ? m_above.data() : m_field;
    const QPoint below(
        m_field->mapTo(window, QPoint(x, 0)).x(),
        above->mapTo(window, QPoint(0, above->height() + u(2))).y());
    const int room = window->height() - below.y() - u(8);
    const int high = std::min(lines * u(24) + 2 * u(4) + 2 * frameWidth(), std::max(room, u(24)));
    setGeometry(std::min(below.x(), window->width() - wide - u(8)), below.y(), wide, high);
}

int CompletionPopup::count() const
{
    return m_model->rowCount();
}

QString CompletionPopup::text(int line) const
{
    return m_model->index(line, 0).data().toString();
}

int CompletionPopup::chosen() const
{
    return isVisible() && m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
}

void CompletionPopup::choose(int line)
{
    m_list->setCurrentIndex(m_model->index(line, 0));
    if (line < 0)
        m_list->clearSelection();
}

// Past either end nothing is chosen, so that Enter means the text again.
void CompletionPopup::move(int by)
{
    const int at = chosen();
    int next = at + by;
    if (at < 0)
        next = by > 0 ? by - 1 : count() + by;
    else if (std::abs(by) > 1)
        next = std::clamp(next, 0, count() - 1);
    choose(next >= 0 && next < count() ? next : -1);
}

bool CompletionPopup::takeKey(const QKeyEvent *event)
{
    if (!isVisible())
        return false;
    if ((event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    switch (event->key()) {
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_PageDown:
        move(mostLines - 1);
        return true;
    case Qt::Key_PageUp:
        move(1 - mostLines);
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Tab:
        emit taken(std::max(0, chosen()));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (chosen() < 0) {
            hide();
            return false;
        }
        emit taken(chosen());
        return true;
    default:
        return false;
    }
}

void CompletionPopup::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    emit closed();
}

bool CompletionPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && isVisible()) {
        if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide)
            hide();
        else if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
            place(m_x);
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace boxwatch
