// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QTabBar>

namespace boxwatch {

class SessionPage;

/// One tab for each session, with what its stream does as a glyph.
class SessionTabs : public QTabBar
{
    Q_OBJECT

public:
    explicit SessionTabs(QWidget *parent = nullptr);

    /// Adds a tab at the end and chooses it.
    void add(SessionPage *page);
    void remove(SessionPage *page);
    void choose(SessionPage *page);

    QList<SessionPage *> pages() const; ///< in the order on screen
    SessionPage *currentPage() const;

    /// Shows the name and the state of \p page as they are now.
    void refresh(SessionPage *page);

signals:
    void chosen(boxwatch::SessionPage *page);

private:
    int tabOf(SessionPage *page) const;
};

} // namespace boxwatch
