// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/capturesettings.h"
#include "ui/uiservices.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace boxwatch {

class ConnectionPanel;
class SignInDialog;
class StreamForm;

/// Asks what to watch and as whom, and proves the connection before anything starts.
class NewSessionDialog : public QDialog
{
    Q_OBJECT

public:
    /// \p existing is the file of a session that gets its stream now; empty makes a new one.
    NewSessionDialog(UiServices &services, const QString &existing, QWidget *parent = nullptr);

    CaptureSettings settings() const;
    Connection connection() const; ///< as the account that was tested
    QString account() const; ///< id of the one that is chosen, empty if none
    QString file() const;

    /// Asks for an account that is not in the list.
    SignInDialog *addAccount();

signals:
    /// The connection test came to an end, well or not.
    void tested(bool good);

private:
    QWidget *buildForm(const QString &existing);
    QWidget *buildAccount();
    QWidget *buildFile(const QString &existing);
    QWidget *buildFoot();
    void fillAccounts();
    void accountAdded(const SignInDialog &dialog);
    void accountChosen();
    void chooseFile();
    void typeChanged();
    void suggestFile();
    void test();
    void testWith(const TokenSourceFactory &tokens);
    void answered(const Result<AccountAnswer> &answer);
    void forgetTest();
    void refreshStart();
    void finish();
    QString host() const;

    UiServices &m_services;
    QComboBox *m_account;
    StreamForm *m_stream;
    QLineEdit *m_file;
    QLabel *m_fileNote = nullptr;
    ConnectionPanel *m_panel;
    QPushButton *m_add = nullptr;
    QPushButton *m_startButton = nullptr;
    bool m_fileIsOurs = true; ///< the person has not named it
    bool m_fixedFile = false;
    int m_testNumber = 0; ///< answers to an older test are dropped
    bool m_testing = false;
    TokenSourceFactory m_tokens; ///< of the account that was tested
    std::optional<AccountAnswer> m_answer;
};

} // namespace boxwatch
