// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/accountsdialog.h"

#include "ui/formrows.h"
#include "ui/plaintext.h"
#include "ui/signindialog.h"
#include "ui/signinform.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int idRole = Qt::UserRole;

} // namespace

AccountsDialog::AccountsDialog(UiServices &services, QWidget *parent)
    : QDialog(parent)
    , m_services(services)
    , m_list(new QTreeWidget)
    , m_note(formParagraph())
    , m_signOut(new QPushButton(tr("Sign out…")))
{
    setWindowTitle(tr("Accounts"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    m_list->setAccessibleName(tr("Accounts"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setHeaderLabels({tr("Account"), tr("Enterprise"), tr("Signed in with"), tr("Kept")});
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < 4; ++column)
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    const auto paint = [this] {
        QPalette palette = m_list->palette();
        palette.setColor(QPalette::Highlight, color(Ink::Selection));
        palette.setColor(QPalette::HighlightedText, color(Ink::Text));
        m_list->setPalette(palette);
    };
    paint();
    connect(&Theme::instance(), &Theme::changed, this, paint);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_note);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(u(8));
    auto *addButton = new QPushButton(tr("Add account…"));
    auto *close = new QPushButton(tr("Close"));
    close->setMinimumWidth(u(88));
    buttons->addWidget(addButton);
    buttons->addWidget(m_signOut);
    buttons->addStretch(1);
    buttons->addWidget(close);
    layout->addLayout(buttons);

    connect(addButton, &QPushButton::clicked, this, &AccountsDialog::add);
    connect(m_signOut, &QPushButton::clicked, this, &AccountsDialog::askToSignOut);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &AccountsDialog::refresh);
    fill();
    resize(u(720), u(360));
}

void AccountsDialog::fill()
{
    m_list->clear();
    if (m_services.accounts) {
        for (const AccountEntry &entry : m_services.accounts->entries()) {
            QString who = plainLine(entry.owner.name, 80);
            if (who.isEmpty())
                who = plainLine(entry.owner.login, 120);
            else if (!entry.owner.login.isEmpty())
                who += u" ("_s + plainLine(entry.owner.login, 120) + u')';
            auto *item = new QTreeWidgetItem(
                {who, plainLine(entry.owner.enterpriseName, 80), signInMethodTitle(entry.method),
                 entry.kept ? tr("In the keychain") : tr("For this run")});
            item->setData(0, idRole, entry.owner.accountId);
            item->setSizeHint(0, {0, u(24)});
            m_list->addTopLevelItem(item);
        }
    }
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    refresh();
}

std::optional<AccountEntry> AccountsDialog::chosen() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item || !m_services.accounts)
        return {};
    const QString id = item->data(0, idRole).toString();
    for (const AccountEntry &entry : m_services.accounts->entries()) {
        if (entry.owner.accountId == id)
            return entry;
    }
    return {};
}

void AccountsDialog::refresh()
{
    m_signOut->setEnabled(!m_busy && m_list->currentItem() && m_list->currentItem()->isSelected());
    if (m_busy)
        return;
    if (m_list->topLevelItemCount() == 0)
        m_note->setText(tr("Nobody is signed in."));
    else if (m_services.accounts && !m_services.accounts->canKeep())
        m_note->setText(
            tr("No keychain was found on this system: sign-ins are good for this run."));
    else
        m_note->setText(tr("Sessions on disk stay when their account is signed out."));
}

void AccountsDialog::add()
{
    auto *dialog = new SignInDialog(m_services, {}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, &AccountsDialog::fill);
    dialog->open();
}

void AccountsDialog::askToSignOut()
{
    const std::optional<AccountEntry> entry = chosen();
    if (!entry)
        return;
    auto *box = plainMessage(
        this, tr("Sign out"), tr("Sign out %1?").arg(accountName(entry->owner)),
        tr("Box is told to take the sign-in back, and it is forgotten here. Streams that run with "
           "it stop getting events. Sessions stay."));
    QPushButton *go = box->addButton(tr("Sign out"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(go, &QPushButton::clicked, this, [this, found = *entry] { signOut(found); });
    box->open();
}

void AccountsDialog::signOut(const AccountEntry &entry)
{
    m_busy = true;
    m_note->setText(tr("Signing out %1…").arg(accountName(entry.owner)));
    refresh();
    m_services.accounts->signOut(
        entry.owner.accountId, m_services.connection, this, [this](const Result<void> &done) {
            m_busy = false;
            fill();
            if (!done)
                m_note->setText(
                    tr("Not everything went well:") + u' '
                    + plainLine(sentenceFor(done.error()), 600));
        });
}

} // namespace boxwatch
