// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/signindialog.h"

#include "ui/connectionreport.h"
#include "ui/formrows.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/signinform.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace boxwatch {

using namespace Qt::StringLiterals;

bool mayGoOnWith(const SessionOwner &session, const SessionOwner &account, StreamType type)
{
    if (session.isEmpty() || session.accountId == account.accountId)
        return true;
    return isEnterprise(type) && !session.enterpriseId.isEmpty()
        && session.enterpriseId == account.enterpriseId;
}

QString accountName(const SessionOwner &owner)
{
    QString words = plainLine(owner.name.isEmpty() ? owner.login : owner.name, 80);
    if (!owner.enterpriseName.isEmpty())
        words += u" · "_s + plainLine(owner.enterpriseName, 80);
    return words;
}

SignInDialog::SignInDialog(UiServices &services, Purpose purpose, QWidget *parent)
    : QDialog(parent)
    , m_services(services)
    , m_purpose(std::move(purpose))
    , m_account(new QComboBox)
    , m_form(new SignInForm(services.accounts && services.accounts->canKeep()))
    , m_report(new ConnectionReport)
    , m_pages(new QStackedWidget)
    , m_waiting(plainLabel())
    , m_url(new QLineEdit)
    , m_signIn(new QPushButton(tr("Sign in")))
    , m_cancel(new QPushButton(tr("Cancel")))
{
    setWindowTitle(m_purpose.forSession ? tr("Sign in") : tr("Add an account"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    layout->addWidget(buildHead());
    m_pages->addWidget(buildFormPage());
    m_pages->addWidget(buildWaitingPage());
    m_pages->addWidget(new QWidget);
    layout->addWidget(m_pages);
    layout->addWidget(m_report);
    layout->addStretch(1);
    layout->addWidget(buildFoot());
    connect(m_form, &SignInForm::changed, this, &SignInDialog::refresh);
    connect(m_account, &QComboBox::currentIndexChanged, this, &SignInDialog::accountChosen);
    setMinimumWidth(u(560));
    accountChosen();
    m_signIn->setDefault(true);
    if (entersNew())
        m_form->focusFirst();
}

SignInDialog::~SignInDialog() = default;

QWidget *SignInDialog::buildHead()
{
    auto *head = new QWidget;
    QGridLayout *grid = formGrid(head);
    grid->setContentsMargins(0, 0, 0, 0);
    const QString owner = accountName(m_purpose.session);
    if (!owner.isEmpty()) {
        QLabel *words = plainLabel(tr("This session holds events of %1.").arg(owner));
        words->setWordWrap(true);
        grid->addWidget(words, grid->rowCount(), 0, 1, 2);
    }
    if (!m_purpose.reason.isEmpty())
        grid->addWidget(formParagraph(plainLine(m_purpose.reason, 600)), grid->rowCount(), 0, 1, 2);
    m_account->setAccessibleName(tr("Account"));
    if (m_purpose.forSession && m_services.accounts) {
        for (const AccountEntry &entry : m_services.accounts->entries()) {
            if (mayGoOnWith(m_purpose.session, entry.owner, m_purpose.type))
                m_account->addItem(accountName(entry.owner), entry.owner.accountId);
        }
    }
    const bool some = m_account->count() > 0;
    m_account->addItem(tr("Sign in anew"));
    // Why it is asked: what is kept of the account that would be taken by itself did not do.
    m_account->setCurrentIndex(m_account->count() - 1);
    if (some)
        addFormRow(grid, tr("Account"), m_account);
    else
        m_account->setParent(head), m_account->hide();
    head->setVisible(some || !owner.isEmpty() || !m_purpose.reason.isEmpty());
    return head;
}

QWidget *SignInDialog::buildFormPage()
{
    return m_form;
}

QWidget *SignInDialog::buildWaitingPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(12));
    auto *line = new QHBoxLayout;
    line->setSpacing(u(8));
    QLabel *glyph = plainLabel();
    glyph->setPixmap(iconPixmap(u"clock"_s, u(16), Ink::Text2, devicePixelRatioF()));
    line->addWidget(glyph);
    line->addWidget(m_waiting, 1);
    layout->addLayout(line);

    m_urlPart = new QWidget;
    auto *part = new QVBoxLayout(m_urlPart);
    part->setContentsMargins(u(24), 0, 0, 0);
    part->setSpacing(u(4));
    part->addWidget(formParagraph(
        tr("Say yes on Box’s page and come back here. If no page opened, copy this address into "
           "a browser on this computer. It is good for five minutes.")));
    m_url->setReadOnly(true);
    m_url->setAccessibleName(tr("Address of Box’s page"));
    auto *copy = new QPushButton(tr("Copy"));
    copy->setIcon(icon(u"copy"_s));
    connect(copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_url->text());
    });
    part->addWidget(formLine({m_url, copy}));
    layout->addWidget(m_urlPart);
    layout->addStretch(1);
    return page;
}

QWidget *SignInDialog::buildFoot()
{
    auto *foot = new QWidget;
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(u(8));
    m_cancel->setMinimumWidth(u(88));
    m_signIn->setMinimumWidth(u(88));
    setPrimary(m_signIn);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_signIn);
    connect(m_cancel, &QPushButton::clicked, this, &SignInDialog::reject);
    connect(m_signIn, &QPushButton::clicked, this, [this] {
        if (m_answer)
            accept();
        else if (entersNew())
            signIn();
        else
            check(m_account->currentData().toString());
    });
    return foot;
}

