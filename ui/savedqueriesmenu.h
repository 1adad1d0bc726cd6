// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QObject>

class QMenu;

namespace boxwatch {

/// Fills a menu with the queries used last and those that were saved, each time it opens.
class SavedQueriesMenu final : public QObject
{
    Q_OBJECT

public:
    explicit SavedQueriesMenu(QMenu *menu);

    void setCanSave(bool can) { m_canSave = can; }

signals:
    void textChosen(const QString &text); ///< one that was used
    void savedChosen(const QString &name, const boxwatch::EventFilter &filter);
    void saveAsked();
    void manageAsked();

private:
    void fill();

    QMenu *m_menu;
    bool m_canSave = false;
};

} // namespace boxwatch
