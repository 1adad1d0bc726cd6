// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/windowdialogs.h"

#include "ui/accountsdialog.h"
#include "ui/networkdialog.h"
#include "ui/newsessiondialog.h"
#include "ui/plaintext.h"
#include "ui/sessionpage.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

namespace boxwatch {

WindowDialogs::WindowDialogs(UiServices &services, QWidget *window)
    : QObject(window)
    , m_services(services)
    , m_window(window)
{
}

NewSessionDialog *WindowDialogs::showNewSession(SessionPage *page)
{
    auto *dialog = new NewSessionDialog(
        m_services, page ? page->session().path() : QString(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QPointer<SessionPage> target(page);
    connect(dialog, &QDialog::accepted, this, [this, dialog, page, target] {
        if (target)
            target->startFirst(dialog->settings(), dialog->connection(), dialog->account());
        else if (!page)
            emit newSession(
                dialog->file(), dialog->settings(), dialog->connection(), dialog->account());
    });
    dialog->open();
    return dialog;
}

void WindowDialogs::showOpen(const QString &folder)
{
    auto *files = new QFileDialog(
        m_window, tr("Open a session"), folder,
        tr("Boxwatch sessions (*.boxwatch);;All files (*)"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::ExistingFiles);
    connect(files, &QFileDialog::filesSelected, this, &WindowDialogs::openFiles);
    files->open();
}

AccountsDialog *WindowDialogs::showAccounts()
{
    auto *dialog = new AccountsDialog(m_services, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

NetworkDialog *WindowDialogs::showNetwork()
{
    const bool canKeep = m_services.accounts && m_services.accounts->canKeep();
    auto *dialog = new NetworkDialog(m_services.connection.network, canKeep, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { useNetwork(dialog->settings()); });
    dialog->open();
    return dialog;
}

void WindowDialogs::useNetwork(const NetworkSettings &network)
{
    m_services.connection.network = network;
    if (!m_services.keepNetwork)
        return;
    m_services.keepNetwork(network, this, [this](const Result<void> &kept) {
        if (kept) {
            emit note(tr("The network settings count from the next start of a stream"));
            return;
        }
        plainMessage(
            m_window, tr("Network"), tr("The keychain did not take the password of the proxy."),
            sentenceFor(kept.error()) + QLatin1Char(' ') + tr("It is good for this run."))
            ->open();
    });
}

void WindowDialogs::askToEndExport(const std::function<void()> &go)
{
    auto *box = plainMessage(
        m_window, tr("Export running"), tr("An export is still running."),
        tr("The file appears only when it is complete. Closing now leaves none."));
    QPushButton *end = box->addButton(
        tr("Close and cancel the export"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep running"), QMessageBox::RejectRole));
    connect(end, &QPushButton::clicked, this, go);
    box->open();
}

} // namespace boxwatch
