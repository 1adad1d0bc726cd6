// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/formrows.h"

#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace boxwatch {

namespace {

QWidget *lined(QBoxLayout *layout, int spacing, std::initializer_list<QWidget *> widgets)
{
    auto *line = new QWidget;
    line->setLayout(layout);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    for (QWidget *widget : widgets)
        layout->addWidget(widget);
    return line;
}

} // namespace

QLabel *formCaption(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setFixedHeight(u(28));
    setTextInk(label, Ink::Text2);
    return label;
}

QLabel *formNote(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setFont(Theme::instance().secondaryFont());
    setTextInk(label, Ink::Text2);
    return label;
}

QLabel *formParagraph(const QString &text)
{
    QLabel *label = formNote(text);
    label->setWordWrap(true);
    return label;
}

QWidget *formLine(std::initializer_list<QWidget *> widgets)
{
    return lined(new QHBoxLayout, u(12), widgets);
}

QWidget *formColumn(std::initializer_list<QWidget *> widgets)
{
    return lined(new QVBoxLayout, u(4), widgets);
}

void addFormRow(QGridLayout *grid, const QString &caption, QWidget *widget)
{
    const int row = grid->rowCount();
    QLabel *label = formCaption(caption);
    label->setBuddy(widget);
    grid->addWidget(label, row, 0, Qt::AlignTop);
    grid->addWidget(widget, row, 1);
}

QGridLayout *formGrid(QWidget *form)
{
    auto *grid = new QGridLayout(form);
    grid->setHorizontalSpacing(u(12));
    grid->setVerticalSpacing(u(12));
    grid->setColumnMinimumWidth(0, u(88));
    grid->setColumnStretch(1, 1);
    return grid;
}

void fitHeight(QWidget *dialog)
{
    // Later: a layout leaves out widgets until they are shown, which it does in its own time.
    QMetaObject::invokeMethod(
        dialog,
        [dialog] {
            QLayout *layout = dialog->layout();
            layout->activate();
            const int width = dialog->width();
            const int wanted = layout->hasHeightForWidth() ? layout->totalHeightForWidth(width)
                                                           : layout->totalSizeHint().height();
            dialog->resize(width, qMax(dialog->height(), wanted));
        },
        Qt::QueuedConnection);
}

QLineEdit *secretField(const QString &name, int longest)
{
    auto *field = new QLineEdit;
    field->setEchoMode(QLineEdit::Password);
    field->setAccessibleName(name);
    field->setMaxLength(longest);
    field->setInputMethodHints(
        Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
        | Qt::ImhNoAutoUppercase);
    return field;
}

} // namespace boxwatch
