// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/csvcell.h"
#include "tests/export/csvreader.h"

#include <QRandomGenerator>
#include <QTest>

using namespace boxwatch;

class TestCsvCell : public QObject
{
    Q_OBJECT

private slots:
    void guardsWhatASpreadsheetWouldRun_data();
    void guardsWhatASpreadsheetWouldRun();
    void leavesOtherTextsAlone_data();
    void leavesOtherTextsAlone();
    void quotesOnlyWhatNeedsIt_data();
    void quotesOnlyWhatNeedsIt();
    void replacesBytesThatAreNotUtf8();
    void givesBackAnyTextWithoutTheGuard();
    void losesNothingButAnApostropheWithTheGuard();
};

namespace {

std::string cell(std::string_view text, bool guard)
{
    std::string out;
    appendCsvCell(out, text, guard);
    return out;
}

// A cell as a reader of the file sees it.
QByteArray readBack(std::string_view text, bool guard)
{
    const auto records = readCsv(QByteArray::fromStdString(cell(text, guard) + ",x\r\n"));
    return records.size() == 1 && records.at(0).size() == 2 ? records.at(0).at(0)
                                                            : QByteArray("not CSV");
}

std::string randomText(QRandomGenerator &random)
{
    static const std::array<std::string_view, 20> pieces{
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r\n",
        "\n",
        "\"",
        "'",
        ",",
        ";",
        " ",
        "a",
        "Zz",
        "9",
        "\\",
        "\xEF\xBB\xBF",
        "\xE6\x96\x87",
        "\xF0\x9F\x98\x80",
        "\xC3\xA9"};
    std::string text;
    const int count = random.bounded(8);
    for (int i = 0; i < count; ++i)
        text += pieces[random.bounded(static_cast<quint32>(pieces.size()))];
    return text;
}

} // namespace

void TestCsvCell::guardsWhatASpreadsheetWouldRun_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("equals", "=1+1");
    row("plus", "+1");
    row("minus", "-1");
    row("minus alone", "-");
    row("at", "@SUM(A1)");
    row("tab", "\tx");
    row("carriage return", "\rx");
    row("line feed", "\nx");
    row("nul", QByteArray("\0x", 2));
    row("behind spaces", "   =1+1");
    row("behind a no-break space", "\xC2\xA0=1");
    row("behind an ideographic space", "\xE3\x80\x80=1");
    row("behind a byte order mark", "\xEF\xBB\xBF=1");
    row("behind a zero-width space", "\xE2\x80\x8B=1");
    row("behind a direction mark", "\xE2\x80\xAE=1");
    row("behind a soft hyphen", "\xC2\xAD=1");
    row("behind several", " \xE2\x80\x8B \xEF\xBB\xBF@x");
    row("fullwidth equals",
        "\xEF\xBC\x9D"
        "1");
    row("fullwidth plus",
        "\xEF\xBC\x8B"
        "1");
    row("fullwidth minus",
        "\xEF\xBC\x8D"
        "1");
    row("fullwidth at",
        "\xEF\xBC\xA0"
        "x");
    row("small equals",
        "\xEF\xB9\xA6"
        "1");
    row("with quotation marks", "=\"a\"&\"b\"");
}

void TestCsvCell::guardsWhatASpreadsheetWouldRun()
{
    QFETCH(const QByteArray, text);
    std::string out;

    const auto treatment = appendCsvCell(out, text.toStdString(), true);

    QCOMPARE(treatment, CellTreatment::Guarded);
    QCOMPARE(readBack(text.toStdString(), true), "'" + text);
    QCOMPARE(readBack(text.toStdString(), false), text);
}

void TestCsvCell::leavesOtherTextsAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a word") << QByteArray("word");
    QTest::newRow("a formula further on") << QByteArray("a=1+1");
    QTest::newRow("an apostrophe") << QByteArray("'=1+1");
    QTest::newRow("a dash of typography") << QByteArray("\xE2\x80\x93 draft");
    QTest::newRow("Japanese") << QByteArray("\xE6\xB1\xBA\xE7\xAE\x97");
    QTest::newRow("an address") << QByteArray("2001:db8::1");
    QTest::newRow("JSON") << QByteArray("{\"a\":\"=1\"}");
}

void TestCsvCell::leavesOtherTextsAlone()
{
    QFETCH(const QByteArray, text);

    QVERIFY(!looksLikeFormula(text.toStdString()));
    QCOMPARE(readBack(text.toStdString(), true), text);
}

void TestCsvCell::quotesOnlyWhatNeedsIt_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("a word") << QByteArray("word") << QByteArray("word");
    QTest::newRow("a space inside") << QByteArray("two words") << QByteArray("two words");
    QTest::newRow("a comma") << QByteArray("a,b") << QByteArray("\"a,b\"");
    QTest::newRow("a semicolon") << QByteArray("a;b") << QByteArray("\"a;b\"");
    QTest::newRow("a quotation mark") << QByteArray("a\"b") << QByteArray("\"a\"\"b\"");
    QTest::newRow("only quotation marks") << QByteArray("\"\"") << QByteArray("\"\"\"\"\"\"");
    QTest::newRow("a line break") << QByteArray("a\nb") << QByteArray("\"a\nb\"");
    QTest::newRow("a space at the end") << QByteArray("a ") << QByteArray("\"a \"");
    QTest::newRow("a guarded comma") << QByteArray("=a,b") << QByteArray("\"'=a,b\"");
}

void TestCsvCell::quotesOnlyWhatNeedsIt()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, written);

    QCOMPARE(QByteArray::fromStdString(cell(text.toStdString(), true)), written);
}

void TestCsvCell::replacesBytesThatAreNotUtf8()
{
    std::string out;

    const auto treatment = appendCsvCell(out, "caf\xE9,x", true);

    QCOMPARE(treatment, CellTreatment::Repaired);
    QCOMPARE(QByteArray::fromStdString(out), QByteArray("\"caf\xEF\xBF\xBD,x\""));
}

void TestCsvCell::givesBackAnyTextWithoutTheGuard()
{
    QRandomGenerator random(20260302);
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = randomText(random);
        QCOMPARE(readBack(text, false), QByteArray::fromStdString(text));
    }
}

void TestCsvCell::losesNothingButAnApostropheWithTheGuard()
{
    QRandomGenerator random(20260303);
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = randomText(random);
        const QByteArray expected = (looksLikeFormula(text) ? "'" : "")
            + QByteArray::fromStdString(text);
        QCOMPARE(readBack(text, true), expected);
    }
}

QTEST_APPLESS_MAIN(TestCsvCell)
#include "tst_csvcell.moc"
