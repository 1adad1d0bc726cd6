// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>
#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace boxwatch {

/// Chooses the event types that Box is asked for at all. What is not chosen is never captured.
class TypeChooser : public QDialog
{
    Q_OBJECT

public:
    explicit TypeChooser(const QByteArrayList &chosen, QWidget *parent = nullptr);

    QByteArrayList chosen() const;

private:
    void fill(const QByteArrayList &chosen);
    void search(const QString &words);
    void refresh();

    QTreeWidget *m_tree;
    QLabel *m_count;
    QPushButton *m_ok;
};

} // namespace boxwatch
