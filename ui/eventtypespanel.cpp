// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventtypespanel.h"

#include "core/model/eventtypepresets.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/typedelegate.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QStyleOptionButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

/// Finds a type by its label as well as by the name that Box sends.
class MatchingTypes final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QString &words)
    {
        m_words = words.trimmed();
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        if (m_words.isEmpty())
            return true;
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        const QString name = QString::fromUtf8(index.data(EventTypeModel::NameRole).toByteArray());
        return index.data(Qt::DisplayRole).toString().contains(m_words, Qt::CaseInsensitive)
            || name.contains(m_words, Qt::CaseInsensitive);
    }

private:
    QString m_words;
};

class TypeTree final : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    // Fusion would fill the branch of a selected row in the accent.
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override
    {
        if (selectionModel() && selectionModel()->isSelected(index))
            painter->fillRect(rect, color(Ink::Selection));
        if (!model()->hasChildren(index))
            return;
        QRect square(0, 0, u(16), u(16));
        square.moveCenter(rect.center());
        paintIcon(*painter, square, isExpanded(index) ? u"down"_s : u"right"_s, Ink::Text2);
    }
};

/// A category that is off as a whole counts once.
int boxesOff(const EventTypeModel &types)
{
    int off = 0;
    for (int row = 0; row < types.rowCount(); ++row) {
        const QModelIndex category = types.index(row, 0);
        const auto state = category.data(Qt::CheckStateRole).toInt();
        if (state == Qt::Unchecked)
            ++off;
        for (int child = 0; state == Qt::PartiallyChecked && child < types.rowCount(category);
             ++child)
            off += types.index(child, 0, category).data(Qt::CheckStateRole).toInt()
                == Qt::Unchecked;
    }
    return off;
}

/// Only the icon: the menu needs no arrow beside it.
class PresetButton final : public QPushButton
{
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter, this);
        QRect square(0, 0, u(16), u(16));
        square.moveCenter(rect().center());
        paintIcon(painter, square, u"bmark"_s, isEnabled() ? Ink::Text2 : Ink::Info);
    }
};

QSet<QByteArray> shownNames(const EventTypeModel &types)
{
    QSet<QByteArray> names;
    for (int row = 0; row < types.rowCount(); ++row)
        names.unite(types.namesAt(types.index(row, 0)));
    return names.subtract(types.hiddenTypes());
}

QPushButton *smallButton(const QString &text, QWidget *parent)
{
    class Small final : public QPushButton
    {
    public:
        using QPushButton::QPushButton;
        QSize sizeHint() const override
        {
            return {fontMetrics().horizontalAdvance(text()) + u(16), u(24)};
        }
    };
    auto *button = new Small(text, parent);
    button->setFont(Theme::instance().secondaryFont());
    button->setFixedHeight(u(24));
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return button;
}

} // namespace

EventTypesPanel::EventTypesPanel(QWidget *parent)
    : QWidget(parent)
    , m_matching(new MatchingTypes(this))
    , m_search(new QLineEdit(this))
    , m_presets(new PresetButton(this))
    , m_nothing(plainLabel(tr("No type fits"), this))
    , m_tree(new TypeTree(this))
    , m_all(smallButton(tr("All"), this))
    , m_none(smallButton(tr("None"), this))
    , m_only(smallButton(tr("Only this"), this))
    , m_summary(plainLabel({}, this))
    , m_foot(new QBoxLayout(QBoxLayout::LeftToRight))
{
    setMinimumWidth(u(200));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_matching->setRecursiveFilteringEnabled(true);
    m_matching->setAutoAcceptChildRows(true);

    m_search->setPlaceholderText(tr("Find a type"));
    m_search->setAccessibleName(tr("Find a type"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s, Ink::Text3), QLineEdit::LeadingPosition);
    m_search->setMaxLength(200);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &words) {
        const bool searches = !words.trimmed().isEmpty();
        if (searches && !m_searching)
            rememberExpanded();
        m_searching = searches;
        static_cast<MatchingTypes *>(m_matching)->setWords(words);
        if (searches)
            m_tree->expandAll();
        else
            restoreExpanded();
        updateNothing();
    });
    m_search->installEventFilter(this);
    // A type that occurs for the first time may fit.
    connect(m_matching, &QAbstractItemModel::rowsInserted, this, &EventTypesPanel::updateNothing);
    connect(m_matching, &QAbstractItemModel::modelReset, this, &EventTypesPanel::updateNothing);

    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setContentsMargins(u(8), u(8), u(8), u(8));
    setTextInk(m_nothing, Ink::Text3);
    m_nothing->hide();

    m_presets->setFixedSize(u(28), u(28));
    m_presets->setAccessibleName(tr("Choices of types"));
    setPlainTip(m_presets, tr("Usual choices of types, and the other way round"));
    m_presets->setMenu(new QMenu(m_presets));
    connect(m_presets->menu(), &QMenu::aboutToShow, this, &EventTypesPanel::fillPresets);

    m_tree->setAccessibleName(tr("Event types"));
    m_tree->setModel(m_matching);
    m_tree->setItemDelegate(new TypeDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(u(20));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAnimated(false);
    m_tree->setExpandsOnDoubleClick(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setTabKeyNavigation(false);

    connect(m_all, &QPushButton::clicked, this, [this] {
        if (m_types)
            m_types->setAll(true);
    });
    connect(m_none, &QPushButton::clicked, this, [this] {
        if (m_types)
            m_types->setAll(false);
    });
    connect(m_only, &QPushButton::clicked, this, &EventTypesPanel::showOnlyCurrent);
    setPlainTip(m_all, tr("Show all types"));
    setPlainTip(m_none, tr("Hide all types"));
    setPlainTip(m_only, tr("Show the type or category that is chosen and no other"));

    m_summary->setFont(Theme::instance().secondaryFont());
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setTextInk(m_summary, Ink::Text3);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(u(8), u(8), u(8), u(4));
    top->setSpacing(u(4));
    top->addWidget(m_search);
    top->addWidget(m_presets);
    layout->addLayout(top);
    layout->addWidget(m_nothing);
    layout->addWidget(m_tree, 1);
    auto *line = new QFrame(this);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(u(4));
    for (QPushButton *button : {m_all, m_none, m_only})
        buttons->addWidget(button);
    buttons->addStretch(1);
    m_foot->setContentsMargins(u(8), u(6), u(12), u(6));
    m_foot->setSpacing(u(4));
    m_foot->addLayout(buttons);
    m_foot->addWidget(m_summary, 1);
    layout->addLayout(m_foot);
    setTypes(nullptr);
}

QSize EventTypesPanel::sizeHint() const
{
    return {u(264), u(600)};
}

void EventTypesPanel::setTypes(EventTypeModel *types)
{
    if (m_types) {
        disconnect(m_types, nullptr, this, nullptr);
        if (!m_searching)
            rememberExpanded();
    }
    m_types = types;
    m_matching->setSourceModel(types);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_presets),
          static_cast<QWidget *>(m_all), static_cast<QWidget *>(m_none),
          static_cast<QWidget *>(m_only)})
        widget->setEnabled(types);
    if (types) {
        connect(types, &EventTypeModel::hiddenTypesChanged, this, &EventTypesPanel::updateSummary);
        connect(
            types, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                // Counts change ten times a second, and do not matter here.
                if (roles.isEmpty() || roles.contains(Qt::CheckStateRole))
                    updateSummary();
            });
        connect(types, &QAbstractItemModel::rowsInserted, this, &EventTypesPanel::updateSummary);
        connect(types, &QAbstractItemModel::modelReset, this, [this] {
            restoreExpanded();
            updateSummary();
        });
        restoreExpanded();
    }
    updateSummary();
}

