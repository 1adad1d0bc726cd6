// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/uiservices.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace boxwatch {

/// The accounts that a person is signed in to: how, and whether they are kept. Adds and signs out.
class AccountsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AccountsDialog(UiServices &services, QWidget *parent = nullptr);

private:
    void fill();
    void add();
    void askToSignOut();
    void signOut(const AccountEntry &entry);
    void refresh();
    std::optional<AccountEntry> chosen() const;

    UiServices &m_services;
    QTreeWidget *m_list;
    QLabel *m_note;
    QPushButton *m_signOut;
    bool m_busy = false;
};

} // namespace boxwatch
