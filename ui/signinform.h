// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/signin.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace boxwatch {

class JwtFileField;

/// Asks how a person signs in, what that way needs, and whether it is kept. Shows no secret.
class SignInForm : public QWidget
{
    Q_OBJECT

public:
    /// \p canKeep is whether there is a keychain.
    explicit SignInForm(bool canKeep, QWidget *parent = nullptr);

    SignInMethod method() const;
    void setMethod(SignInMethod method);

    bool isComplete() const; ///< everything that the way needs is there
    SignInRequest request() const; ///< of what is entered now

    /// Forgets the secrets that were typed; the rest stays.
    void clearSecrets();
    void focusFirst();

signals:
    void changed();

private:
    QWidget *buildOAuth();
    QWidget *buildDeveloperToken();
    QWidget *buildClientCredentials();
    QWidget *buildJwt();
    QWidget *page(QGridLayout *grid, const QString &note);
    QLineEdit *plainField(const QString &name);
    QLineEdit *hiddenField(const QString &name);
    void methodChosen();

    QComboBox *m_method;
    QStackedWidget *m_pages;
    QCheckBox *m_keep;
    QLineEdit *m_oauthId = nullptr;
    QLineEdit *m_oauthSecret = nullptr;
    QLineEdit *m_token = nullptr;
    QLineEdit *m_clientId = nullptr;
    QLineEdit *m_clientSecret = nullptr;
    QComboBox *m_clientSubject = nullptr;
    QLineEdit *m_clientSubjectId = nullptr;
    JwtFileField *m_jwt = nullptr;
    QLineEdit *m_jwtUser = nullptr;
};

QString signInMethodTitle(SignInMethod method); ///< "Box in the browser"

} // namespace boxwatch
