// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/connection.h"

#include <QDialog>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace boxwatch {

class IntervalField;

/// Asks how Box is reached: proxy, further authorities, address, and how long an answer may take.
class NetworkDialog : public QDialog
{
    Q_OBJECT

public:
    /// \p canKeep is whether there is a keychain for the password of a proxy.
    NetworkDialog(const NetworkSettings &settings, bool canKeep, QWidget *parent = nullptr);

    NetworkSettings settings() const; ///< as entered; checked once accepted()

private:
    void addProxyRows(QGridLayout *grid, bool canKeep);
    void addServerRows(QGridLayout *grid);
    QWidget *buildFoot();
    void fill(const NetworkSettings &settings);
    void chooseAuthorities();
    void refresh();
    void check();
    ProxySettings proxy() const;

    NetworkSettings m_before; ///< what the dialog does not ask for stays
    QComboBox *m_kind;
    QLineEdit *m_host;
    QSpinBox *m_port;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLineEdit *m_authorities;
    QLineEdit *m_api;
    IntervalField *m_answer;
    IntervalField *m_signIn;
    QWidget *m_server = nullptr;
    QWidget *m_login = nullptr;
    QLabel *m_proxyNote = nullptr;
    QLabel *m_trouble;
};

} // namespace boxwatch
