// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QWidget>

#include <algorithm>

namespace boxwatch::test {

/// Time for what takes a moment on a machine that is busy, ms.
constexpr int patience = 30'000;

/// The widget that has this text on it, or nothing.
template<typename T>
T *withText(const QWidget *parent, const QString &text)
{
    for (T *widget : parent->findChildren<T *>()) {
        if (widget->text() == text)
            return widget;
    }
    return nullptr;
}

/// The widget that says this to a screen reader, one that is shown if there is; or nothing.
template<typename T>
T *called(const QWidget *parent, const QString &name)
{
    T *found = nullptr;
    for (T *widget : parent->findChildren<T *>()) {
        if (widget->accessibleName() == name && (!found || widget->isVisible()))
            found = widget;
    }
    return found;
}

/// Whether a label that can be seen holds these words.
inline bool says(const QWidget *parent, const QString &words)
{
    const auto labels = parent->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisibleTo(parent) && label->text().contains(words);
    });
}

/// The dialog of this kind that is open, or nothing.
template<typename T>
T *shownDialog(const QWidget *parent)
{
    for (T *dialog : parent->findChildren<T *>()) {
        if (dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

inline void chooseText(const QWidget *parent, const QString &box, const QString &text)
{
    auto *combo = called<QComboBox>(parent, box);
    Q_ASSERT(combo && combo->findText(text) >= 0);
    combo->setCurrentIndex(combo->findText(text));
    emit combo->activated(combo->currentIndex());
}

} // namespace boxwatch::test
