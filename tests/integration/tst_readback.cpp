// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/app/program.h"
#include "tests/integration/boxsim.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestReadback : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsBackInPython_data();
    void readsBackInPython();
    void readsBackInLibreOffice();

private:
    QString exportCsv(const QString &name, const QStringList &more) const;

    QTemporaryDir m_folder;
    QString m_session;
    qint64 m_events = 0;
};

void TestReadback::initTestCase()
{
    m_session = m_folder.filePath(u"a.boxwatch"_s);
    m_events = scaled(20'000);
    const BoxSim box(
        {u"--backlog"_s, QString::number(m_events), u"--history-delay"_s, u"0"_s, u"--odd"_s,
         u"0.2"_s});
    QVERIFY(box.isRunning());
    const ProgramResult result = Program()
                                     .with(u"BOX_TOKEN"_s, box.token())
                                     .run(
                                         {u"capture"_s, u"--to"_s, m_session, u"--api-url"_s,
                                          box.apiUrl(), u"--token-from"_s, u"env:BOX_TOKEN"_s,
                                          u"--from"_s, u"earliest"_s, u"--poll-interval"_s,
                                          u"0"_s});
    QVERIFY2(result.code == 0, result.errors.constData());
}

QString TestReadback::exportCsv(const QString &name, const QStringList &more) const
{
    const QString file = m_folder.filePath(name);
    const ProgramResult result = Program().run(
        QStringList{u"export"_s, m_session, u"--output"_s, file} + more);
    return result.code == 0 ? file : QString();
}

void TestReadback::readsBackInPython_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("exact") << u"exact"_s
                           << QStringList{u"--columns"_s, u"all"_s, u"--no-formula-guard"_s};
    QTest::newRow("guarded") << u"guarded"_s << QStringList{u"--columns"_s, u"all"_s};
}

void TestReadback::readsBackInPython()
{
    QFETCH(const QString, mode);
    QFETCH(const QStringList, options);
    const QString python = QStandardPaths::findExecutable(u"python3"_s);
    if (python.isEmpty())
        QSKIP("python3 is not installed.");
    const QString csv = exportCsv(mode + u".csv"_s, options);
    QVERIFY(!csv.isEmpty());
    QProcess reader;

    reader.start(python, {QStringLiteral(BOXWATCH_SCRIPTS "/readback.py"), csv, mode});
    const ProgramResult result = Program::finish(reader);

    QVERIFY2(result.code == 0, result.errors.constData());
    const QJsonObject told = QJsonDocument::fromJson(result.output).object();
    qInfo() << told;
    QCOMPARE(told.value(u"rows"_s).toInteger(), m_events);
    QVERIFY(told.value(u"breaks"_s).toInteger() > 0);
    QCOMPARE(told.value(u"guarded"_s).toInteger() > 0, mode == u"guarded"_s);
}

void TestReadback::readsBackInLibreOffice()
{
    const QString office = QStandardPaths::findExecutable(u"soffice"_s);
    if (office.isEmpty())
        QSKIP("LibreOffice is not installed.");
    const QString csv = exportCsv(
        u"sheet.csv"_s, {u"--columns"_s, u"event_id,item_name,actor_name"_s});
    QVERIFY(!csv.isEmpty());
    const QString folder = m_folder.filePath(u"again"_s);
    QProcess process;

    // In: comma, quotation mark, UTF-8, from line 1, all columns as text. Out: the same.
    process.start(
        office,
        {u"-env:UserInstallation=file://"_s + m_folder.filePath(u"profile"_s), u"--headless"_s,
         u"--infilter=CSV:44,34,76,1,1/2/2/2/3/2,0,true,false,false"_s, u"--convert-to"_s,
         u"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false"_s, u"--outdir"_s, folder,
         csv});
    const ProgramResult converted = Program::finish(process);
    QVERIFY2(converted.code == 0, converted.errors.constData());
    QProcess reader;
    reader.start(
        u"python3"_s,
        {QStringLiteral(BOXWATCH_SCRIPTS "/samecells.py"), csv, folder + u"/sheet.csv"_s});
    const ProgramResult result = Program::finish(reader);

    QVERIFY2(result.code == 0, result.errors.constData());
}

QTEST_GUILESS_MAIN(TestReadback)
#include "tst_readback.moc"
