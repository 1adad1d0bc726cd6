// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme.h"

#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;

namespace boxwatch {

/// One of resources/icons by its name, drawn in \p ink as it is when painted: it follows the theme.
/// Disabled, it is grey.
QIcon icon(const QString &name, Ink ink = Ink::Text);

/// The icon of the program, where the desktop has none of its name.
QIcon applicationIcon();

/// Paints one of resources/icons into \p rect.
void paintIcon(QPainter &painter, const QRect &rect, const QString &name, Ink ink);

/// The same as a picture of \p pixels square for a label.
QPixmap iconPixmap(const QString &name, int pixels, Ink ink, qreal devicePixelRatio);

} // namespace boxwatch
