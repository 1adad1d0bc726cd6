// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAbstractButton;
class QMenu;

namespace boxwatch {

class QueryEdit;

/// The field for the query, between the button for saved ones and those that save it and explain it.
class QueryRow final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryRow(QWidget *parent = nullptr);

    QueryEdit *field() const { return m_field; }

    /// Filled by whoever hears its aboutToShow().
    QMenu *savedMenu() const { return m_menu; }

    void setCanSave(bool can);
    void setHelpShown(bool shown);

signals:
    void saveAsked();
    void helpToggled(bool shown);

private:
    QueryEdit *m_field;
    QMenu *m_menu;
    QAbstractButton *m_save;
    QAbstractButton *m_help;
};

} // namespace boxwatch
