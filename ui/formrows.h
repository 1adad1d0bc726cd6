// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <initializer_list>

class QGridLayout;
class QLabel;
class QLineEdit;
class QWidget;

namespace boxwatch {

// What the rows of a form are made of.

QLabel *formCaption(const QString &text); ///< stands to the right of its column
QLabel *formNote(const QString &text = {}); ///< small, in the second colour, one line
QLabel *formParagraph(const QString &text = {}); ///< the same, wrapped
QWidget *formLine(std::initializer_list<QWidget *> widgets); ///< side by side
QWidget *formColumn(std::initializer_list<QWidget *> widgets); ///< one below the other

/// Puts \p widget under the last row of \p grid, with its caption in column 0.
void addFormRow(QGridLayout *grid, const QString &caption, QWidget *widget);

/// A grid with the measures of a form: captions in column 0, the rest in column 1.
QGridLayout *formGrid(QWidget *form);

/// Makes \p dialog high enough for what came into sight in it, a moment later; never lower.
void fitHeight(QWidget *dialog);

/// A field for a secret: dots, nothing learned, nothing spelt, at most \p longest characters.
QLineEdit *secretField(const QString &name, int longest = 8'192);

} // namespace boxwatch