bool SignInDialog::entersNew() const
{
    return m_account->currentData().toString().isEmpty();
}

QString SignInDialog::host() const
{
    return m_services.connection.network.apiUrl.host();
}

void SignInDialog::accountChosen()
{
    ++m_number;
    m_busy = false;
    m_answer.reset();
    m_report->showNothing();
    showPage(entersNew() ? FormPage : AnswerPage);
    if (!entersNew())
        check(m_account->currentData().toString());
}

void SignInDialog::signIn()
{
    if (!m_services.accounts || !m_form->isComplete() || m_busy)
        return;
    const int number = ++m_number;
    m_busy = true;
    m_waiting->setText(tr("Asking %1…").arg(plainLine(host(), 80)));
    m_urlPart->hide();
    m_report->showNothing();
    showPage(WaitingPage);
    auto attempt = m_services.accounts->signIn(
        m_form->request(), m_services.connection, m_purpose.type,
        [this, number](const QUrl &page) {
            if (number == m_number)
                waitForBrowser(page);
        },
        [this, number](const Result<SignedIn> &result) {
            if (number == m_number)
                signedIn(result);
        });
    // It may have answered already.
    if (m_busy && number == m_number)
        m_attempt = std::move(attempt);
}

void SignInDialog::waitForBrowser(const QUrl &consentPage)
{
    m_waiting->setText(tr("Waiting for the browser…"));
    m_url->setText(consentPage.toString(QUrl::FullyEncoded));
    m_url->setCursorPosition(0);
    m_urlPart->show();
}

void SignInDialog::signedIn(const Result<SignedIn> &result)
{
    m_busy = false;
    // Not at once: this is called by it.
    if (m_attempt)
        m_attempt.release()->deleteLater();
    if (!result) {
        showPage(FormPage);
        if (result.error().kind != Error::Kind::Cancelled)
            m_report->showError(host(), result.error());
        refresh();
        m_form->focusFirst();
        return;
    }
    m_form->clearSecrets();
    m_tokens = result->tokens;
    m_notKept = result->notKept;
    checked(result->answer);
    if (m_notKept) {
        m_report->addWarning(
            tr("The keychain did not take the sign-in, so it is good for this run only.") + u' '
            + sentenceFor(*m_notKept));
    } else if (!m_purpose.forSession && m_answer) {
        accept();
    }
}

void SignInDialog::check(const QString &accountId)
{
    if (!m_services.accounts || m_busy)
        return;
    const int number = ++m_number;
    m_busy = true;
    m_report->showAsking(host());
    refresh();
    m_services.accounts->tokens(
        accountId, m_services.connection, this,
        [this, number](const Result<TokenSourceFactory> &tokens) {
            if (number != m_number)
                return;
            if (!tokens) {
                checked(tokens.error());
                return;
            }
            m_tokens = *tokens;
            Connection connection = m_services.connection;
            connection.tokens = m_tokens;
            m_services.checkAccount(
                connection, m_purpose.type, this,
                [this, number](const Result<AccountAnswer> &answer) {
                    if (number == m_number)
                        checked(answer);
                });
        });
}

void SignInDialog::checked(const Result<AccountAnswer> &answer)
{
    m_busy = false;
    if (!answer) {
        m_report->showError(host(), answer.error());
        refresh();
        return;
    }
    const bool ours = mayGoOnWith(m_purpose.session, answer->owner, m_purpose.type);
    m_report->showAnswer(host(), *answer, m_purpose.type);
    const bool refused = m_purpose.forSession && answer->streamRefused
        && answer->streamRefused->kind == Error::Kind::Forbidden;
    if (ours && !refused) {
        m_answer = *answer;
        showPage(AnswerPage);
    } else if (ours) {
        // With another account, or with this one once an admin has helped.
        showPage(entersNew() ? FormPage : AnswerPage);
    } else {
        m_report->addWarning(
            tr("This session belongs to %1 and goes on only with them. The account is signed in; "
               "to watch its events, begin a new session.")
                .arg(accountName(m_purpose.session)));
        showPage(entersNew() ? FormPage : AnswerPage);
    }
    refresh();
    // The button was away while the sign-in ran, and with it the focus.
    if (m_answer && m_signIn->isEnabled())
        m_signIn->setFocus();
}

void SignInDialog::showPage(Page page)
{
    // A page that is not shown must not keep its room.
    for (int other = 0; other < m_pages->count(); ++other) {
        m_pages->widget(other)->setSizePolicy(
            QSizePolicy::Preferred, other == page ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    }
    m_pages->setCurrentIndex(page);
    m_pages->setVisible(page != AnswerPage);
    refresh();
}

void SignInDialog::refresh()
{
    fitHeight(this);
    const bool waiting = m_busy && m_pages->currentIndex() == WaitingPage;
    m_account->setEnabled(!waiting);
    m_signIn->setVisible(!waiting);
    if (m_answer)
        m_signIn->setText(m_purpose.forSession ? tr("Start") : tr("Go on"));
    else
        m_signIn->setText(entersNew() ? tr("Sign in") : tr("Check again"));
    m_signIn->setEnabled(!m_busy && (m_answer || !entersNew() || m_form->isComplete()));
}

// While the browser is waited for, Cancel ends the waiting; the form stays as it was.
void SignInDialog::reject()
{
    if (m_busy && m_pages->currentIndex() == WaitingPage) {
        ++m_number;
        m_busy = false;
        m_attempt.reset();
        showPage(FormPage);
        m_form->focusFirst();
        return;
    }
    QDialog::reject();
}

} // namespace boxwatch
