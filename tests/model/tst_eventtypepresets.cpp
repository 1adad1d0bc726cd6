// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"
#include "core/model/eventtypepresets.h"

#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class EventTypePresetsTest : public QObject
{
    Q_OBJECT

private slots:
    void areThoseThatPeopleAskFor();
    void nameOnlyTypesOfTheCatalogue();
    void holdWhatTheyPromise_data();
    void holdWhatTheyPromise();
};

void EventTypePresetsTest::areThoseThatPeopleAskFor()
{
    QStringList names;
    QSet<QByteArray> keys;
    for (const EventTypePreset &preset : eventTypePresets()) {
        names.append(preset.name);
        keys.insert(preset.key);
        QVERIFY(!preset.types.isEmpty());
    }

    QCOMPARE(
        names,
        (QStringList{
            u"Sign-in problems"_s, u"Sharing outside"_s, u"Deletions"_s, u"Downloads"_s,
            u"Admin changes"_s, u"Shield"_s}));
    QCOMPARE(keys.size(), names.size());
}

void EventTypePresetsTest::nameOnlyTypesOfTheCatalogue()
{
    for (const EventTypePreset &preset : eventTypePresets()) {
        for (const QByteArray &name : preset.types)
            QVERIFY2(EventCatalogue::instance().find(name).known, name.constData());
    }
}

void EventTypePresetsTest::holdWhatTheyPromise_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isInIt");
    const auto row = [](const QByteArray &key, const QByteArray &type, bool isInIt) {
        const QByteArray name = key + ' ' + type;
        QTest::newRow(name.constData()) << key << type << isInIt;
    };

    row("sign-in-problems", "FAILED_LOGIN", true);
    row("sign-in-problems", "LOGIN", false);
    row("sharing-outside", "ITEM_SHARED_CREATE", true);
    row("sharing-outside", "COLLABORATION_INVITE", true);
    row("sharing-outside", "DOWNLOAD", false);
    row("deletions", "DELETE", true);
    row("deletions", "ITEM_TRASH", true);
    row("deletions", "UPLOAD", false);
    row("downloads", "DOWNLOAD", true);
    row("downloads", "PREVIEW", false);
    row("admin-changes", "CHANGE_ADMIN_ROLE", true);
    row("admin-changes", "NEW_USER", true);
    row("admin-changes", "TERMS_OF_SERVICE_ACCEPT", false);
    row("shield", "SHIELD_ALERT", true);
    row("shield", "FAILED_LOGIN", false);
}

void EventTypePresetsTest::holdWhatTheyPromise()
{
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, type);
    QFETCH(const bool, isInIt);

    const auto presets = eventTypePresets();
    const auto preset = std::ranges::find(presets, key, &EventTypePreset::key);

    QVERIFY(preset != presets.end());
    QCOMPARE(preset->types.contains(type), isInIt);
}

QTEST_APPLESS_MAIN(EventTypePresetsTest)
#include "tst_eventtypepresets.moc"
