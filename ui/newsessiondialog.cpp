// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/newsessiondialog.h"

#include "ui/connectionpanel.h"
#include "ui/formrows.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/signindialog.h"
#include "ui/streamform.h"
#include "ui/style.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

const QString ending = u".boxwatch"_s;

} // namespace

NewSessionDialog::NewSessionDialog(UiServices &services, const QString &existing, QWidget *parent)
    : QDialog(parent)
    , m_services(services)
    , m_account(new QComboBox)
    , m_stream(new StreamForm(this))
    , m_file(new QLineEdit)
    , m_panel(new ConnectionPanel)
    , m_fixedFile(!existing.isEmpty())
{
    setWindowTitle(tr("New session"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(buildForm(existing));
    scroll->setMinimumWidth(u(640));
    scroll->setFocusPolicy(Qt::NoFocus); // its fields scroll into sight by themselves
    middle->addWidget(scroll, 2);
    middle->addWidget(m_panel, 1);
    outer->addLayout(middle, 1);
    outer->addWidget(buildFoot());

    connect(m_account, &QComboBox::currentIndexChanged, this, &NewSessionDialog::accountChosen);
    connect(m_stream, &StreamForm::typeChanged, this, &NewSessionDialog::typeChanged);
    connect(m_file, &QLineEdit::textEdited, this, [this] { m_fileIsOurs = false; });
    connect(m_file, &QLineEdit::textChanged, this, &NewSessionDialog::refreshStart);
    connect(m_panel, &ConnectionPanel::test, this, &NewSessionDialog::test);

    fillAccounts();
    suggestFile();
    accountChosen();
    // Only now: a button that is not in the dialog yet cannot be its default.
    m_startButton->setDefault(true);
    (account().isEmpty() ? static_cast<QWidget *>(m_add) : m_account)->setFocus();
    resize(u(976), u(600));
}

QWidget *NewSessionDialog::buildForm(const QString &existing)
{
    auto *form = new QWidget;
    QGridLayout *grid = formGrid(form);
    grid->setContentsMargins(u(12), u(16), u(20), u(16));
    addFormRow(grid, tr("Account"), buildAccount());
    m_stream->addRows(grid);
    addFormRow(grid, tr("Save in"), buildFile(existing));
    grid->setRowStretch(grid->rowCount(), 1);
    return form;
}

QWidget *NewSessionDialog::buildAccount()
{
    m_account->setAccessibleName(tr("Account"));
    m_account->setPlaceholderText(tr("No account yet"));
    m_account->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_add = new QPushButton(tr("Add account…"));
    connect(m_add, &QPushButton::clicked, this, &NewSessionDialog::addAccount);
    QWidget *row = formLine({m_account, m_add});
    row->setFocusProxy(m_account);
    return row;
}

QWidget *NewSessionDialog::buildFile(const QString &existing)
{
    auto *choose = new QPushButton(tr("Choose…"));
    connect(choose, &QPushButton::clicked, this, &NewSessionDialog::chooseFile);
    m_file->setAccessibleName(tr("Save in"));
    m_fileNote = formNote();
    m_fileNote->hide();
    if (m_fixedFile) {
        m_file->setText(existing);
        m_file->setEnabled(false);
        choose->setEnabled(false);
    }
    return formColumn({formLine({m_file, choose}), m_fileNote});
}

QWidget *NewSessionDialog::buildFoot()
{
    auto *foot = new QWidget;
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(u(16), u(12), u(16), u(12));
    row->setSpacing(u(8));
    QLabel *key = plainLabel();
    key->setPixmap(iconPixmap(u"key"_s, u(16), Ink::Text2, devicePixelRatioF()));
    const bool keychain = m_services.accounts && m_services.accounts->canKeep();
    QLabel *kept = plainLabel(
        keychain ? tr("A sign-in is kept in the system keychain or for this run, nowhere else.")
                 : tr("No keychain was found: the sign-in is kept for this run only."));
    setTextInk(kept, Ink::Text2);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setMinimumWidth(u(88));
    m_startButton = new QPushButton(tr("Start"));
    m_startButton->setMinimumWidth(u(88));
    setPrimary(m_startButton);
    row->addWidget(key);
    row->addWidget(kept, 1);
    row->addWidget(cancel);
    row->addWidget(m_startButton);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_startButton, &QPushButton::clicked, this, &NewSessionDialog::finish);
    return foot;
}

void NewSessionDialog::fillAccounts()
{
    const QSignalBlocker quiet(m_account);
    const QString before = account();
    m_account->clear();
    if (m_services.accounts) {
        for (const AccountEntry &entry : m_services.accounts->entries())
            m_account->addItem(accountName(entry.owner), entry.owner.accountId);
    }
    const int known = before.isEmpty() ? -1 : m_account->findData(before);
    m_account->setCurrentIndex(m_account->count() == 0 ? -1 : qMax(0, known));
    m_account->setEnabled(m_account->count() > 0);
}

QString NewSessionDialog::account() const
{
    return m_account->currentData().toString();
}

SignInDialog *NewSessionDialog::addAccount()
{
    auto *dialog = new SignInDialog(m_services, {.session = {}, .type = m_stream->type()}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { accountAdded(*dialog); });
    dialog->open();
    return dialog;
}

// It was asked already who this is and what it may: no need to ask again.
void NewSessionDialog::accountAdded(const SignInDialog &dialog)
{
    const AccountAnswer &answer = dialog.answer();
    fillAccounts();
    {
        const QSignalBlocker quiet(m_account);
        if (m_account->findData(answer.owner.accountId) < 0)
            m_account->addItem(accountName(answer.owner), answer.owner.accountId);
        m_account->setEnabled(true);
        m_account->setCurrentIndex(m_account->findData(answer.owner.accountId));
    }
    forgetTest();
    m_tokens = dialog.tokens();
    answered(answer);
    if (dialog.notKept())
        m_panel->addWarning(tr("The keychain did not take the sign-in, so it is good for this run "
                               "only."));
    m_startButton->setFocus();
}

void NewSessionDialog::accountChosen()
{
    forgetTest();
    if (!account().isEmpty())
        test();
}

void NewSessionDialog::typeChanged()
{
    suggestFile();
    // Whether Box gives the stream depends on which one it is.
    forgetTest();
    if (!account().isEmpty())
        test();
}

void NewSessionDialog::suggestFile()
{
    if (m_fixedFile || !m_fileIsOurs)
        return;
    const QDir documents(
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u"/Boxwatch"_s);
    const QString base = captureTitle(m_stream->settings()) + u' '
        + QDate::currentDate().toString(Qt::ISODate);
    QString name = base + ending;
    for (int number = 2; documents.exists(name) && number < 1'000; ++number)
        name = u"%1 (%2)%3"_s.arg(base).arg(number).arg(ending);
    m_file->setText(QDir::toNativeSeparators(documents.filePath(name)));
}

void NewSessionDialog::chooseFile()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the session in"), this->file(), tr("Boxwatch sessions (*.boxwatch)"),
        nullptr, QFileDialog::DontConfirmOverwrite);
    if (file.isEmpty())
        return;
    m_fileIsOurs = false;
    m_file->setText(QDir::toNativeSeparators(file));
}

