// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/topvaluespanel.h"

#include "core/model/facetmodel.h"
#include "ui/filtercontrol.h"
#include "ui/icons.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "ui/topvaluesmodel.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSettings>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto openKey = "topValuesOpen"_L1;

} // namespace

TopValuesPanel::TopValuesPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new TopValuesModel(this))
    , m_list(new TopValuesList(this))
{
    setMinimumWidth(u(200));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, u(4), 0, 0);
    layout->addWidget(m_list);
    m_list->setModel(m_model);
    m_settle.setSingleShot(true);
    m_settle.setInterval(2s);
    connect(m_list, &TopValuesList::forWanted, this, [this](const QModelIndex &index) {
        toggle(index, false);
    });
    connect(m_list, &TopValuesList::outWanted, this, [this](const QModelIndex &index) {
        toggle(index, true);
    });
    connect(m_list, &TopValuesList::chosen, this, &TopValuesPanel::choose);
    connect(m_list, &TopValuesList::left, this, &TopValuesPanel::refresh);
    connect(m_list, &QTreeView::expanded, this, &TopValuesPanel::saveOpen);
    connect(m_list, &QTreeView::collapsed, this, &TopValuesPanel::saveOpen);
    connect(m_list, &QWidget::customContextMenuRequested, this, &TopValuesPanel::showMenu);
    restoreOpen();
    setEnabled(false);
}

QSize TopValuesPanel::sizeHint() const
{
    return {u(264), u(600)};
}

void TopValuesPanel::setPage(SessionPage *page)
{
    if (page == m_page)
        return;
    if (m_page) {
        setActive(false);
        disconnect(m_page->facets(), nullptr, this, nullptr);
        disconnect(m_page->filters(), nullptr, this, nullptr);
    }
    m_page = page;
    m_model->keepNone();
    setEnabled(page);
    if (page) {
        connect(page->facets(), &FacetModel::changed, this, &TopValuesPanel::refresh);
        connect(page->filters(), &FilterControl::changed, this, &TopValuesPanel::filterChanged);
        setActive(isVisible());
    }
    filterChanged();
}

void TopValuesPanel::setActive(bool active)
{
    if (m_page)
        m_page->facets()->setActive(active);
}

void TopValuesPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    setActive(true);
    refresh();
}

void TopValuesPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    setActive(false);
}

void TopValuesPanel::filterChanged()
{
    m_settle.start();
    refresh();
}

// While events keep coming the order changes all the time. Under the pointer it does not, or a click
// would meet another value than the one that was aimed at.
void TopValuesPanel::refresh()
{
    if (!isVisible() && m_page)
        return;
    if (!m_list->isPointedAt() && !m_list->hasFocus())
        m_model->keepNone();
    if (!m_page)
        m_model->refresh(nullptr, {});
    else if (m_list->isPointedAt() && !m_settle.isActive())
        m_model->refreshInPlace(*m_page->facets(), m_page->filters()->filter());
    else
        m_model->refresh(m_page->facets(), m_page->filters()->filter());
}

void TopValuesPanel::toggle(const QModelIndex &index, bool out)
{
    if (!m_page)
        return;
    const QString clause = index.data(TopValuesModel::ClauseRole).toString();
    const auto state = static_cast<TopValuesModel::PickState>(
        index.data(TopValuesModel::PickRole).toInt());
    FilterControl *filters = m_page->filters();
    m_model->keep(clause); // the same click, or key, takes it back
    if (state == TopValuesModel::PickState::Excluded)
        filters->unpick(u'-' + clause);
    else if (state == TopValuesModel::PickState::Wanted && !out)
        filters->unpick(clause);
    else
        filters->pick(out ? u'-' + clause : clause);
}

void TopValuesPanel::choose(const QModelIndex &index)
{
    const auto kind = static_cast<TopValuesModel::Kind>(
        index.data(TopValuesModel::KindRole).toInt());
    if (kind == TopValuesModel::Kind::Field) {
        m_list->setExpanded(index, !m_list->isExpanded(index));
        return;
    }
    m_model->toggleMore(index);
    m_settle.start();
    refresh();
}

void TopValuesPanel::showMenu(const QPoint &place)
{
    const QModelIndex index = m_list->indexAt(place);
    const QString clause = index.data(TopValuesModel::ClauseRole).toString();
    if (clause.isEmpty() || !m_page)
        return;
    const QString text = index.data().toString();
    QMenu menu(this);
    FilterControl *filters = m_page->filters();
    connect(
        menu.addAction(icon(u"for"_s), tr("Filter &for this")), &QAction::triggered, filters,
        [filters, clause] { filters->pick(clause); });
    connect(
        menu.addAction(icon(u"out"_s), tr("Filter &out this")), &QAction::triggered, filters,
        [filters, clause] { filters->pick(u'-' + clause); });
    connect(menu.addAction(tr("&Only this")), &QAction::triggered, filters, [filters, clause] {
        filters->only(clause);
    });
    menu.addSeparator();
    connect(menu.addAction(icon(u"copy"_s), tr("&Copy")), &QAction::triggered, this, [text] {
        QApplication::clipboard()->setText(text);
    });
    menu.exec(m_list->viewport()->mapToGlobal(place));
}

void TopValuesPanel::restoreOpen()
{
    const QStringList open =
        QSettings().value(openKey, QStringList{u"who"_s, u"item"_s, u"address"_s}).toStringList();
    const QSignalBlocker quiet(m_list);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex field = m_model->index(row, 0);
        const auto facet = static_cast<Facet>(field.data(TopValuesModel::FacetRole).toInt());
        m_list->setExpanded(
            field, open.contains(QString::fromLatin1(TopValuesModel::fieldKey(facet))));
    }
}

void TopValuesPanel::saveOpen()
{
    QStringList open;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex field = m_model->index(row, 0);
        const auto facet = static_cast<Facet>(field.data(TopValuesModel::FacetRole).toInt());
        if (m_list->isExpanded(field))
            open += QString::fromLatin1(TopValuesModel::fieldKey(facet));
    }
    QSettings().setValue(openKey, open);
}

} // namespace boxwatch
