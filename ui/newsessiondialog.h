// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/uiservices.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace boxwatch {

class ConnectionPanel;
class StreamForm;
class TokenField;

/// Asks what to watch and as whom, and proves the connection before anything starts.
class NewSessionDialog : public QDialog
{
    Q_OBJECT

public:
    /// \p existing is the file of a session that gets its stream now; empty makes a new one.
    NewSessionDialog(UiServices &services, const QString &existing, QWidget *parent = nullptr);

    StreamSettings settings() const;
    Connection connection() const; ///< with the token that was tested
    QString file() const;

signals:
    /// The connection test came to an end, well or not.
    void tested(bool good);

private:
    QWidget *buildForm(const QString &existing);
    QWidget *buildFoot();
    void fillAccounts();
    void accountChosen();
    void chooseFile();
    void typeChanged();
    void suggestFile();
    void test();
    void testWith(const Secret &token);
    void answered(const Result<AccountAnswer> &answer);
    void forgetTest();
    void refreshStart();
    void finish();
    QString host() const;
    bool entersToken() const;

    UiServices &m_services;
    QComboBox *m_account;
    TokenField *m_token;
    StreamForm *m_stream;
    QLineEdit *m_file;
    QLabel *m_fileNote = nullptr;
    ConnectionPanel *m_panel;
    QLabel *m_keepNote = nullptr;
    QPushButton *m_startButton = nullptr;
    bool m_fileIsOurs = true; ///< the person has not named it
    bool m_fixedFile = false;
    int m_testNumber = 0; ///< answers to an older test are dropped
    bool m_testing = false;
    Secret m_tested; ///< the token that Box accepted
    std::optional<AccountAnswer> m_answer;
};

} // namespace boxwatch