bool EventTypesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress
        && takeSearchKey(*static_cast<QKeyEvent *>(event)))
        return true;
    return QWidget::eventFilter(watched, event);
}

bool EventTypesPanel::takeSearchKey(const QKeyEvent &event)
{
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Escape:
        if (m_search->text().isEmpty())
            return false;
        m_search->clear();
        return true;
    case Qt::Key_Down:
        goToTree();
        return true;
    default:
        return false;
    }
}

void EventTypesPanel::goToTree()
{
    if (m_matching->rowCount() == 0)
        return;
    if (!m_tree->currentIndex().isValid())
        m_tree->setCurrentIndex(m_matching->index(0, 0));
    m_tree->setFocus(Qt::OtherFocusReason);
}

void EventTypesPanel::updateNothing()
{
    m_nothing->setVisible(m_types && m_searching && m_matching->rowCount() == 0);
}

void EventTypesPanel::showOnlyCurrent()
{
    const QModelIndex current = m_matching->mapToSource(m_tree->currentIndex());
    if (m_types && current.isValid())
        m_types->showOnly(m_types->namesAt(current));
}

void EventTypesPanel::fillPresets()
{
    QMenu *menu = m_presets->menu();
    menu->clear();
    if (!m_types)
        return;
    const QSet<QByteArray> hidden = m_types->hiddenTypes();
    for (const EventTypePreset &preset : eventTypePresets()) {
        QAction *action = menu->addAction(preset.name);
        action->setCheckable(true);
        action->setChecked(shownNames(*m_types) == preset.types);
        connect(action, &QAction::triggered, this, [this, types = preset.types] {
            if (m_types)
                m_types->showOnly(types);
        });
    }
    menu->addSeparator();
    QAction *all = menu->addAction(tr("All types"));
    all->setCheckable(true);
    all->setChecked(hidden.isEmpty());
    connect(all, &QAction::triggered, m_all, &QPushButton::click);
    connect(menu->addAction(tr("Invert")), &QAction::triggered, this, [this] {
        if (m_types)
            m_types->invert();
    });
}

void EventTypesPanel::updateSummary()
{
    QStringList parts;
    if (const int off = m_types ? boxesOff(*m_types) : 0; off > 0)
        parts += tr("%1 off").arg(off);
    if (const int unknown = m_types ? m_types->newTypeCount() : 0; unknown > 0)
        parts += tr("%1 new").arg(unknown);
    m_summary->setText(parts.join(u", "_s));
    arrangeFoot();
}

// A summary that is cut would tell another number, so where it has no room it gets a line of its own.
void EventTypesPanel::arrangeFoot()
{
    const QMargins margins = m_foot->contentsMargins();
    const int beside = margins.left() + m_foot->itemAt(0)->sizeHint().width() + m_foot->spacing()
        + m_summary->sizeHint().width() + margins.right();
    m_foot->setDirection(beside <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void EventTypesPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeFoot();
}

void EventTypesPanel::rememberExpanded()
{
    if (m_matching->rowCount() == 0)
        return;
    m_expanded.emplace();
    for (int row = 0; row < m_matching->rowCount(); ++row) {
        const QModelIndex category = m_matching->index(row, 0);
        if (m_tree->isExpanded(category))
            m_expanded->insert(category.data().toString());
    }
}

void EventTypesPanel::restoreExpanded()
{
    if (m_searching) {
        m_tree->expandAll();
        return;
    }
    for (int row = 0; row < m_matching->rowCount(); ++row) {
        const QModelIndex category = m_matching->index(row, 0);
        const QString name = category.data().toString();
        m_tree->setExpanded(category, m_expanded ? m_expanded->contains(name) : row == 0);
    }
}

} // namespace boxwatch
