// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/names.h"
#include "simulator/streams.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;
using namespace boxwatch::sim;

namespace {

constexpr std::int64_t start = 1'772'000'000'000;

SimulatorOptions options(std::uint64_t seed = 1)
{
    SimulatorOptions result;
    result.seed = seed;
    result.backlog = 40'000;
    return result;
}

QByteArray rawOf(const EventMaker &maker, std::uint64_t index)
{
    TextBuffer out;
    maker.append(out, index);
    return out.take();
}

QByteArray idOf(const EventMaker &maker, std::uint64_t index)
{
    TextBuffer out;
    maker.appendId(out, index);
    return out.take();
}

/// Which shape of section 2.5 a source is.
QString shapeOf(const QJsonValue &source)
{
    const QJsonObject object = source.toObject();
    for (const char *member : {"item_type", "folder_id", "file_id", "group_id", "barrier_id"}) {
        if (object.contains(QLatin1String(member)))
            return QString::fromLatin1(member);
    }
    if (object.contains("type"_L1))
        return object["type"_L1].toString();
    return object.isEmpty() ? u"none"_s : u"generic"_s;
}

} // namespace

class TestGenerator : public QObject
{
    Q_OBJECT

private slots:
    void givesTheSameBytesForTheSameSeed_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("enterprise") << static_cast<int>(StreamKind::AdminLogs);
        QTest::newRow("user") << static_cast<int>(StreamKind::All);
    }

    void givesTheSameBytesForTheSameSeed()
    {
        QFETCH(int, kind);
        const Streams one(options(), start);
        const Streams two(options(), start);
        const Streams other(options(2), start);
        const auto &maker = one.makerOf(static_cast<StreamKind>(kind));

        for (std::uint64_t i = 0; i < 2000; ++i) {
            // Backwards on one side: what was asked before must not matter.
            const QByteArray raw = rawOf(maker, 1999 - i);
            QCOMPARE(rawOf(two.makerOf(static_cast<StreamKind>(kind)), 1999 - i), raw);
            QVERIFY(rawOf(other.makerOf(static_cast<StreamKind>(kind)), 1999 - i) != raw);
        }
        QCOMPARE(rawOf(two.makerOf(static_cast<StreamKind>(kind)), 3), rawOf(maker, 3));
    }

    void writesNothingButJson()
    {
        SimulatorOptions odd = options();
        odd.oddShare = 1;
        for (const SimulatorOptions &some : {options(), odd}) {
            const Streams streams(some, start);
            const auto &maker = streams.makerOf(StreamKind::AdminLogs);
            for (std::uint64_t i = 0; i < 20'000; ++i) {
                QJsonParseError error;
                const QByteArray raw = rawOf(maker, i);
                const QJsonDocument document = QJsonDocument::fromJson(raw, &error);
                QVERIFY2(
                    document.isObject(),
                    qPrintable(error.errorString() + u' ' + QString::fromUtf8(raw)));
                QVERIFY(QString::fromUtf8(raw).toUtf8() == raw);
                QCOMPARE(document["event_id"_L1].toString().toUtf8(), idOf(maker, i));
                QCOMPARE(
                    document["event_type"_L1].toString().toStdString(),
                    maker.types().at(maker.typeOf(i)).name);
            }
        }
    }

    void writesUserEventsAsJson()
    {
        const Streams streams(options(), start);
        const auto &maker = streams.makerOf(StreamKind::All);
        QSet<QString> shapes;

        for (std::uint64_t i = 0; i < 20'000; ++i) {
            const QJsonDocument document = QJsonDocument::fromJson(rawOf(maker, i));
            QVERIFY(document.isObject());
            QCOMPARE(document["event_id"_L1].toString().toUtf8(), idOf(maker, i));
            QCOMPARE(document["event_id"_L1].toString().size(), 40);
            shapes.insert(shapeOf(document["source"_L1]));
        }

        for (const QString &shape :
             {u"file"_s, u"folder"_s, u"comment"_s, u"collaboration"_s, u"group"_s, u"user"_s,
              u"none"_s})
            QVERIFY2(shapes.contains(shape), qPrintable(shape));
    }

    void hasEverySourceShape()
    {
        const Streams streams(options(), start);
        const auto &maker = streams.makerOf(StreamKind::AdminLogs);
        QSet<QString> shapes;
        QSet<QString> items;

        for (std::uint64_t i = 0; i < 40'000; ++i) {
            const QJsonValue source = QJsonDocument::fromJson(rawOf(maker, i))["source"_L1];
            shapes.insert(shapeOf(source));
            items.insert(source["item_type"_L1].toString());
        }

        for (const QString &shape :
             {u"none"_s, u"item_type"_s, u"user"_s, u"application"_s, u"app_item"_s, u"folder_id"_s,
              u"file_id"_s, u"group_id"_s, u"barrier_id"_s, u"generic"_s})
            QVERIFY2(shapes.contains(shape), qPrintable(shape));
        for (const QString &item : {u"file"_s, u"folder"_s, u"web_link"_s})
            QVERIFY2(items.contains(item), qPrintable(item));
    }

    void hasEveryOddity()
    {
        SimulatorOptions odd = options();
        odd.oddShare = 1;
        const Streams streams(odd, start);
        const auto &maker = streams.makerOf(StreamKind::AdminLogs);
        QByteArray all;
        int withoutId = 0;
        int withoutActor = 0;
        int withoutAddress = 0;

        for (std::uint64_t i = 0; i < 5000; ++i) {
            const QByteArray raw = rawOf(maker, i);
            const QJsonObject event = QJsonDocument::fromJson(raw).object();
            withoutId += event.contains("event_id"_L1) ? 0 : 1;
            withoutActor += event.contains("created_by"_L1) ? 0 : 1;
            withoutAddress += event.contains("ip_address"_L1) ? 0 : 1;
            all += raw;
        }

        QVERIFY(withoutId > 0);
        QVERIFY(withoutActor > 0);
        QVERIFY(withoutAddress > 0);
        for (const char *sign :
             {"\"created_by\":null", "\"id\":null", "box_support", "UnknownIP",
              "HOLODECK_PROGRAM_STARTED", "\"item_id\":901", "\"source\":null", ".250Z",
              "very long", "\"deeper\"", "\\u8b70", "web_link", "\"additional_details\":null"})
            QVERIFY2(all.contains(sign), sign);
    }

    void hasAwkwardNames()
    {
        const Streams streams(options(), start);
        const auto &maker = streams.makerOf(StreamKind::AdminLogs);
        QSet<QChar> first;
        bool hasLineBreak = false;
        bool hasHtml = false;

        for (std::uint64_t i = 0; i < 40'000; ++i) {
            const QString name =
                QJsonDocument::fromJson(rawOf(maker, i))["source"_L1]["item_name"_L1].toString();
            if (!name.isEmpty())
                first.insert(name[0]);
            hasLineBreak = hasLineBreak || name.contains(u'\n');
            hasHtml = hasHtml || name.contains(u"<img"_s);
        }

        for (const QChar sign : {u'=', u'+', u'-', u'@'})
            QVERIFY2(first.contains(sign), qPrintable(QString(sign)));
        QVERIFY(hasLineBreak);
        QVERIFY(hasHtml);
    }

    void isPlainWhenAskedToBe()
    {
        SimulatorOptions plain = options();
        plain.oddShare = 0;
        const Streams streams(plain, start);
        const auto &maker = streams.makerOf(StreamKind::AdminLogs);

        for (std::uint64_t i = 0; i < 20'000; ++i) {
            QVERIFY(maker.hasId(i));
            QVERIFY(maker.typeOf(i) < maker.types().firstUnknown());
        }
    }

    void neverRepeatsAnId()
    {
        const Streams streams(options(), start);
        QSet<QByteArray> ids;
        qsizetype without = 0;

        for (const StreamKind kind : {StreamKind::AdminLogs, StreamKind::All}) {
            for (std::uint64_t i = 0; i < 40'000; ++i) {
                if (streams.makerOf(kind).hasId(i))
                    ids.insert(idOf(streams.makerOf(kind), i));
                else
                    ++without;
            }
        }

        QCOMPARE(ids.size() + without, 80'000);
    }

    void isAsLargeAsReality()
    {
        const Streams streams(options(), start);
        qsizetype bytes = 0;

        for (std::uint64_t i = 0; i < 20'000; ++i)
            bytes += rawOf(streams.makerOf(StreamKind::AdminLogs), i).size();

        QVERIFY2(bytes / 20'000 > 750 && bytes / 20'000 < 1000, qPrintable(QString::number(bytes)));
    }

    void writesTimesThatCanBeRead()
    {
        const Streams streams(options(), start);
        const auto &maker = streams.makerOf(StreamKind::AdminLogs);

        for (std::uint64_t i = 0; i < 5000; ++i) {
            const QString text =
                QJsonDocument::fromJson(rawOf(maker, i))["created_at"_L1].toString();
            const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
            QVERIFY2(time.isValid(), qPrintable(text));
            QCOMPARE(time.toSecsSinceEpoch(), maker.timeOf(i) / 1000);
        }
    }

    void listsNamesThatNeedNoEscaping()
    {
        const auto check = [](std::string_view name) {
            const QByteArray quoted = quotedJson(name);
            QCOMPARE(quoted.mid(1, quoted.size() - 2).toStdString(), std::string(name));
        };
        for (int region = 0; region < regionCount; ++region) {
            for (const std::string_view name : namesOf(region).files)
                check(name);
        }
        for (const std::string_view name : qualifiers())
            check(name);
        for (const std::string_view name : extensions())
            check(name);
    }
};

QTEST_GUILESS_MAIN(TestGenerator)
#include "tst_generator.moc"
