// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/uiservices.h"

#include <QDialog>

#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace boxwatch {

class ConnectionReport;
class SignInForm;

/// Signs a person in: to add an account, or to go on with a session whose account is not at hand.
///
/// For a session it offers the accounts that are known, says whose sign-in it is before anything
/// starts, and refuses one that the session does not belong to.
class SignInDialog : public QDialog
{
    Q_OBJECT

public:
    struct Purpose
    {
        SessionOwner session; ///< whose the session is, empty for a new one
        bool forSession = false; ///< a session goes on with it; else an account is added
        StreamType type = StreamType::AdminLogs; ///< what it has to be good for
        QString reason; ///< why the person is asked, may be empty
    };

    SignInDialog(UiServices &services, Purpose purpose, QWidget *parent = nullptr);
    ~SignInDialog() override;

    /// Of the account that was signed in; after accepted().
    TokenSourceFactory tokens() const { return m_tokens; }
    const AccountAnswer &answer() const
    {
        static const AccountAnswer none;
        return m_answer ? *m_answer : none;
    }
    std::optional<Error> notKept() const { return m_notKept; }

    SignInForm &form() { return *m_form; }

    void reject() override;

private:
    enum Page { FormPage, WaitingPage, AnswerPage };

    QWidget *buildHead();
    QWidget *buildFormPage();
    QWidget *buildWaitingPage();
    QWidget *buildFoot();
    void accountChosen();
    void signIn();
    void waitForBrowser(const QUrl &consentPage);
    void signedIn(const Result<SignedIn> &result);
    void check(const QString &accountId);
    void checked(const Result<AccountAnswer> &answer);
    void showPage(Page page);
    void refresh();
    bool entersNew() const;
    QString host() const;

    UiServices &m_services;
    Purpose m_purpose;
    QComboBox *m_account;
    SignInForm *m_form;
    ConnectionReport *m_report;
    QStackedWidget *m_pages;
    QLabel *m_waiting;
    QLineEdit *m_url;
    QWidget *m_urlPart;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    std::unique_ptr<QObject> m_attempt; ///< destroyed, the sign-in ends without an answer
    int m_number = 0; ///< answers to an older question are dropped
    bool m_busy = false;
    TokenSourceFactory m_tokens;
    std::optional<AccountAnswer> m_answer;
    std::optional<Error> m_notKept;
};

/// Any admin may go on with the events of their enterprise; a user's own events are theirs alone.
bool mayGoOnWith(const SessionOwner &session, const SessionOwner &account, StreamType type);

QString accountName(const SessionOwner &owner); ///< "Mara Okafor · Aldermoor Instruments"

} // namespace boxwatch
