// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "windowfixture.h"

#include "core/auth/fixedtoken.h"
#include "ui/eventsview.h"
#include "ui/sessionpage.h"

#include <QDir>
#include <QSettings>
#include <QTest>

#include <utility>

namespace boxwatch::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

TokenSourceFactory tokensOf(const Secret &token)
{
    return [token] { return std::make_unique<FixedToken>(token); };
}

void KeptAccounts::add(const SessionOwner &owner, const Secret &token, bool kept)
{
    held.insert(owner.accountId, token);
    known.removeIf(
        [&owner](const AccountEntry &e) { return e.owner.accountId == owner.accountId; });
    known.append({owner, SignInMethod::DeveloperToken, kept});
}

std::unique_ptr<QObject> KeptAccounts::signIn(
    const SignInRequest &request, const Connection & /*where*/, StreamType /*type*/,
    SignInWaiting waiting, SignInDone done)
{
    asked = request;
    m_done = std::move(done);
    if (!consentPage.isEmpty())
        waiting(consentPage);
    auto current = std::make_unique<QObject>();
    attempt = current.get();
    if (next)
        answer(*next);
    return current;
}

void KeptAccounts::answer(const Result<SignedIn> &result)
{
    if (result) {
        const SessionOwner &owner = result->answer.owner;
        Secret token = asked->developerToken;
        if (token.isEmpty())
            token = held.value(owner.accountId);
        add(owner, token, asked->keep && !result->notKept);
        known.last().method = asked->method;
    }
    const SignInDone done = std::exchange(m_done, {});
    if (!result) {
        done(result);
        return;
    }
    SignedIn signedIn = *result;
    signedIn.tokens = tokensOf(held.value(signedIn.answer.owner.accountId));
    done(signedIn);
}

void KeptAccounts::tokens(
    const QString &accountId, const Connection &where, QObject * /*context*/,
    std::function<void(const Result<TokenSourceFactory> &)> done)
{
    networks.push_back(where.network);
    if (lockedWith)
        done(*lockedWith);
    else if (held.contains(accountId))
        done(tokensOf(held.value(accountId)));
    else
        done(Error{.kind = Error::Kind::Usage, .message = u"not there"_s});
}

void KeptAccounts::signOut(
    const QString &accountId, const Connection & /*where*/, QObject * /*context*/,
    std::function<void(const Result<void> &)> done)
{
    signedOut += accountId;
    held.remove(accountId);
    known.removeIf([&accountId](const AccountEntry &e) { return e.owner.accountId == accountId; });
    done({});
}

void KeptAccounts::watchKeeping(QObject *context, KeepingNews news)
{
    m_watchers.emplace_back(context, std::move(news));
}

void KeptAccounts::tellKeeping(const QString &accountId, const std::optional<Error> &trouble)
{
    for (const auto &[context, news] : m_watchers) {
        if (context)
            news(accountId, trouble);
    }
}

WindowFixture::WindowFixture(std::uint64_t backlog)
{
    SimulatorOptions options;
    options.backlog = backlog;
    options.historyDelay = 0ms;
    options.oddShare = 0;
    if (!simulator.start(options))
        qFatal("the simulator does not start: %s", qPrintable(simulator.errorString()));
    services.connection.network.apiUrl = simulator.apiUrl();
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

CaptureSettings WindowFixture::settings() const
{
    return StreamSettings{
        .type = StreamType::AdminLogs,
        .start = StreamSettings::Start::Earliest,
        .state = {},
        .pollingInterval = 300ms};
}

Connection WindowFixture::connection() const
{
    return {.network = {.apiUrl = simulator.apiUrl()}, .token = Secret(simulator.token().toUtf8())};
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
