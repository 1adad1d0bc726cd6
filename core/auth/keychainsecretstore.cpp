// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/keychainsecretstore.h"

#include "core/auth/overduejob.h"
#include "core/base/log.h"

#include <QAbstractEventDispatcher>
#include <QPointer>
#include <QSettings>
#include <qt6keychain/keychain.h>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

/// How many jobs ran out of time and are still out there.
struct KeychainSecretStore::Queue
{
    int overdue = 0;
    bool missing = false; ///< as far as probe() knows
    QObject context; ///< for probe()
};

namespace {

Error keychainError(const QString &message, const QString &code = {})
{
    Error error;
    error.kind = Error::Kind::Keychain;
    error.message = message;
    error.code = code;
    return error;
}

/// QtKeychain talks to libsecret through GLib, and waits for ever where nobody runs GLib's loop.
bool canTalk()
{
#ifdef Q_OS_LINUX
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && QByteArray(dispatcher->metaObject()->className()).contains("Glib");
#else
    return true;
#endif
}

Result<void> outcomeOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return {};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return keychainError(u"the keychain is locked"_s, u"locked"_s);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return keychainError(u"there is no keychain"_s, u"missing"_s);
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return keychainError(job.errorString().left(256), u"failed"_s);
}

/// One request: told of once, by the job or by the clock, whichever is first.
class Request
{
public:
    Request(QObject *context, std::function<void(const Result<void> &, QKeychain::Job *)> finished)
        : m_context(context)
        , m_finished(std::move(finished))
    {
    }

    bool isOpen() const { return m_finished != nullptr; }

    void finish(const Result<void> &result, QKeychain::Job *job)
    {
        const auto finished = std::exchange(m_finished, nullptr);
        if (finished && m_context)
            finished(result, job);
    }

private:
    QPointer<QObject> m_context;
    std::function<void(const Result<void> &, QKeychain::Job *)> m_finished;
};

} // namespace

KeychainSecretStore::KeychainSecretStore(QString service, KeychainPatience patience)
    : m_service(std::move(service))
    , m_patience(patience)
    , m_queue(std::make_shared<Queue>())
{
}

KeychainSecretStore::~KeychainSecretStore() = default;

bool KeychainSecretStore::isBlocked() const
{
    return m_queue->overdue > 0;
}

void KeychainSecretStore::probe()
{
    // An entry that is not there needs no unlocking.
    read(
        u"org.boxwatch.Boxwatch/probe"_s, &m_queue->context,
        [queue = m_queue.get()](const Result<std::optional<Secret>> &answer) {
            // A keychain that is slow to begin with is not missing for the whole run.
            if (answer)
                return;
            const QString &code = answer.error().code;
            queue->missing = code != "locked"_L1 && code != "silent"_L1 && code != "blocked"_L1;
        });
}

bool KeychainSecretStore::isUsable() const
{
    return canTalk() && !isBlocked() && !m_queue->missing;
}

void KeychainSecretStore::run(
    QKeychain::Job *job, const QString &key, QObject *context, std::chrono::milliseconds limit,
    Finished finished)
{
    auto request = std::make_shared<Request>(context, std::move(finished));
    if (!canTalk() || isBlocked()) {
        job->deleteLater(); // never started, so it may go
        const Error error = isBlocked()
            ? keychainError(u"the keychain has not answered an earlier request yet"_s, u"blocked"_s)
            : keychainError(u"the keychain needs the GLib event loop"_s, u"missing"_s);
        QTimer::singleShot(0ms, context, [request, error] { request->finish(error, nullptr); });
        return;
    }
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    // An empty place of our own, or QtKeychain looks into settings that anybody can write.
    job->setSettings(new QSettings(u":/no-settings.ini"_s, QSettings::IniFormat, job));
    job->setKey(key);

    // Not a child of anything and never deleted by us: deleting a running job crashes.
    auto *clock = new QTimer;
    clock->setSingleShot(true);
    // Once, since a job that deletes can say twice that it has finished.
    QObject::connect(
        job, &QKeychain::Job::finished, clock,
        [request, clock, queue = m_queue](auto *done) {
            clock->deleteLater();
            if (!request->isOpen())
                --queue->overdue;
            const Result<void> outcome = outcomeOf(*done);
            if (outcome)
                queue->missing = false;
            request->finish(outcome, done);
        },
        Qt::SingleShotConnection);
    QObject::connect(clock, &QTimer::timeout, clock, [request, job, queue = m_queue] {
        qCWarning(logAuth) << "the keychain does not answer";
        ++queue->overdue;
        leaveOverdueJob(job);
        request->finish(keychainError(u"the keychain does not answer"_s, u"silent"_s), nullptr);
    });
    clock->start(limit);
    job->start();
}

void KeychainSecretStore::read(const QString &key, QObject *context, ReadCallback callback)
{
    run(new QKeychain::ReadPasswordJob(m_service), key, context, m_patience.read,
        [callback = std::move(callback)](const Result<void> &result, QKeychain::Job *job) {
            if (!result)
                callback(result.error());
            else if (job->error() == QKeychain::EntryNotFound)
                callback(std::optional<Secret>());
            else
                callback(std::optional<Secret>(
                    Secret(qobject_cast<QKeychain::ReadPasswordJob *>(job)->binaryData())));
        });
}

void KeychainSecretStore::write(
    const QString &key, const Secret &secret, QObject *context, DoneCallback callback)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    // Binary, since text ends at the first NUL.
    job->setBinaryData(secret.reveal());
    run(job, key, context, m_patience.change,
        [callback = std::move(callback)](const Result<void> &result, QKeychain::Job *) {
            callback(result);
        });
}

void KeychainSecretStore::remove(const QString &key, QObject *context, DoneCallback callback)
{
    run(new QKeychain::DeletePasswordJob(m_service), key, context, m_patience.change,
        [callback = std::move(callback)](const Result<void> &result, QKeychain::Job *) {
            callback(result);
        });
}

} // namespace boxwatch
