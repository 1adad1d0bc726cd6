// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/signinform.h"

#include "ui/formrows.h"
#include "ui/jwtfilefield.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestId = 256;

Secret secretOf(const QLineEdit *field)
{
    return Secret(field->text().trimmed().toUtf8());
}

bool filled(const QLineEdit *field)
{
    return !field->text().trimmed().isEmpty();
}

} // namespace

QString signInMethodTitle(SignInMethod method)
{
    switch (method) {
    case SignInMethod::OAuth:
        return SignInForm::tr("Box in the browser");
    case SignInMethod::DeveloperToken:
        return SignInForm::tr("Developer token");
    case SignInMethod::ClientCredentials:
        return SignInForm::tr("Service account (client credentials)");
    case SignInMethod::Jwt:
        return SignInForm::tr("App configuration (JWT file)");
    }
    return {};
}

SignInForm::SignInForm(bool canKeep, QWidget *parent)
    : QWidget(parent)
    , m_method(new QComboBox)
    , m_pages(new QStackedWidget)
    , m_keep(new QCheckBox(tr("Keep in the system keychain")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(12));
    auto *way = new QWidget;
    QGridLayout *grid = formGrid(way);
    grid->setContentsMargins(0, 0, 0, 0);
    m_method->setAccessibleName(tr("Way to sign in"));
    addFormRow(grid, tr("Sign in with"), m_method);
    layout->addWidget(way);
    layout->addWidget(m_pages);

    // In the order of the pages.
    for (const SignInMethod method :
         {SignInMethod::OAuth, SignInMethod::DeveloperToken, SignInMethod::ClientCredentials,
          SignInMethod::Jwt})
        m_method->addItem(signInMethodTitle(method), static_cast<int>(method));
    m_pages->addWidget(buildOAuth());
    m_pages->addWidget(buildDeveloperToken());
    m_pages->addWidget(buildClientCredentials());
    m_pages->addWidget(buildJwt());

    m_keep->setEnabled(canKeep);
    m_keep->setChecked(canKeep);
    auto *kept = new QWidget;
    QGridLayout *keptGrid = formGrid(kept);
    keptGrid->setContentsMargins(0, 0, 0, 0);
    QLabel *note = formParagraph(
        canKeep
            ? tr("Unticked, it is forgotten when Boxwatch ends.")
            : tr("No keychain was found on this system: the sign-in is good for this run only."));
    addFormRow(keptGrid, {}, formColumn({m_keep, note}));
    layout->addWidget(kept);

    connect(m_method, &QComboBox::currentIndexChanged, this, &SignInForm::methodChosen);
    setFocusProxy(m_method);
    methodChosen();
}

QWidget *SignInForm::page(QGridLayout *grid, const QString &note)
{
    addFormRow(grid, {}, formParagraph(note));
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setRowStretch(grid->rowCount(), 1);
    return grid->parentWidget();
}

QLineEdit *SignInForm::plainField(const QString &name)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setMaxLength(longestId);
    connect(field, &QLineEdit::textChanged, this, &SignInForm::changed);
    return field;
}

QLineEdit *SignInForm::hiddenField(const QString &name)
{
    QLineEdit *field = secretField(name);
    connect(field, &QLineEdit::textChanged, this, &SignInForm::changed);
    return field;
}

QWidget *SignInForm::buildOAuth()
{
    QGridLayout *grid = formGrid(new QWidget);
    m_oauthId = plainField(tr("Client ID"));
    m_oauthSecret = hiddenField(tr("Client secret"));
    addFormRow(grid, tr("Client ID"), m_oauthId);
    addFormRow(grid, tr("Client secret"), m_oauthSecret);
    return page(
        grid,
        tr("Both stand in Box’s developer console, under Configuration of an app of your own with "
           "user authentication (OAuth 2.0). Enter http://127.0.0.1/callback there as a redirect "
           "URI. You sign in on Box’s own page; Boxwatch never sees your password."));
}

QWidget *SignInForm::buildDeveloperToken()
{
    QGridLayout *grid = formGrid(new QWidget);
    m_token = hiddenField(tr("Developer token"));
    addFormRow(grid, tr("Token"), m_token);
    return page(
        grid,
        tr("Made in Box’s developer console, under Configuration. It is good for an hour and "
           "cannot be renewed: for a look, not for a watch that lasts."));
}

