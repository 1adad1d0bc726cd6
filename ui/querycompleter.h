// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/facetmodel.h"
#include "core/query/querycompletion.h"

#include <QObject>

#include <memory>
#include <vector>

class QKeyEvent;
class QWidget;

namespace boxwatch {

class CompletionPopup;
struct CompletionLine;
class EventTableModel;
class QueryEdit;

/// Offers what can be written at the cursor of a query: fields, values with their counts, and with the
/// arrow keys the queries used last.
///
/// Counts values only while the field has the focus.
class QueryCompleter final : public QObject
{
    Q_OBJECT

public:
    /// \p field and \p events outlive it.
    QueryCompleter(QueryEdit *field, EventTableModel *events, QObject *parent = nullptr);
    ~QueryCompleter() override;

    /// The list is open, and what it offers is a value of which nothing has been typed.
    bool awaitsValue() const;

    /// Leaves \p widget, which stands under the field, in sight; nullptr: nothing there matters.
    void keepBelow(QWidget *widget);

signals:
    void closed(); ///< the list

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Values;

    bool takeKey(const QKeyEvent *event);
    void complete(bool asked);
    void valuesChanged();
    void refreshValues();
    std::vector<CompletionLine> lines() const;
    void showRecent();
    void take(int line);

    QueryEdit *m_field;
    FacetModel *m_all; ///< values whatever the text is
    FacetModel *m_found; ///< those among the rows that are shown
    CompletionPopup *m_popup;
    std::unique_ptr<Values> m_values;
    QueryCompletion m_completion;
    bool m_asked = false; ///< for by Ctrl+Space: stays open where typing would not open it
    bool m_recent = false; ///< the popup shows queries, not parts of one
};

} // namespace boxwatch
