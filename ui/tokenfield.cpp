// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tokenfield.h"

#include "ui/plaintext.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace boxwatch {

TokenField::TokenField(bool canKeep, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_keychain(new QRadioButton(tr("Keep in the system keychain"), this))
    , m_thisRun(new QRadioButton(tr("For this run only"), this))
{
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setPlaceholderText(tr("Access token or developer token"));
    m_edit->setAccessibleName(tr("Access token"));
    m_edit->setMaxLength(8'192);
    // No spelling, no learning: what is typed here is nobody's business.
    m_edit->setInputMethodHints(
        Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
        | Qt::ImhNoAutoUppercase);
    m_keychain->setEnabled(canKeep);
    m_keychain->setChecked(canKeep);
    m_thisRun->setChecked(!canKeep);
    if (!canKeep)
        setPlainTip(m_keychain, tr("No keychain was found on this system"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(6));
    layout->addWidget(m_edit);
    auto *keep = new QHBoxLayout;
    keep->setSpacing(u(16));
    keep->addWidget(m_keychain);
    keep->addWidget(m_thisRun);
    keep->addStretch();
    layout->addLayout(keep);
    setFocusProxy(m_edit);

    connect(m_edit, &QLineEdit::textChanged, this, &TokenField::changed);
    connect(m_edit, &QLineEdit::editingFinished, this, &TokenField::finished);
}

Secret TokenField::token() const
{
    return Secret(m_edit->text().trimmed().toUtf8());
}

bool TokenField::keep() const
{
    return m_keychain->isChecked();
}

void TokenField::clear()
{
    m_edit->clear();
}

SignInDialog::SignInDialog(
    const QString &account, const QString &reason, bool canKeep, QWidget *parent)
    : QDialog(parent)
    , m_field(new TokenField(canKeep, this))
{
    setWindowTitle(tr("Sign in"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    QLabel *words = plainLabel(
        account.isEmpty() ? tr("A token of the account whose events are watched:")
                          : tr("A token of %1:").arg(plainLine(account, 120)));
    layout->addWidget(words);
    if (!reason.isEmpty()) {
        QLabel *why = plainLabel(plainLine(reason, 600));
        why->setWordWrap(true);
        why->setFont(Theme::instance().secondaryFont());
        layout->addWidget(why);
    }
    layout->addWidget(m_field);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(u(8));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *signIn = new QPushButton(tr("Sign in"), this);
    setPrimary(signIn);
    signIn->setDefault(true);
    signIn->setEnabled(false);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(signIn);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(signIn, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_field, &TokenField::changed, this, [this, signIn] {
        signIn->setEnabled(!m_field->token().isEmpty());
    });
    m_field->setFocus();
    setMinimumWidth(u(480));
}

Secret SignInDialog::token() const
{
    return m_field->token();
}

bool SignInDialog::keep() const
{
    return m_field->keep();
}

} // namespace boxwatch
