// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"
#include "core/query/query.h"
#include "ui/queryhistory.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace boxwatch {

class ChipRow;
class EventTableModel;
class EventTypeModel;
class QueryCompleter;
class QueryEdit;
class QueryHelpCard;
class QueryRow;
class SavedQueriesMenu;

/// All that hides rows on one page: the query, the picks, the span and the boxes. The one place that
/// changes the filter; it keeps field, chips and boxes in step with it, and knows the way back.
///
/// What is typed applies after a moment. As long as it is no query, the rows follow the last one that
/// was, and the field says what is wrong and where.
class FilterControl final : public QObject
{
    Q_OBJECT

public:
    /// \p events and \p types outlive it. The two rows belong to the page that lays them out.
    FilterControl(EventTableModel &events, EventTypeModel &types, QObject *parent);

    QueryRow *row() const { return m_row; }
    ChipRow *chips() const { return m_chips; }
    QueryEdit *field() const;

    EventFilter filter() const; ///< that the rows follow

    /// As a session was left; the history begins with it. What of it is no query is left out.
    void restore(const EventFilter &filter);

    // Each one is a step that goBack() takes back.
    void apply(const EventFilter &filter);
    void clear();
    void showAllTypes();
    void pick(const QString &clause); ///< adds a clause, and takes away its opposite
    void unpick(const QString &clause);
    void only(const QString &clause); ///< in place of text and picks; boxes and span stay
    void setSpan(const std::optional<TimeSpan> &span);

    bool canGoBack() const { return m_history.canGoBack(); }
    bool canGoForward() const { return m_history.canGoForward(); }
    void goBack();
    void goForward();

    void focusField();
    void toggleHelp(bool shown);
    void showHelp() { toggleHelp(true); }
    void askToSave();
    void askToManage();

    /// Zone and names of types may be others now.
    void refreshChips();

signals:
    void changed(); ///< filter() is another one, or canGoBack() and canGoForward() are
    void left(); ///< the person is done with the field

private:
    enum class Text { Show, KeepWhatIsTyped };

    void connectAll();
    void wasTyped();
    void applyTyped();
    void applyBoxes();
    void submit();
    void settle();
    void choose(const EventFilter &filter, const QString &savedName = {});
    bool set(const EventFilter &filter, Text text);
    void visit(QueryHistory::Step step);
    void showError(const std::optional<QueryError> &error);
    void showTrouble(const QString &words);
    std::optional<QueryError> errorOf(const QString &text) const;

    EventTableModel &m_events;
    EventTypeModel &m_types;
    QueryRow *m_row;
    ChipRow *m_chips;
    QueryCompleter *m_completer;
    QueryHelpCard *m_help;
    SavedQueriesMenu *m_saved;
    QueryHistory m_history;
    QTimer m_filterDelay;
    QTimer m_settleDelay;
    QString m_savedName; ///< of the saved query that is shown, to save it again
    bool m_wrong = false; ///< what is typed is no query
};

} // namespace boxwatch