CaptureSettings NewSessionDialog::settings() const
{
    return m_stream->settings();
}

QString NewSessionDialog::file() const
{
    QString path = QDir::fromNativeSeparators(m_file->text().trimmed());
    if (!path.isEmpty() && !path.endsWith(ending))
        path += ending;
    return path;
}

Connection NewSessionDialog::connection() const
{
    Connection connection = m_services.connection;
    connection.tokens = m_tokens;
    return connection;
}

QString NewSessionDialog::host() const
{
    return m_services.connection.network.apiUrl.host();
}

void NewSessionDialog::test()
{
    if (!m_services.accounts || account().isEmpty())
        return;
    const int number = ++m_testNumber;
    m_testing = true;
    m_answer.reset();
    m_panel->showTesting(host());
    refreshStart();
    m_services.accounts->tokens(
        account(), m_services.connection, this,
        [this, number](const Result<TokenSourceFactory> &tokens) {
            if (number != m_testNumber)
                return;
            if (tokens)
                testWith(*tokens);
            else
                answered(tokens.error());
        });
}

void NewSessionDialog::testWith(const TokenSourceFactory &tokens)
{
    m_tokens = tokens;
    m_services.checkAccount(
        connection(), m_stream->type(), this,
        [this, number = m_testNumber](const Result<AccountAnswer> &answer) {
            if (number == m_testNumber)
                answered(answer);
        });
}

void NewSessionDialog::answered(const Result<AccountAnswer> &answer)
{
    m_testing = false;
    if (answer) {
        m_answer = *answer;
        m_panel->showAnswer(host(), *answer, m_stream->type());
    } else {
        m_panel->showError(host(), answer.error());
    }
    refreshStart();
    emit tested(m_startButton->isEnabled());
}

void NewSessionDialog::forgetTest()
{
    ++m_testNumber;
    m_testing = false;
    m_answer.reset();
    m_tokens = {};
    m_panel->showIdle();
    refreshStart();
}

void NewSessionDialog::refreshStart()
{
    m_panel->setCanTest(!account().isEmpty() && !m_testing);
    const bool taken = !m_fixedFile && QFileInfo::exists(file());
    m_fileNote->setVisible(taken);
    m_fileNote->setText(
        tr("There is a file of this name. Open it to go on with it, or choose another."));
    const bool refused = m_answer && m_answer->streamRefused
        && m_answer->streamRefused->kind == Error::Kind::Forbidden;
    m_startButton->setEnabled(m_answer && !refused && !taken && !file().isEmpty());
}

void NewSessionDialog::finish()
{
    if (!m_answer)
        return;
    if (!m_fixedFile && !QDir().mkpath(QFileInfo(file()).absolutePath())) {
        m_fileNote->setText(tr("This folder cannot be made."));
        m_fileNote->show();
        return;
    }
    accept();
}

} // namespace boxwatch
