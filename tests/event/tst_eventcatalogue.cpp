// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"

#include <QTest>

#include <algorithm>

using namespace boxwatch;

class EventCatalogueTest : public QObject
{
    Q_OBJECT

private slots:
    void knowsTheTypesThatBoxSends();
    void leavesOutNamesThatAreNeverSent();
    void givesAnUnknownTypeAReadableLabel();
    void tellsWhichLabelsNeedTheNameBesideThem();
    void endsWithOther();
};

void EventCatalogueTest::knowsTheTypesThatBoxSends()
{
    const EventCatalogue &catalogue = EventCatalogue::instance();

    QCOMPARE(catalogue.types().size(), 212U);
    const EventType alert = catalogue.find("SHIELD_ALERT");
    QVERIFY(alert.known);
    QCOMPARE(alert.severity, Severity::Critical);
    QCOMPARE(alert.category, QStringLiteral("Shield & security"));
    QVERIFY(std::ranges::all_of(catalogue.types(), [&](const EventType &type) {
        return catalogue.find(type.name).label == type.label;
    }));
}

void EventCatalogueTest::leavesOutNamesThatAreNeverSent()
{
    QVERIFY(!EventCatalogue::instance().find("ADMIN_INVITE_ACCEPT").known);
    QVERIFY(EventCatalogue::instance().find("MASTER_INVITE_ACCEPT").known);
}

void EventCatalogueTest::givesAnUnknownTypeAReadableLabel()
{
    const EventType type = EventCatalogue::instance().find("HOLODECK_PROGRAM_STARTED");

    QVERIFY(!type.known);
    QCOMPARE(type.label, QStringLiteral("Holodeck program started"));
    QCOMPARE(type.category, QStringLiteral("Other"));
    QVERIFY(!EventCatalogue::instance().find("").label.isEmpty());
}

void EventCatalogueTest::tellsWhichLabelsNeedTheNameBesideThem()
{
    QVERIFY(EventCatalogue::instance().find("DOWNLOAD").ambiguousLabel);
    QVERIFY(EventCatalogue::instance().find("ITEM_DOWNLOAD").ambiguousLabel);
    QVERIFY(!EventCatalogue::instance().find("SHIELD_ALERT").ambiguousLabel);
}

void EventCatalogueTest::endsWithOther()
{
    QCOMPARE(EventCatalogue::instance().categories().back(), QStringLiteral("Other"));
    QCOMPARE(EventCatalogue::instance().categories().front(), QStringLiteral("Files & folders"));
}

QTEST_APPLESS_MAIN(EventCatalogueTest)
#include "tst_eventcatalogue.moc"
