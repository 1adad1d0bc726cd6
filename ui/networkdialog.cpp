// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/networkdialog.h"

#include "ui/formrows.h"
#include "ui/intervalfield.h"
#include "ui/plaintext.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QLineEdit *field(const QString &name)
{
    auto *edit = new QLineEdit;
    edit->setAccessibleName(name);
    edit->setMaxLength(2'048);
    return edit;
}

} // namespace

NetworkDialog::NetworkDialog(const NetworkSettings &settings, bool canKeep, QWidget *parent)
    : QDialog(parent)
    , m_before(settings)
    , m_kind(new QComboBox)
    , m_host(field(tr("Host of the proxy")))
    , m_port(new QSpinBox)
    , m_user(field(tr("User of the proxy")))
    , m_password(secretField(tr("Password of the proxy"), 1'024))
    , m_authorities(field(tr("File of further certificate authorities")))
    , m_api(field(tr("Address of the API")))
    , m_answer(new IntervalField(tr("Time for an answer"), 5s, 600s))
    , m_signIn(new IntervalField(tr("Time for a sign-in"), 5s, 600s))
    , m_trouble(formParagraph())
{
    setWindowTitle(tr("Network"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    auto *rows = new QWidget;
    QGridLayout *grid = formGrid(rows);
    grid->setContentsMargins(0, 0, 0, 0);
    addProxyRows(grid, canKeep);
    addServerRows(grid);
    layout->addWidget(rows);
    setTextInk(m_trouble, Ink::CriticalText);
    m_trouble->setAccessibleName(tr("What is wrong"));
    m_trouble->hide();
    layout->addWidget(m_trouble);
    layout->addStretch(1);
    layout->addWidget(buildFoot());
    connect(m_kind, &QComboBox::currentIndexChanged, this, &NetworkDialog::refresh);
    fill(settings);
    setMinimumWidth(u(600));
}

void NetworkDialog::addProxyRows(QGridLayout *grid, bool canKeep)
{
    m_kind->setAccessibleName(tr("Proxy"));
    m_kind->addItem(tr("As the system says"), static_cast<int>(ProxySettings::Kind::System));
    m_kind->addItem(tr("None"), static_cast<int>(ProxySettings::Kind::None));
    m_kind->addItem(tr("HTTP"), static_cast<int>(ProxySettings::Kind::Http));
    m_kind->addItem(tr("SOCKS5"), static_cast<int>(ProxySettings::Kind::Socks5));
    m_port->setRange(1, 65'535);
    m_port->setAccessibleName(tr("Port of the proxy"));
    m_port->setAlignment(Qt::AlignRight);
    m_port->setFixedWidth(u(88));
    m_host->setPlaceholderText(u"proxy.example.com"_s);
    m_user->setPlaceholderText(tr("User, if it asks for one"));
    m_password->setPlaceholderText(tr("Password"));
    m_server = formLine({m_host, formNote(tr("port")), m_port});
    m_login = formLine({m_user, m_password});
    m_proxyNote = formParagraph(
        canKeep ? tr("The password is kept in the system keychain.")
                : tr("No keychain was found: the password is good for this run only."));
    addFormRow(grid, tr("Proxy"), formColumn({m_kind, m_server, m_login, m_proxyNote}));
}

void NetworkDialog::addServerRows(QGridLayout *grid)
{
    auto *choose = new QPushButton(tr("Choose…"));
    connect(choose, &QPushButton::clicked, this, &NetworkDialog::chooseAuthorities);
    addFormRow(
        grid, tr("Authorities"),
        formColumn(
            {formLine({m_authorities, choose}),
             formParagraph(tr("A PEM file with certificate authorities besides those of the "
                              "system, such as that of a proxy which inspects TLS."))}));
    addFormRow(
        grid, tr("API address"),
        formColumn(
            {m_api,
             formParagraph(tr("HTTPS, other than to this computer. Your tokens go to whoever "
                              "answers there."))}));
    QWidget *times = formLine(
        {formNote(tr("an answer")), m_answer, formNote(tr("a sign-in")), m_signIn});
    static_cast<QHBoxLayout *>(times->layout())->addStretch(1);
    addFormRow(grid, tr("Time for"), times);
}

QWidget *NetworkDialog::buildFoot()
{
    auto *foot = new QWidget;
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(u(12));
    column->addWidget(formNote(tr("Counts from the next start of a stream.")));
    auto *row = new QHBoxLayout;
    row->setSpacing(u(8));
    auto *reset = new QPushButton(tr("Reset to defaults"));
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *use = new QPushButton(tr("Use these"));
    for (QPushButton *button : {cancel, use})
        button->setMinimumWidth(u(88));
    setPrimary(use);
    use->setDefault(true);
    row->addWidget(reset);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(use);
    column->addLayout(row);
    connect(reset, &QPushButton::clicked, this, [this] {
        m_before = {};
        fill({});
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(use, &QPushButton::clicked, this, &NetworkDialog::check);
    return foot;
}

void NetworkDialog::fill(const NetworkSettings &settings)
{
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(settings.proxy.kind)));
    m_host->setText(settings.proxy.host);
    m_port->setValue(settings.proxy.port > 0 ? settings.proxy.port : 8080);
    m_user->setText(settings.proxy.user);
    m_password->setText(QString::fromUtf8(settings.proxy.password.reveal()));
    m_authorities->setText(QDir::toNativeSeparators(settings.caFile));
    m_api->setText(settings.apiUrl.toString());
    m_answer->setInterval(settings.fetchDeadline);
    m_signIn->setInterval(settings.tokenDeadline);
    m_trouble->hide();
    refresh();
}

void NetworkDialog::refresh()
{
    const bool own = proxy().isExplicit();
    for (QWidget *widget : {m_server, m_login, static_cast<QWidget *>(m_proxyNote)})
        widget->setVisible(own);
    fitHeight(this);
}

void NetworkDialog::chooseAuthorities()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Further certificate authorities"), m_authorities->text(),
        tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    if (!file.isEmpty())
        m_authorities->setText(QDir::toNativeSeparators(file));
}

ProxySettings NetworkDialog::proxy() const
{
    ProxySettings proxy;
    proxy.kind = static_cast<ProxySettings::Kind>(m_kind->currentData().toInt());
    if (!proxy.isExplicit())
        return proxy;
    proxy.host = m_host->text().trimmed();
    proxy.port = static_cast<quint16>(m_port->value());
    proxy.user = m_user->text().trimmed();
    if (!proxy.user.isEmpty())
        proxy.password = Secret(m_password->text().toUtf8());
    return proxy;
}

NetworkSettings NetworkDialog::settings() const
{
    for (IntervalField *field : {m_answer, m_signIn})
        field->interpretText();
    m_port->interpretText();
    NetworkSettings settings = m_before;
    settings.proxy = proxy();
    settings.caFile = QDir::fromNativeSeparators(m_authorities->text().trimmed());
    const QUrl api(m_api->text().trimmed(), QUrl::StrictMode);
    if (api != settings.apiUrl) {
        // Those of the old address belong to another server.
        settings.tokenUrl.clear();
        settings.authorizeUrl.clear();
    }
    settings.apiUrl = api;
    settings.fetchDeadline = m_answer->interval();
    settings.tokenDeadline = m_signIn->interval();
    return settings;
}

void NetworkDialog::check()
{
    const Result<void> checked = checkSettings(settings());
    if (checked) {
        accept();
        return;
    }
    m_trouble->setText(plainLine(sentenceFor(checked.error()), 600));
    m_trouble->setAccessibleDescription(m_trouble->text());
    m_trouble->show();
    fitHeight(this);
}

} // namespace boxwatch
