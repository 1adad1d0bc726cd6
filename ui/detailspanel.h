// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/eventfields.h"

#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace boxwatch {

class FieldTree;
class JsonView;
class SentenceLabel;

/// One event in full: a sentence, its fields, and the JSON as Box sent it.
class DetailsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit DetailsPanel(QWidget *parent = nullptr);

    void showEvent(const TableSnapshot &table, EventTable::Row row, const QTimeZone &zone);
    void showNothing();

    /// The answer to wantsRaw(); dropped if another event is shown by now.
    void showRaw(EventTable::Row row, const QByteArray &json);

    QSize sizeHint() const override;

signals:
    /// The JSON of this event is to be shown; showRaw() is the answer.
    void wantsRaw(boxwatch::EventTable::Row row);

    /// The value of a field is wanted, or with "-" in front: not wanted.
    void pick(const QString &clause);
    void only(const QString &clause); ///< and nothing else

private:
    void showTab(int tab);
    void copyJson();
    void paintSeverityIcon();
    QWidget *makeHead();
    QWidget *makeJsonPage();

    std::optional<EventTable::Row> m_row;
    Severity m_severity = Severity::Info;
    bool m_rawShown = false;
    QStackedWidget *m_pages;
    QLabel *m_icon;
    QLabel *m_severityWord;
    QLabel *m_label;
    SentenceLabel *m_sentence;
    QLabel *m_when;
    QTabBar *m_tabs;
    QStackedWidget *m_tabPages;
    FieldTree *m_fields;
    JsonView *m_json;
    QLabel *m_size;
    QToolButton *m_copy;
};

} // namespace boxwatch
