// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"
#include "core/session/chunkrecorder.h"
#include "core/store/chunkcodec.h"

#include <QTemporaryDir>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

/// The events with the numbers from \p first up to \p end.
EventChunk chunkOf(int first, int end)
{
    QByteArrayList entries;
    for (int i = first; i < end; ++i)
        entries.append(
            "{\"event_id\":\"e" + QByteArray::number(i)
            + "\",\"created_at\":\"2024-05-01T10:00:00Z\"}");
    const QByteArray body = "{\"entries\":[" + entries.join(',') + "],\"next_stream_position\":1}";
    return ChunkParser().parseChunk(body).value();
}

/// A new session, and what records into it.
class Fixture
{
public:
    Fixture()
    {
        QObject::connect(
            recorder.get(), &ChunkRecorder::recorded, recorder.get(),
            [this](const Recorded &recorded) { duplicates += recorded.duplicates; });
    }

    /// Stores \p first and, while it does, expects \p next.
    void recordExpecting(const EventChunk &first, const EventChunk &next)
    {
        recorder->record(stream, first, {}, 1);
        recorder->expect(next);
        recorder->finish();
    }

    void record(const EventChunk &chunk, const LateSpan &late = {})
    {
        recorder->record(stream, chunk, {}, 1, late);
        recorder->finish();
    }

    /// The ids of all events in the file, in order.
    QByteArray stored() const
    {
        QByteArrayList ids;
        ChunkParser parser;
        qint64 id = 0;
        for (auto chunk = file->nextChunk(id); chunk && *chunk; chunk = file->nextChunk(id)) {
            id = (*chunk)->id;
            for (const std::string_view raw : (*chunk)->events) {
                const Event event = parser.parseEvent(raw);
                ids.append({event.id.data(), static_cast<qsizetype>(event.id.size())});
            }
        }
        return ids.join(' ');
    }

    QTemporaryDir folder;
    std::unique_ptr<SessionFile> file = std::move(
        SessionFile::create(folder.filePath(u"a.boxwatch"_s)).value());
    StoredStream stream = file->stream(StreamType::AdminLogs).value();
    EventTable table;
    qsizetype duplicates = 0;
    std::unique_ptr<ChunkRecorder> recorder = std::make_unique<ChunkRecorder>(*file, table);
};

} // namespace

class TestChunkRecorder : public QObject
{
    Q_OBJECT

private slots:
    void storesWhatItExpected()
    {
        Fixture f;
        const EventChunk next = chunkOf(2, 4);

        f.recordExpecting(chunkOf(0, 2), next);
        f.record(next);

        QCOMPARE(f.stored(), "e0 e1 e2 e3"_ba);
    }

    void storesWhatItDidNotExpect()
    {
        Fixture f;

        f.recordExpecting(chunkOf(0, 2), chunkOf(10, 12)); // of a stream that was told otherwise
        f.recordExpecting(chunkOf(2, 4), chunkOf(20, 22));
        f.recordExpecting(chunkOf(4, 6), chunkOf(30, 32));
        f.record(chunkOf(6, 8));

        QCOMPARE(f.stored(), "e0 e1 e2 e3 e4 e5 e6 e7"_ba);
    }

    void dropsFromWhatItExpectedWhatCameMeanwhile()
    {
        Fixture f;
        const EventChunk next = chunkOf(1, 4);

        f.recordExpecting(chunkOf(0, 3), next);
        f.record(next);

        QCOMPARE(f.stored(), "e0 e1 e2 e3"_ba);
        QCOMPARE(f.duplicates, 2);
    }

    void keepsWhatIsLateApartAlsoIfItWasExpected()
    {
        Fixture f;
        const EventChunk next = chunkOf(2, 4);

        f.recordExpecting(chunkOf(0, 2), next);
        f.record(next, LateSpan::everything());

        QCOMPARE(f.stored(), "e0 e1 e2 e3"_ba);
        QCOMPARE(f.file->summary()->late, 2);
    }

    void canBeEndedWhileItExpectsSomething()
    {
        Fixture f;
        const EventChunk first = chunkOf(0, 2);

        f.recorder->record(f.stream, first, {}, 1);
        f.recorder->expect(chunkOf(2, 1000));
        f.recorder.reset();

        QCOMPARE(f.stored(), "e0 e1"_ba);
    }

    void theFileTakesWhatWasCompressedBefore()
    {
        Fixture f;
        const EventChunk events = chunkOf(0, 1);
        const EventChunk others = chunkOf(5, 6); // so that one can tell which of the two it took
        ChunkCodec codec;

        const auto id = f.file->commit(
            {.stream = f.stream.id,
             .after = {},
             .receivedAt = 1,
             .events = events.events(),
             .encoded = codec.encode(others.events()).value()});

        QVERIFY(id);
        QCOMPARE(f.stored(), "e5"_ba);
    }
};

QTEST_GUILESS_MAIN(TestChunkRecorder)
#include "tst_chunkrecorder.moc"
