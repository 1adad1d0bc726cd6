// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/savedquerydialogs.h"

#include "ui/filterwords.h"
#include "ui/formrows.h"
#include "ui/plaintext.h"
#include "ui/savedqueries.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace boxwatch {

namespace {

constexpr int nameRole = Qt::UserRole + 1;

QVBoxLayout *dialogLayout(QDialog *dialog, const QString &title)
{
    dialog->setWindowTitle(title);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    return layout;
}

} // namespace

SaveQueryDialog::SaveQueryDialog(
    const EventFilter &filter, const QString &suggestion, QWidget *parent)
    : QDialog(parent)
    , m_filter(filter)
    , m_name(new QLineEdit)
    , m_words(formNote())
{
    QVBoxLayout *layout = dialogLayout(this, tr("Save query"));
    auto *form = new QWidget;
    QGridLayout *grid = formGrid(form);
    grid->setContentsMargins(0, 0, 0, 0);
    m_name->setAccessibleName(tr("Name"));
    m_name->setMaxLength(SavedQueries::longestName);
    m_name->setText(SavedQueries::cleanName(suggestion));
    m_name->selectAll();
    m_name->setMinimumWidth(u(280));
    addFormRow(grid, tr("Name"), m_name);
    QLabel *query = formParagraph(filterInWords(filter));
    query->setMinimumHeight(u(28));
    addFormRow(grid, tr("Query"), query);
    layout->addWidget(form);
    m_words->setMinimumHeight(u(16));
    layout->addWidget(m_words);
    auto *buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    setPrimary(m_save);
    m_save->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SaveQueryDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, &SaveQueryDialog::check);
    check();
    m_name->setFocus();
}

QString SaveQueryDialog::name() const
{
    return SavedQueries::cleanName(m_name->text());
}

void SaveQueryDialog::check()
{
    const QList<SavedQuery> saved = SavedQueries::saved();
    const bool known = std::ranges::any_of(saved, [this](const SavedQuery &query) {
        return query.name.compare(name(), Qt::CaseInsensitive) == 0;
    });
    const bool full = !known && saved.size() >= SavedQueries::mostSaved;
    QString words;
    if (full)
        words = tr("%1 queries are saved, which is as many as there can be. Delete one first.")
                    .arg(SavedQueries::mostSaved);
    else if (known)
        words = tr("Replaces the query of this name.");
    else if (m_filter.span)
        words = tr("The span of time is not saved. “after:-2h” in the query would be.");
    m_words->setText(words);
    m_save->setEnabled(!name().isEmpty() && !full);
}

void SaveQueryDialog::save()
{
    if (SavedQueries::save({name(), m_filter}))
        accept();
    else
        check();
}

ManageQueriesDialog::ManageQueriesDialog(QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget)
    , m_words(formNote())
{
    QVBoxLayout *layout = dialogLayout(this, tr("Saved queries"));
    m_list->setAccessibleName(tr("Saved queries"));
    m_list->setMinimumSize(u(400), u(240));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    layout->addWidget(m_list, 1);
    m_words->setMinimumHeight(u(16));
    m_words->setWordWrap(true);
    layout->addWidget(m_words);
    auto *buttons = new QDialogButtonBox;
    m_rename = buttons->addButton(tr("Rename"), QDialogButtonBox::ActionRole);
    m_delete = buttons->addButton(tr("Delete"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    for (QAbstractButton *button : buttons->buttons())
        static_cast<QPushButton *>(button)->setAutoDefault(false);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_rename, &QPushButton::clicked, this, &ManageQueriesDialog::renameCurrent);
    connect(m_delete, &QPushButton::clicked, this, &ManageQueriesDialog::deleteCurrent);
    connect(m_list, &QListWidget::currentItemChanged, this, &ManageQueriesDialog::refresh);
    connect(m_list, &QListWidget::itemChanged, this, &ManageQueriesDialog::wasEdited);
    fill({});
    m_list->setFocus();
}

void ManageQueriesDialog::fill(const QString &current)
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const SavedQuery &query : SavedQueries::saved()) {
        auto *item = new QListWidgetItem(query.name, m_list);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setData(nameRole, query.name);
        item->setData(Qt::ToolTipRole, plainTip(filterInWords(query.filter)));
        if (query.name == current)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(0);
    refresh();
}

void ManageQueriesDialog::refresh()
{
    const QListWidgetItem *item = m_list->currentItem();
    m_rename->setEnabled(item);
    m_delete->setEnabled(item);
    if (!item) {
        m_words->setText(tr("No query is saved yet."));
        return;
    }
    const QString name = item->data(nameRole).toString();
    for (const SavedQuery &query : SavedQueries::saved()) {
        if (query.name == name)
            m_words->setText(filterInWords(query.filter));
    }
}

void ManageQueriesDialog::renameCurrent()
{
    if (QListWidgetItem *item = m_list->currentItem()) {
        m_list->setFocus();
        m_list->editItem(item);
    }
}

void ManageQueriesDialog::wasEdited(QListWidgetItem *item)
{
    const QString before = item->data(nameRole).toString();
    const QString wanted = SavedQueries::cleanName(item->text());
    const bool renamed = SavedQueries::rename(before, wanted);
    // Later: the list is still at work with the item.
    QMetaObject::invokeMethod(
        this,
        [this, name = renamed ? wanted : before, renamed, wanted] {
            fill(name);
            if (!renamed)
                m_words->setText(
                    wanted.isEmpty() ? tr("A query needs a name.")
                                     : tr("There is another query of that name."));
        },
        Qt::QueuedConnection);
}

void ManageQueriesDialog::deleteCurrent()
{
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    SavedQueries::remove(m_list->item(row)->data(nameRole).toString());
    fill({});
    m_list->setCurrentRow(std::min(row, m_list->count() - 1));
}

} // namespace boxwatch
