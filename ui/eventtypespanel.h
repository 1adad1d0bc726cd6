// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtypemodel.h"

#include <QSet>
#include <QWidget>

#include <optional>

class QBoxLayout;
class QKeyEvent;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;

namespace boxwatch {

/// The event types of one session as a tree of boxes: ticking shows, unticking hides, nothing is lost.
class EventTypesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EventTypesPanel(QWidget *parent = nullptr);

    /// Shows the types of another session, or none.
    void setTypes(EventTypeModel *types);

    QTreeView *tree() const { return m_tree; }
    QLineEdit *searchField() const { return m_search; }

    QSize sizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showOnlyCurrent();
    void fillPresets();
    void updateSummary();
    void arrangeFoot();
    void rememberExpanded();
    void restoreExpanded();
    bool takeSearchKey(const QKeyEvent &event);
    void goToTree();
    void updateNothing();

    EventTypeModel *m_types = nullptr;
    QSortFilterProxyModel *m_matching;
    QLineEdit *m_search;
    QPushButton *m_presets;
    QLabel *m_nothing; ///< above the tree, if no type fits
    QTreeView *m_tree;
    QPushButton *m_all;
    QPushButton *m_none;
    QPushButton *m_only;
    QLabel *m_summary;
    QBoxLayout *m_foot; ///< buttons, summary
    std::optional<QSet<QString>> m_expanded; ///< nothing: the person has not seen any yet
    bool m_searching = false;
};

} // namespace boxwatch
