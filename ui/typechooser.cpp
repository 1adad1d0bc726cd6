// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/typechooser.h"

#include "core/event/eventcatalogue.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int nameRole = Qt::UserRole;

} // namespace

TypeChooser::TypeChooser(const QByteArrayList &chosen, For purpose, QWidget *parent)
    : QDialog(parent)
    , m_all(new QRadioButton(tr("All types"), this))
    , m_some(new QRadioButton(tr("Only these:"), this))
    , m_find(new QLineEdit(this))
    , m_tree(new QTreeWidget(this))
    , m_count(plainLabel({}, this))
    , m_ok(new QPushButton(tr("Choose"), this))
{
    setWindowTitle(tr("Event types to ask for"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(8));
    const bool running = purpose == For::RunningSession;
    QString text = tr(
        "Box sends only these types. The others are never captured and cannot be found later. To "
        "hide types for a while, ask for all and untick them in the window.");
    if (running)
        text += u' ' + tr("A change counts from now on; the place in the stream is kept.");
    QLabel *words = plainLabel(text);
    words->setWordWrap(true);
    layout->addWidget(words);
    layout->addWidget(m_all);
    layout->addWidget(m_some);
    m_all->setVisible(running);
    m_some->setVisible(running);
    m_all->setChecked(running && chosen.isEmpty());
    m_some->setChecked(!m_all->isChecked());
    auto *find = m_find;
    find->setPlaceholderText(tr("Find a type"));
    find->setAccessibleName(tr("Find a type"));
    find->setClearButtonEnabled(true);
    find->addAction(icon(u"search"_s, Ink::Text3), QLineEdit::LeadingPosition);
    layout->addWidget(find);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("Event types to ask for"));
    layout->addWidget(m_tree, 1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(u(8));
    foot->addWidget(m_count, 1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    foot->addWidget(cancel);
    foot->addWidget(m_ok);
    setPrimary(m_ok);
    m_ok->setDefault(true);
    layout->addLayout(foot);
    fill(chosen);
    connect(m_all, &QRadioButton::toggled, this, &TypeChooser::refresh);
    connect(find, &QLineEdit::textChanged, this, &TypeChooser::search);
    connect(m_tree, &QTreeWidget::itemChanged, this, &TypeChooser::refresh);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &QDialog::accept);
    refresh();
    resize(u(480), u(560));
}

void TypeChooser::fill(const QByteArrayList &chosen)
{
    const EventCatalogue &catalogue = EventCatalogue::instance();
    for (const QString &category : catalogue.categories()) {
        auto *group = new QTreeWidgetItem({category});
        for (const EventType &type : catalogue.types()) {
            // Box ignores a type that it does not document as a filter, and then sends all.
            if (!type.filterable || type.category != category)
                continue;
            const QString name = QString::fromUtf8(type.name);
            auto *item = new QTreeWidgetItem(
                group, {type.ambiguousLabel ? u"%1 (%2)"_s.arg(type.label, name) : type.label});
            item->setData(0, nameRole, type.name);
            item->setCheckState(0, chosen.contains(type.name) ? Qt::Checked : Qt::Unchecked);
        }
        if (group->childCount() == 0) {
            delete group;
            continue;
        }
        group->setFlags(group->flags() | Qt::ItemIsAutoTristate | Qt::ItemIsUserCheckable);
        m_tree->addTopLevelItem(group);
    }
}

void TypeChooser::search(const QString &words)
{
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        QTreeWidgetItem *group = m_tree->topLevelItem(g);
        bool any = false;
        for (int t = 0; t < group->childCount(); ++t) {
            QTreeWidgetItem *item = group->child(t);
            const bool fits = item->text(0).contains(words.trimmed(), Qt::CaseInsensitive)
                || QString::fromUtf8(item->data(0, nameRole).toByteArray())
                       .contains(words.trimmed(), Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
        }
        group->setHidden(!any);
        group->setExpanded(any && !words.trimmed().isEmpty());
    }
}

QByteArrayList TypeChooser::chosen() const
{
    return m_all->isChecked() ? QByteArrayList() : ticked();
}

QByteArrayList TypeChooser::ticked() const
{
    QByteArrayList names;
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        const QTreeWidgetItem *group = m_tree->topLevelItem(g);
        for (int t = 0; t < group->childCount(); ++t) {
            if (group->child(t)->checkState(0) == Qt::Checked)
                names += group->child(t)->data(0, nameRole).toByteArray();
        }
    }
    return names;
}

void TypeChooser::refresh()
{
    const bool all = m_all->isChecked();
    const auto count = ticked().size();
    m_find->setEnabled(!all);
    m_tree->setEnabled(!all);
    m_count->setText(all ? QString() : tr("%n type(s)", nullptr, static_cast<int>(count)));
    m_ok->setEnabled(all || count > 0);
}

} // namespace boxwatch