QWidget *SignInForm::buildClientCredentials()
{
    QGridLayout *grid = formGrid(new QWidget);
    m_clientId = plainField(tr("Client ID"));
    m_clientSecret = hiddenField(tr("Client secret"));
    m_clientSubject = new QComboBox;
    m_clientSubject->setAccessibleName(tr("Act as"));
    m_clientSubject->addItem(tr("Service account of the enterprise"), false);
    m_clientSubject->addItem(tr("User"), true);
    m_clientSubjectId = plainField(tr("Enterprise or user ID"));
    m_clientSubjectId->setPlaceholderText(tr("Enterprise ID"));
    connect(m_clientSubject, &QComboBox::currentIndexChanged, this, [this] {
        m_clientSubjectId->setPlaceholderText(
            m_clientSubject->currentData().toBool() ? tr("User ID") : tr("Enterprise ID"));
        emit changed();
    });
    addFormRow(grid, tr("Client ID"), m_clientId);
    addFormRow(grid, tr("Client secret"), m_clientSecret);
    addFormRow(grid, tr("Act as"), formLine({m_clientSubject, m_clientSubjectId}));
    return page(
        grid,
        tr("For an app with server authentication (client credentials). An admin has to authorize "
           "the app in the Admin Console first, and again after each change of its scopes."));
}

QWidget *SignInForm::buildJwt()
{
    QGridLayout *grid = formGrid(new QWidget);
    m_jwt = new JwtFileField;
    connect(m_jwt, &JwtFileField::changed, this, &SignInForm::changed);
    m_jwtUser = plainField(tr("User ID"));
    m_jwtUser->setPlaceholderText(tr("Empty: the service account of the app"));
    addFormRow(grid, tr("File"), m_jwt);
    addFormRow(grid, tr("User ID"), m_jwtUser);
    return page(
        grid,
        tr("The JSON file that Box’s developer console offers when it makes a key pair. It is read "
           "once; with the keychain it is not needed any more and is best deleted."));
}

SignInMethod SignInForm::method() const
{
    return static_cast<SignInMethod>(m_method->currentData().toInt());
}

void SignInForm::setMethod(SignInMethod method)
{
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(method)));
}

void SignInForm::methodChosen()
{
    m_pages->setCurrentIndex(m_method->currentIndex());
    emit changed();
}

bool SignInForm::isComplete() const
{
    switch (method()) {
    case SignInMethod::OAuth:
        return filled(m_oauthId) && filled(m_oauthSecret);
    case SignInMethod::DeveloperToken:
        return filled(m_token);
    case SignInMethod::ClientCredentials:
        return filled(m_clientId) && filled(m_clientSecret) && filled(m_clientSubjectId);
    case SignInMethod::Jwt:
        return !m_jwt->content().isEmpty();
    }
    return false;
}

SignInRequest SignInForm::request() const
{
    SignInRequest request;
    request.method = method();
    request.keep = m_keep->isChecked();
    switch (request.method) {
    case SignInMethod::OAuth:
        request.clientId = m_oauthId->text().trimmed();
        request.clientSecret = secretOf(m_oauthSecret);
        break;
    case SignInMethod::DeveloperToken:
        request.developerToken = secretOf(m_token);
        break;
    case SignInMethod::ClientCredentials:
        request.clientId = m_clientId->text().trimmed();
        request.clientSecret = secretOf(m_clientSecret);
        request.subjectId = m_clientSubjectId->text().trimmed();
        request.subjectIsUser = m_clientSubject->currentData().toBool();
        break;
    case SignInMethod::Jwt:
        request.jwtConfiguration = m_jwt->content();
        request.subjectId = m_jwtUser->text().trimmed();
        request.subjectIsUser = !request.subjectId.isEmpty();
        break;
    }
    return request;
}

void SignInForm::clearSecrets()
{
    for (QLineEdit *field : {m_oauthSecret, m_token, m_clientSecret})
        field->clear();
    m_jwt->clear();
}

void SignInForm::focusFirst()
{
    switch (method()) {
    case SignInMethod::OAuth:
        m_oauthId->setFocus();
        break;
    case SignInMethod::DeveloperToken:
        m_token->setFocus();
        break;
    case SignInMethod::ClientCredentials:
        m_clientId->setFocus();
        break;
    case SignInMethod::Jwt:
        m_jwt->setFocus();
        break;
    }
}

} // namespace boxwatch
