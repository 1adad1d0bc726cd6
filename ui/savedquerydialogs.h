// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace boxwatch {

/// Asks for a name and saves a query under it.
class SaveQueryDialog final : public QDialog
{
    Q_OBJECT

public:
    SaveQueryDialog(const EventFilter &filter, const QString &suggestion, QWidget *parent);

    QString name() const;

private:
    void check();
    void save();

    EventFilter m_filter;
    QLineEdit *m_name;
    QLabel *m_words;
    QPushButton *m_save;
};

/// The saved queries, to rename and to delete.
class ManageQueriesDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ManageQueriesDialog(QWidget *parent);

private:
    void fill(const QString &current);
    void renameCurrent();
    void wasEdited(QListWidgetItem *item);
    void deleteCurrent();
    void refresh();

    QListWidget *m_list;
    QLabel *m_words;
    QPushButton *m_rename;
    QPushButton *m_delete;
};

} // namespace boxwatch
