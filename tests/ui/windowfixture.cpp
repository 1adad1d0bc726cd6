// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "windowfixture.h"

#include "ui/eventsview.h"
#include "ui/sessionpage.h"

#include <QDir>
#include <QSettings>
#include <QTest>

namespace boxwatch::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void KeptAccounts::token(
    const QString &accountId, QObject * /*context*/,
    std::function<void(const Result<Secret> &)> done)
{
    if (tokens.contains(accountId))
        done(tokens.value(accountId));
    else
        done(Error{.kind = Error::Kind::Keychain, .message = u"not there"_s});
}

void KeptAccounts::remember(
    const SessionOwner &owner, const Secret &token, bool keep, QObject * /*context*/,
    std::function<void(const Result<void> &)> done)
{
    tokens.insert(owner.accountId, token);
    kept.insert(owner.accountId, keep);
    done({});
}

WindowFixture::WindowFixture(std::uint64_t backlog)
{
    SimulatorOptions options;
    options.backlog = backlog;
    options.historyDelay = 0ms;
    options.oddShare = 0;
    if (!simulator.start(options))
        qFatal("the simulator does not start: %s", qPrintable(simulator.errorString()));
    services.connection.apiUrl = simulator.apiUrl().toString();
    services.accounts = &accounts;
    services.checkAccount = [this](
                                const Connection &, StreamType, QObject *context,
                                const std::function<void(const Result<AccountAnswer> &)> &done) {
        ++asked;
        QMetaObject::invokeMethod(
            context, [this, done] { done(answer); }, Qt::QueuedConnection);
    };
    services.startDemo = [this]() -> Result<Demo> {
        return Demo{path(u"Demo"_s), settings(), connection()};
    };
    QSettings().clear();
    showWindow();
}

WindowFixture::~WindowFixture() = default;

void WindowFixture::showWindow()
{
    m_window = std::make_unique<MainWindow>(services);
    m_window->resize(1280, 760);
    m_window->show();
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get(), 20'000))
        qWarning("the window is not active");
}

QString WindowFixture::path(const QString &name) const
{
    return m_folder.filePath(name + u".boxwatch"_s);
}

StreamSettings WindowFixture::settings() const
{
    return {
        .type = StreamType::AdminLogs,
        .start = StreamSettings::Start::Earliest,
        .state = {},
        .pollingInterval = 300ms};
}

Connection WindowFixture::connection() const
{
    return {.apiUrl = simulator.apiUrl().toString(), .token = Secret(simulator.token().toUtf8())};
}

SessionPage *WindowFixture::capture(const QString &name)
{
    SessionPage *page = m_window->startSession(path(name), settings(), connection());
    const auto all = static_cast<qint64>(simulator.eventCount());
    if (!QTest::qWaitFor([&] { return page->events().totalRows() >= all; }, 60'000))
        qWarning("the backlog did not arrive");
    return page;
}

SessionPage *WindowFixture::openAgain(const QString &name)
{
    m_window->close();
    m_window.reset();
    showWindow();
    SessionPage *page = m_window->openSession(path(name));
    if (!QTest::qWaitFor(
            [&] { return page->session().isOpen() && !page->events().isFiltering(); }, 60'000))
        qWarning("the session did not open");
    return page;
}

QAction *WindowFixture::action(const QString &text) const
{
    for (QAction *action : m_window->QWidget::actions()) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    qFatal("there is no action %s", qPrintable(text));
    return nullptr;
}

} // namespace boxwatch::test
