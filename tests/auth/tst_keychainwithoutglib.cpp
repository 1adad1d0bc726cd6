// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/keychainsecretstore.h"

#include <QCoreApplication>
#include <QTest>

using namespace boxwatch;

class TestKeychainWithoutGlib : public QObject
{
    Q_OBJECT

private slots:
    void saysThatThereIsNoKeychainInsteadOfWaitingForEver()
    {
        KeychainSecretStore store(QStringLiteral("boxwatch-test"));
        std::optional<Result<std::optional<Secret>>> read;

        store.read(QStringLiteral("x"), this, [&](const Result<std::optional<Secret>> &answer) {
            read = answer;
        });

        QTRY_VERIFY(read);
        QVERIFY(!read->hasValue());
        QCOMPARE(read->error().kind, Error::Kind::Keychain);
        QVERIFY(!store.isBlocked());
    }
};

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication app(argc, argv);
    TestKeychainWithoutGlib test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychainwithoutglib.moc"
