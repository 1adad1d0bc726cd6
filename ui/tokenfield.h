// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/secret.h"

#include <QDialog>
#include <QWidget>

#include <functional>

class QLineEdit;
class QRadioButton;

namespace boxwatch {

/// Where a person types an access token, and says where it is kept. Never shows it.
class TokenField : public QWidget
{
    Q_OBJECT

public:
    /// \p canKeep is whether there is a keychain.
    explicit TokenField(bool canKeep, QWidget *parent = nullptr);

    Secret token() const; ///< without spaces around it; empty if nothing was typed
    bool keep() const;
    void clear();
    QLineEdit *lineEdit() const { return m_edit; }

signals:
    void changed();
    void finished(); ///< Return, or the field was left

private:
    QLineEdit *m_edit;
    QRadioButton *m_keychain;
    QRadioButton *m_thisRun;
};

/// Asks for the token of an account whose token is not there any more.
class SignInDialog : public QDialog
{
    Q_OBJECT

public:
    SignInDialog(
        const QString &account, const QString &reason, bool canKeep, QWidget *parent = nullptr);

    Secret token() const;
    bool keep() const;

private:
    TokenField *m_field;
};

} // namespace boxwatch
