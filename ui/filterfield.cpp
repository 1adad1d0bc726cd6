// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filterfield.h"

#include "ui/icons.h"
#include "ui/plaintext.h"

#include <QKeyEvent>

namespace boxwatch {

using namespace Qt::StringLiterals;

FilterField::FilterField(QWidget *parent) : QLineEdit(parent)
{
    setPlaceholderText(tr("Filter: words that stand anywhere in an event"));
    setAccessibleName(tr("Filter"));
    setClearButtonEnabled(true);
    setMaxLength(4'000);
    addAction(icon(u"funnel"_s, Ink::Text2), LeadingPosition);
    setPlainTip(
        this,
        tr("All words have to stand somewhere in the event: names, logins, folders, addresses, "
           "types"));
}

// A text field on X11 takes Ctrl+E for itself, as "end of line"; here it exports wherever one is.
bool FilterField::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_E && key->modifiers() == Qt::ControlModifier) {
            event->ignore();
            return true;
        }
    }
    return QLineEdit::event(event);
}

} // namespace boxwatch
