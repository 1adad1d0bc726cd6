// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/aboutbox.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::AboutBox)
};

QDialog *makeDialog(QWidget *parent, const QString &title, QWidget *content)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    layout->addWidget(content, 1);
    auto *buttons = new QDialogButtonBox;
    buttons->addButton(Words::tr("Close"), QDialogButtonBox::RejectRole);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(buttons);
    return dialog;
}

void addRow(QGridLayout *grid, const QString &words, const QString &keys)
{
    const int row = grid->rowCount();
    grid->addWidget(plainLabel(words), row, 0);
    QLabel *label = plainLabel(keys);
    label->setFont(Theme::instance().monospaceFont());
    grid->addWidget(label, row, 1);
}

void addHeading(QGridLayout *grid, const QString &words)
{
    QLabel *heading = plainLabel(words);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    heading->setMinimumHeight(u(32));
    heading->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    grid->addWidget(heading, grid->rowCount(), 0, 1, 2);
}

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &sequence : action->shortcuts())
        keys += sequence.toString(QKeySequence::NativeText);
    return keys.join(u", "_s);
}

} // namespace

void showAbout(QWidget *parent)
{
    auto *content = new QWidget;
    auto *layout = new QGridLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(u(16));
    layout->setVerticalSpacing(u(8));
    QLabel *logo = plainLabel();
    logo->setPixmap(iconPixmap(u"logo"_s, u(48), Ink::Accent, parent->devicePixelRatioF()));
    layout->addWidget(logo, 0, 0, 3, 1, Qt::AlignTop);
    QLabel *name = plainLabel(u"Boxwatch"_s);
    name->setFont(Theme::instance().welcomeFont());
    layout->addWidget(name, 0, 1);
    layout->addWidget(
        plainLabel(Words::tr("Version %1, with Qt %2")
                       .arg(QApplication::applicationVersion(), QString::fromLatin1(qVersion()))),
        1, 1);
    QLabel *words = plainLabel(Words::tr(
        "Watch what happens in your Box account, find it again, and hand it over.\n\n"
        "Boxwatch is independent software. It is not made, endorsed or supported by Box, "
        "Inc. “Box” is used only to say what it works with.\n\n"
        "Free software under the GNU General Public License, version 3 or later. It comes "
        "without any warranty."));
    words->setWordWrap(true);
    words->setMinimumWidth(u(420));
    layout->addWidget(words, 2, 1);
    layout->setColumnStretch(1, 1);
    makeDialog(parent, Words::tr("About Boxwatch"), content)->open();
}

void showShortcuts(QWidget *parent)
{
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, u(12), 0);
    grid->setHorizontalSpacing(u(32));
    grid->setVerticalSpacing(u(4));
    if (const auto *window = qobject_cast<const QMainWindow *>(parent->window())) {
        const auto menus = window->menuWidget()
            ? window->menuWidget()->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly)
            : QList<QMenu *>();
        for (const QMenu *menu : menus) {
            bool headed = false;
            for (const QAction *action : menu->actions()) {
                if (action->shortcut().isEmpty())
                    continue;
                if (!headed)
                    addHeading(grid, menu->title().remove(u'&'));
                headed = true;
                addRow(grid, action->text().remove(u'&'), keysOf(action));
            }
        }
    }
    addHeading(grid, Words::tr("In the table"));
    addRow(grid, Words::tr("Follow the newest event"), u"End, F"_s);
    addRow(grid, Words::tr("First event"), u"Home"_s);
    addHeading(grid, Words::tr("In the event types"));
    addRow(grid, Words::tr("Tick or untick"), Words::tr("Space"));
    addHeading(grid, Words::tr("In the timeline"));
    addRow(grid, Words::tr("Go from bar to bar"), Words::tr("Left, Right, Home, End"));
    addRow(grid, Words::tr("Extend the span"), Words::tr("Shift with one of these"));
    addRow(grid, Words::tr("Choose the span"), Words::tr("Enter"));
    addRow(grid, Words::tr("Take the span away"), Words::tr("Delete"));
    addRow(grid, Words::tr("Zoom in, out, show all"), u"+, -, 0"_s);
    addHeading(grid, Words::tr("In top values and details"));
    addRow(grid, Words::tr("Filter for the value"), Words::tr("Enter"));
    addRow(grid, Words::tr("Filter it out"), Words::tr("Delete or -"));
    addHeading(grid, Words::tr("On a filter's chip"));
    addRow(grid, Words::tr("Remove the filter"), Words::tr("Space, Enter or Delete"));
    grid->setRowStretch(grid->rowCount(), 1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    QDialog *dialog = makeDialog(parent, Words::tr("Keyboard shortcuts"), scroll);
    dialog->resize(u(480), u(560));
    dialog->open();
}

} // namespace boxwatch
