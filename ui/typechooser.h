// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>
#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QTreeWidget;

namespace boxwatch {

/// Chooses the event types that Box is asked for at all. What is not chosen is never captured.
class TypeChooser : public QDialog
{
    Q_OBJECT

public:
    enum class For {
        NewSession, ///< some types only; all is chosen elsewhere
        RunningSession, ///< all, or some only, from now on
    };

    TypeChooser(const QByteArrayList &chosen, For purpose, QWidget *parent = nullptr);

    QByteArrayList chosen() const; ///< empty: all types

private:
    void fill(const QByteArrayList &chosen);
    void search(const QString &words);
    void refresh();
    QByteArrayList ticked() const;

    QRadioButton *m_all;
    QRadioButton *m_some;
    QLineEdit *m_find;
    QTreeWidget *m_tree;
    QLabel *m_count;
    QPushButton *m_ok;
};

} // namespace boxwatch
