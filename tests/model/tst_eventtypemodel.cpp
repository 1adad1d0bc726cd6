// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtypemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class EventTypeModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void hasAllCategoriesFromTheStart();
    void showsATypeOnceItOccurs();
    void putsUnknownTypesUnderOther();
    void aCategoryStandsForItsTypes();
    void aBoxNeverChangesByItself();
    void tellsTypesOfTheSameLabelApart();
    void countsAreThoseOfTheFilter();
    void showsOnlyWhatIsAskedFor();
    void invertsEveryBox();
    void tellsOnlyWhatThePersonDid();

private:
    QModelIndex find(const QString &label) const
    {
        const auto found = m_model->match(
            m_model->index(0, 0), Qt::DisplayRole, label, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? QModelIndex() : found.first();
    }

    Qt::CheckState box(const QString &label) const
    {
        return find(label).data(Qt::CheckStateRole).value<Qt::CheckState>();
    }

    std::unique_ptr<EventTypeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void EventTypeModelTest::init()
{
    m_tester.reset();
    m_model = std::make_unique<EventTypeModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void EventTypeModelTest::hasAllCategoriesFromTheStart()
{
    QCOMPARE(m_model->rowCount(), 13);
    QCOMPARE(m_model->index(0, 0).data().toString(), u"Files & folders"_s);
    QCOMPARE(m_model->index(12, 0).data().toString(), u"Other"_s);
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 0);
}

void EventTypeModelTest::showsATypeOnceItOccurs()
{
    m_model->setCounts({{"SHIELD_ALERT", 4}, {"FAILED_LOGIN", 2}, {"LOGIN", 7}});

    const QModelIndex signIn = find(u"Sign-in & devices"_s);
    QCOMPARE(m_model->rowCount(signIn), 2);
    QCOMPARE(signIn.data(EventTypeModel::CountRole).toLongLong(), 9);
    QCOMPARE(signIn.data(EventTypeModel::ShareRole).toDouble(), 1.0);
    QCOMPARE(
        m_model->index(0, 0, find(u"Shield & security"_s))
            .data(EventTypeModel::NameRole)
            .toByteArray(),
        QByteArray("SHIELD_ALERT"));
}

void EventTypeModelTest::putsUnknownTypesUnderOther()
{
    m_model->setCounts({{"HUB_ITEM_ADD", 3}});

    const QModelIndex other = find(u"Other"_s);
    QCOMPARE(m_model->rowCount(other), 1);
    const QModelIndex type = m_model->index(0, 0, other);
    QVERIFY(type.data(EventTypeModel::NewRole).toBool());
    QCOMPARE(type.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
    QCOMPARE(m_model->newTypeCount(), 1);
}

void EventTypeModelTest::aCategoryStandsForItsTypes()
{
    m_model->setCounts({{"LOGIN", 1}, {"FAILED_LOGIN", 1}});
    const QModelIndex category = find(u"Sign-in & devices"_s);

    QVERIFY(m_model->setData(category, Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(m_model->hiddenTypes().contains("LOGIN"));
    QVERIFY(m_model->hiddenTypes().contains("ADD_LOGIN_ACTIVITY_DEVICE")); // has not occurred yet
    QCOMPARE(box(u"Sign-in & devices"_s), Qt::Unchecked);

    QVERIFY(m_model->setData(m_model->index(0, 0, category), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(box(u"Sign-in & devices"_s), Qt::PartiallyChecked);
    QVERIFY(m_model->setData(category, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(m_model->hiddenTypes(), QSet<QByteArray>());
}

void EventTypeModelTest::aBoxNeverChangesByItself()
{
    m_model->setCounts({{"LOGIN", 1}});
    m_model->setHiddenTypes({"LOGIN"});

    m_model->setCounts({{"LOGIN", 0}, {"FAILED_LOGIN", 12}, {"NEWS", 1}});

    QCOMPARE(m_model->hiddenTypes(), QSet<QByteArray>{"LOGIN"});
}

void EventTypeModelTest::tellsTypesOfTheSameLabelApart()
{
    m_model->setCounts({{"COPY", 1}});
    QVERIFY(!find(u"Item copied"_s).data(EventTypeModel::AmbiguousRole).toBool());

    m_model->setCounts({{"COPY", 1}, {"ITEM_COPY", 1}}); // the same, as a user stream calls it
    QVERIFY(find(u"Item copied"_s).data(EventTypeModel::AmbiguousRole).toBool());
}

void EventTypeModelTest::countsAreThoseOfTheFilter()
{
    m_model->setCounts({{"LOGIN", 10}, {"FAILED_LOGIN", 1}});
    m_model->setCounts({{"LOGIN", 0}, {"FAILED_LOGIN", 1}});

    const QModelIndex category = find(u"Sign-in & devices"_s);
    QCOMPARE(m_model->rowCount(category), 2);
    QCOMPARE(category.data(EventTypeModel::CountRole).toLongLong(), 1);
}

void EventTypeModelTest::showsOnlyWhatIsAskedFor()
{
    m_model->setCounts({{"LOGIN", 1}, {"NEWS", 1}});

    m_model->showOnly({"LOGIN"});
    QVERIFY(!m_model->hiddenTypes().contains("LOGIN"));
    QVERIFY(m_model->hiddenTypes().contains("NEWS"));
    QVERIFY(m_model->hiddenTypes().contains("UPLOAD"));
    m_model->setAll(true);
    QCOMPARE(m_model->hiddenTypes(), QSet<QByteArray>());
    m_model->setAll(false);
    QCOMPARE(box(u"Files & folders"_s), Qt::Unchecked);
}

void EventTypeModelTest::invertsEveryBox()
{
    m_model->setCounts({{"LOGIN", 1}, {"NEWS", 1}});
    m_model->showOnly({"LOGIN"});
    const QSignalSpy changed(m_model.get(), &EventTypeModel::hiddenTypesChanged);

    m_model->invert();

    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_model->hiddenTypes(), QSet<QByteArray>{"LOGIN"});
    QCOMPARE(box(u"Files & folders"_s), Qt::Checked);
    QCOMPARE(box(u"Sign-in & devices"_s), Qt::PartiallyChecked);
    m_model->setAll(true);
    m_model->invert();
    QVERIFY(m_model->hiddenTypes().contains("NEWS")); // unknown, and still no exception
}

void EventTypeModelTest::tellsOnlyWhatThePersonDid()
{
    const QSignalSpy changed(m_model.get(), &EventTypeModel::hiddenTypesChanged);
    m_model->setCounts({{"LOGIN", 1}});

    m_model->setHiddenTypes({"LOGIN"}); // a saved session
    QCOMPARE(changed.size(), 0);
    m_model->setData(find(u"Sign-in & devices"_s), Qt::Unchecked, Qt::CheckStateRole);
    QCOMPARE(changed.size(), 1);
    m_model->setAll(false);
    m_model->setAll(false); // nothing new
    QCOMPARE(changed.size(), 2);
}

QTEST_GUILESS_MAIN(EventTypeModelTest)
#include "tst_eventtypemodel.moc"
