// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QAction;
class QLabel;
class QMessageBox;
class QWidget;

namespace boxwatch {

// Labels, tool tips and message boxes of Qt guess whether a text is HTML. A file name that is could
// freeze the window for seconds or make it open other files, so all text goes through here.

/// One line that shows what is there: without control and direction marks, at most \p limit
/// characters.
QString plainLine(QString text, qsizetype limit = 512);

/// A text for a tool tip that cannot be taken for HTML.
QString plainTip(const QString &text);

void setPlainTip(QWidget *widget, const QString &text);
void setPlainTip(QAction *action, const QString &text);

/// A label that never interprets its text.
QLabel *plainLabel(const QString &text = {}, QWidget *parent = nullptr);

/// A message box with a title, a sentence and what it means, all plain. Not modal by itself.
QMessageBox *plainMessage(
    QWidget *parent, const QString &title, const QString &text, const QString &more = {});

/// Shows the folder that \p file lies in. Local files only.
void showInFolder(const QString &file);

} // namespace boxwatch
