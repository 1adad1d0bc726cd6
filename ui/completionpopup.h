// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>
#include <QPointer>

#include <vector>

class QKeyEvent;
class QListView;

namespace boxwatch {

class CompletionListModel;

/// One line of the list under a query.
struct CompletionLine
{
    QString text; ///< plain
    QString detail; ///< plain, may be empty
    qint64 count = -1; ///< -1: not shown

    friend bool operator==(const CompletionLine &, const CompletionLine &) = default;
};

/// A list below a text field that never takes the focus from it.
///
/// Lies over its window instead of being one of its own, so that no window manager has a say in it.
class CompletionPopup final : public QFrame
{
    Q_OBJECT

public:
    /// \p field is what it belongs to; the popup hides when that loses the focus.
    explicit CompletionPopup(QWidget *field);

    /// Shows \p lines, none of them chosen, with the left edge at \p x of the field. Hides if there are
    /// none.
    void showLines(std::vector<CompletionLine> lines, int x);

    /// Shows \p lines in place of those that are shown, which are still the first of them. What is chosen
    /// and how far the list is scrolled stay.
    void updateLines(std::vector<CompletionLine> lines);

    /// Stands below \p widget instead of the field, so that it can be read; nullptr: below the field again.
    void keepBelow(QWidget *widget);

    /// The line that is chosen, or -1.
    int chosen() const;
    void choose(int line);
    int count() const;
    QString text(int line) const;

    /// Moves the choice for the arrow and page keys, takes a line for Tab (the first, if none is chosen)
    /// and for Enter if one is chosen, and closes for Escape. False if the key is not for it.
    bool takeKey(const QKeyEvent *event);

signals:
    void taken(int line);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void place(int x);
    void move(int by);

    QWidget *m_field;
    QPointer<QWidget> m_above; ///< what it does not cover, if that is not the field
    QListView *m_list;
    CompletionListModel *m_model;
    int m_x = 0;
};

} // namespace boxwatch
