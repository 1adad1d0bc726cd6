// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/newsessiondialog.h"

#include "ui/connectionpanel.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/streamform.h"
#include "ui/style.h"
#include "ui/theme.h"
#include "ui/tokenfield.h"
#include "ui/words.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>
#include <QUrl>
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
    , m_token(new TokenField(services.accounts && services.accounts->canKeep()))
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
    scroll->setMinimumWidth(u(560));
    middle->addWidget(scroll, 2);
    middle->addWidget(m_panel, 1);
    outer->addLayout(middle, 1);
    outer->addWidget(buildFoot());

    connect(m_account, &QComboBox::currentIndexChanged, this, &NewSessionDialog::accountChosen);
    connect(m_token, &TokenField::changed, this, &NewSessionDialog::forgetTest);
    connect(m_token, &TokenField::finished, this, [this] {
        if (!m_token->token().isEmpty() && !m_answer && !m_testing)
            test();
    });
    connect(m_stream, &StreamForm::typeChanged, this, &NewSessionDialog::typeChanged);
    connect(m_file, &QLineEdit::textEdited, this, [this] { m_fileIsOurs = false; });
    connect(m_file, &QLineEdit::textChanged, this, &NewSessionDialog::refreshStart);
    connect(m_panel, &ConnectionPanel::test, this, &NewSessionDialog::test);

    fillAccounts();
    suggestFile();
    accountChosen();
    // Only now: a button that is not in the dialog yet cannot be its default.
    m_startButton->setDefault(true);
    if (entersToken())
        m_token->setFocus();
    resize(u(976), u(592));
}

QWidget *NewSessionDialog::buildForm(const QString &existing)
{
    auto *form = new QWidget;
    auto *grid = new QGridLayout(form);
    grid->setContentsMargins(u(12), u(16), u(20), u(16));
    grid->setHorizontalSpacing(u(12));
    grid->setVerticalSpacing(u(12));
    grid->setColumnMinimumWidth(0, u(88));
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString &words, QWidget *widget) {
        QLabel *label = formCaption(words);
        label->setBuddy(widget);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        grid->addWidget(widget, row++, 1);
    };
    auto *account = new QWidget;
    auto *accountLayout = new QVBoxLayout(account);
    accountLayout->setContentsMargins(0, 0, 0, 0);
    accountLayout->setSpacing(u(8));
    accountLayout->addWidget(m_account);
    accountLayout->addWidget(m_token);
    m_account->setAccessibleName(tr("Account"));
    add(tr("Account"), account);
    m_stream->addRows(grid, row);
    row = grid->rowCount();

    auto *choose = new QPushButton(tr("Choose…"));
    connect(choose, &QPushButton::clicked, this, &NewSessionDialog::chooseFile);
    m_file->setAccessibleName(tr("Save in"));
    QWidget *save = formLine({m_file, choose});
    m_fileNote = formNote();
    auto *saveColumn = new QWidget;
    auto *saveLayout = new QVBoxLayout(saveColumn);
    saveLayout->setContentsMargins(0, 0, 0, 0);
    saveLayout->setSpacing(u(4));
    saveLayout->addWidget(save);
    saveLayout->addWidget(m_fileNote);
    add(tr("Save in"), saveColumn);
    if (m_fixedFile) {
        m_file->setText(existing);
        m_file->setEnabled(false);
        choose->setEnabled(false);
    }
    grid->setRowStretch(row, 1);
    return form;
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
    m_keepNote = plainLabel();
    setTextInk(m_keepNote, Ink::Text2);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setMinimumWidth(u(88));
    cancel->setAutoDefault(false);
    m_startButton = new QPushButton(tr("Start"));
    m_startButton->setMinimumWidth(u(88));
    setPrimary(m_startButton);
    row->addWidget(key);
    row->addWidget(m_keepNote, 1);
    row->addWidget(cancel);
    row->addWidget(m_startButton);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_startButton, &QPushButton::clicked, this, &NewSessionDialog::finish);
    const bool keychain = m_services.accounts && m_services.accounts->canKeep();
    m_keepNote->setText(
        keychain ? tr("A sign-in is kept in the system keychain or for this run, nowhere else.")
                 : tr("No keychain was found: the sign-in is kept for this run only."));
    return foot;
}

void NewSessionDialog::fillAccounts()
{
    if (m_services.accounts) {
        for (const SessionOwner &owner : m_services.accounts->accounts()) {
            QString words = plainLine(owner.name.isEmpty() ? owner.login : owner.name, 80);
            if (!owner.enterpriseName.isEmpty())
                words += u" · "_s + plainLine(owner.enterpriseName, 80);
            m_account->addItem(words, owner.accountId);
        }
    }
    m_account->addItem(
        m_account->count() > 0 ? tr("Another account, with a token")
                               : tr("An account, with its token"));
}

bool NewSessionDialog::entersToken() const
{
    return m_account->currentData().toString().isEmpty();
}

void NewSessionDialog::accountChosen()
{
    m_token->setVisible(entersToken());
    forgetTest();
    if (!entersToken())
        test();
}

void NewSessionDialog::typeChanged()
{
    suggestFile();
    // Whether Box gives the stream depends on which one it is.
    const bool had = m_answer.has_value();
    forgetTest();
    if (had)
        test();
}

void NewSessionDialog::suggestFile()
{
    if (m_fixedFile || !m_fileIsOurs)
        return;
    const QDir documents(
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u"/Boxwatch"_s);
    const QString base = streamTitle(m_stream->type()) + u' '
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

StreamSettings NewSessionDialog::settings() const
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
    connection.token = m_tested;
    return connection;
}

QString NewSessionDialog::host() const
{
    return QUrl(m_services.connection.apiUrl).host();
}

void NewSessionDialog::test()
{
    if (entersToken()) {
        if (const Secret token = m_token->token(); !token.isEmpty())
            testWith(token);
        return;
    }
    const int number = ++m_testNumber;
    m_testing = true;
    m_panel->showTesting(host());
    m_services.accounts->token(
        m_account->currentData().toString(), this, [this, number](const Result<Secret> &token) {
            if (number != m_testNumber)
                return;
            if (token)
                testWith(*token);
            else
                answered(token.error());
        });
}

void NewSessionDialog::testWith(const Secret &token)
{
    const int number = ++m_testNumber;
    m_answer.reset();
    m_tested = token;
    m_testing = true;
    m_panel->showTesting(host());
    refreshStart();
    Connection connection = m_services.connection;
    connection.token = token;
    m_services.checkAccount(
        connection, m_stream->type(), this, [this, number](const Result<AccountAnswer> &answer) {
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
    m_tested = {};
    m_panel->showIdle();
    refreshStart();
}

void NewSessionDialog::refreshStart()
{
    const bool tokenThere = !entersToken() || !m_token->token().isEmpty();
    m_panel->setCanTest(tokenThere && !m_testing);
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
    if (!entersToken() || !m_services.accounts) {
        accept();
        return;
    }
    m_startButton->setEnabled(false);
    m_services.accounts->remember(
        m_answer->owner, m_tested, m_token->keep(), this, [this](const Result<void> &kept) {
            if (kept) {
                accept();
                return;
            }
            // The sign-in itself is good: it lasts for this run, and the person knows.
            auto *box = plainMessage(
                this, tr("Not kept"), tr("The keychain did not take the token."),
                sentenceFor(kept.error()) + u' ' + tr("Boxwatch goes on with it for this run."));
            connect(box, &QDialog::finished, this, &QDialog::accept);
            box->open();
        });
}

} // namespace boxwatch
