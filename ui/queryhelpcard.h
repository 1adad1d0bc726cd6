// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QToolButton;
class QVBoxLayout;

namespace boxwatch {

struct QueryHelpSection;

/// The query language on one card, over the table. Stays while examples are tried.
class QueryHelpCard final : public QFrame
{
    Q_OBJECT

public:
    /// \p row is what it hangs below; it hides when that does.
    explicit QueryHelpCard(QWidget *row);

    void open();
    void close();

signals:
    void exampleChosen(const QString &query);
    void shown(bool shown);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void addSection(QVBoxLayout *column, const QueryHelpSection &section);
    void place();

    QWidget *m_row;
    QWidget *m_content;
    QToolButton *m_close;
};

} // namespace boxwatch
