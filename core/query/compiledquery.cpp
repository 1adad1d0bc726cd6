// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/compiledquery.h"

#include "core/query/queryrun.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace boxwatch {

namespace {

using Part = TripleEntries::Part;
using SharedTest = std::shared_ptr<const TextTest>;

std::unique_ptr<RowTest> codeTest(CodeColumn column, std::shared_ptr<EntryTest> entries)
{
    return std::make_unique<CodeTest>(
        std::vector{CodeTest::Column{.column = column, .entries = std::move(entries)}});
}

SharedTest textTest(const QueryTerm &term)
{
    return std::make_shared<const TextTest>(term.test, term.text);
}

/// The term for an id beside a name: part of an id would find too much.
SharedTest idTest(const QueryTerm &term)
{
    return term.test == QueryTerm::Test::Contains
        ? std::make_shared<const TextTest>(QueryTerm::Test::Equals, term.text)
        : textTest(term);
}

bool passesText(const TextTest &test, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return test.passes({utf8.constData(), static_cast<std::size_t>(utf8.size())});
}

/// The numbers that a term lets pass.
NumberRange rangeOf(const QueryTerm &term)
{
    constexpr qint64 largest = std::numeric_limits<qint64>::max();
    constexpr qint64 smallest = std::numeric_limits<qint64>::min();
    constexpr NumberRange none{.from = 1, .to = 0};
    switch (term.test) {
    case QueryTerm::Test::Equals:
        return term.numberEnd == smallest
            ? none
            : NumberRange{.from = term.number, .to = term.numberEnd - 1};
    case QueryTerm::Test::Less:
        return term.number == smallest ? none : NumberRange{.to = term.number - 1};
    case QueryTerm::Test::LessOrEqual:
        return {.to = term.number};
    case QueryTerm::Test::Greater:
        return term.number == largest ? none : NumberRange{.from = term.number + 1};
    case QueryTerm::Test::GreaterOrEqual:
        return {.from = term.number};
    default:
        return none;
    }
}

/// Name or label. Without a name there is no label either.
std::shared_ptr<TypeEntries> typeEntries(const SharedTest &test)
{
    return std::make_shared<TypeEntries>([test](const EventType &type) {
        return !type.name.isEmpty()
            && (test->passes({type.name.constData(), static_cast<std::size_t>(type.name.size())})
                || passesText(*test, type.label));
    });
}

std::unique_ptr<RowTest> personTest(CodeColumn column, const QueryTerm &term)
{
    const SharedTest test = textTest(term);
    return codeTest(
        column,
        std::make_shared<TripleEntries>(
            TripleEntries::Of::Persons,
            std::array{Part{.test = idTest(term)}, Part{.test = test}, Part{.test = test}}));
}

/// One of the three texts of an entry.
std::unique_ptr<RowTest> partTest(
    CodeColumn column, TripleEntries::Of of, std::size_t part, const QueryTerm &term)
{
    std::array<Part, 3> parts;
    parts[part].test = textTest(term);
    return codeTest(column, std::make_shared<TripleEntries>(of, parts));
}

/// Names of items are many, so a search for bytes goes through the dictionary as a whole.
Part itemName(const QueryTerm &term)
{
    SharedTest test = textTest(term);
    if (!test->bytes())
        return {.test = std::move(test)};
    return {
        .entries = std::make_shared<TextEntries>(std::move(test), TextEntries::When::AllAtOnce)};
}

std::unique_ptr<RowTest> itemTest(const QueryTerm &term)
{
    return codeTest(
        CodeColumn::Item,
        std::make_shared<TripleEntries>(
            TripleEntries::Of::Items,
            std::array{Part{}, Part{.test = idTest(term)}, itemName(term)}));
}

std::unique_ptr<RowTest> itemNameTest(const QueryTerm &term)
{
    return codeTest(
        CodeColumn::Item,
        std::make_shared<TripleEntries>(
            TripleEntries::Of::Items, std::array{Part{}, Part{}, itemName(term)}));
}

std::unique_ptr<RowTest> folderTest(const QueryTerm &term)
{
    return codeTest(
        CodeColumn::Folder,
        std::make_shared<TripleEntries>(
            TripleEntries::Of::Folders,
            std::array{Part{.test = idTest(term)}, Part{.test = textTest(term)}, Part{}}));
}

std::unique_ptr<RowTest> columnTest(CodeColumn column, const QueryTerm &term)
{
    return codeTest(
        column, std::make_shared<TextEntries>(textTest(term), TextEntries::When::Asked));
}

/// Ids of Box have 36 or 40 characters, digits among them. They stand in no dictionary, so whoever types
/// less does not have to wait for them: 10,000,000 take as long as a hundred other queries.
bool mayBeEventId(const QueryTerm &term)
{
    constexpr qsizetype shortest = 16;
    return (term.test == QueryTerm::Test::Contains || term.test == QueryTerm::Test::Equals)
        && term.text.size() >= shortest
        && std::ranges::any_of(term.text, [](QChar c) { return c.isDigit(); });
}

std::unique_ptr<RowTest> anyTest(const QueryTerm &term)
{
    using Of = TripleEntries::Of;

    const SharedTest test = textTest(term);
    const auto texts = std::make_shared<TextEntries>(
        test, test->bytes() ? TextEntries::When::AllAtOnce : TextEntries::When::Asked);
    const Part part{.entries = texts};
    const Part none; // of an item its kind: nobody who looks for “file” wants all files
    const auto triples = [](Of of, const Part &first, const Part &second, const Part &third) {
        return std::make_shared<TripleEntries>(of, std::array{first, second, third});
    };
    const auto persons = triples(Of::Persons, part, part, part);
    auto all = std::make_unique<CodeTest>(std::vector<CodeTest::Column>{
        {CodeColumn::Type, typeEntries(test)},
        {CodeColumn::Actor, persons},
        {CodeColumn::Item, triples(Of::Items, none, part, part)},
        {CodeColumn::Folder, triples(Of::Folders, part, part, part)},
        {CodeColumn::Owner, persons},
        {CodeColumn::Target, persons},
        {CodeColumn::ActingFor, persons},
        {CodeColumn::Address, texts},
        {CodeColumn::Service, texts},
        {CodeColumn::Session, texts},
        {CodeColumn::SharedLink, texts},
        {CodeColumn::Classification, texts}});
    if (!mayBeEventId(term))
        return all;
    RowTests either;
    either.push_back(std::move(all));
    either.push_back(std::make_unique<EventIdTest>(QueryTerm::Test::Equals, term.text));
    return std::make_unique<AnyOf>(std::move(either));
}

/// Addresses of a network: each different one is asked once.
class NetworkEntries : public EntryTest
{
public:
    explicit NetworkEntries(const Subnet &subnet) : m_subnet(subnet) { }
    int cost() const override { return 2; }

protected:
    Code count(const TableSnapshot &table) const override { return table.textCount(); }
    bool test(const TableSnapshot &table, Code code) override
    {
        return m_subnet.contains(table.text(code));
    }

private:
    Subnet m_subnet;
};

std::unique_ptr<RowTest> addressTest(const QueryTerm &term)
{
    if (term.test == QueryTerm::Test::Within)
        return codeTest(CodeColumn::Address, std::make_shared<NetworkEntries>(term.subnet));
    return columnTest(CodeColumn::Address, term);
}

std::unique_ptr<RowTest> severityTest(const QueryTerm &term)
{
    return codeTest(
        CodeColumn::Type, std::make_shared<TypeEntries>([range = rangeOf(term)](const auto &type) {
            return range.contains(static_cast<qint64>(type.severity));
        }));
}

std::unique_ptr<RowTest> categoryTest(const QueryTerm &term)
{
    return codeTest(
        CodeColumn::Type, std::make_shared<TypeEntries>([test = textTest(term)](const auto &type) {
            return passesText(*test, type.category);
        }));
}

std::unique_ptr<RowTest> unknownTest()
{
    return codeTest(CodeColumn::Type, std::make_shared<TypeEntries>([](const EventType &type) {
                        return !type.known;
                    }));
}

std::unique_ptr<RowTest> receivedTest(const QueryTerm &term)
{
    return std::make_unique<ChunkTest>(
        [range = rangeOf(term)](const EventTable::ChunkRange &chunk, const QueryContext &) {
            return range.contains(chunk.receivedAt);
        });
}

std::unique_ptr<RowTest> streamTest(const QueryTerm &term)
{
    return std::make_unique<ChunkTest>(
        [range = rangeOf(term)](const EventTable::ChunkRange &chunk, const QueryContext &context) {
            const auto type = context.streams.constFind(chunk.stream);
            return type != context.streams.constEnd() && range.contains(static_cast<qint64>(*type));
        });
}

std::unique_ptr<RowTest> lateTest()
{
    return std::make_unique<ChunkTest>(
        [](const EventTable::ChunkRange &chunk, const QueryContext &) { return chunk.late; });
}

std::unique_ptr<RowTest> termTest(const QueryTerm &term)
{
    using Of = TripleEntries::Of;

    switch (term.field) {
    case QueryField::Any:
        return anyTest(term);
    case QueryField::EventId:
        return std::make_unique<EventIdTest>(term.test, term.text);
    case QueryField::Type:
        return codeTest(CodeColumn::Type, typeEntries(textTest(term)));
    case QueryField::Severity:
        return severityTest(term);
    case QueryField::Category:
        return categoryTest(term);
    case QueryField::Who:
        return personTest(CodeColumn::Actor, term);
    case QueryField::ActorId:
        return partTest(CodeColumn::Actor, Of::Persons, 0, term);
    case QueryField::ActorName:
        return partTest(CodeColumn::Actor, Of::Persons, 1, term);
    case QueryField::ActorLogin:
        return partTest(CodeColumn::Actor, Of::Persons, 2, term);
    case QueryField::ActingFor:
        return personTest(CodeColumn::ActingFor, term);
    case QueryField::Target:
        return personTest(CodeColumn::Target, term);
    case QueryField::Owner:
        return personTest(CodeColumn::Owner, term);
    case QueryField::Item:
        return itemTest(term);
    case QueryField::ItemId:
        return partTest(CodeColumn::Item, Of::Items, 1, term);
    case QueryField::ItemName:
        return itemNameTest(term);
    case QueryField::ItemType:
        return partTest(CodeColumn::Item, Of::Items, 0, term);
    case QueryField::Folder:
        return folderTest(term);
    case QueryField::FolderId:
        return partTest(CodeColumn::Folder, Of::Folders, 0, term);
    case QueryField::FolderName:
        return partTest(CodeColumn::Folder, Of::Folders, 1, term);
    case QueryField::Address:
        return addressTest(term);
    case QueryField::Service:
        return columnTest(CodeColumn::Service, term);
    case QueryField::Session:
        return columnTest(CodeColumn::Session, term);
    case QueryField::SharedLink:
        return columnTest(CodeColumn::SharedLink, term);
    case QueryField::Classification:
        return columnTest(CodeColumn::Classification, term);
    case QueryField::Size:
        return std::make_unique<NumberTest>(NumberColumn::Size, rangeOf(term));
    case QueryField::Risk:
        return std::make_unique<NumberTest>(NumberColumn::Risk, rangeOf(term));
    case QueryField::Created:
        return std::make_unique<NumberTest>(NumberColumn::CreatedAt, rangeOf(term));
    case QueryField::Recorded:
        return std::make_unique<NumberTest>(NumberColumn::RecordedAt, rangeOf(term));
    case QueryField::Received:
        return receivedTest(term);
    case QueryField::Stream:
        return streamTest(term);
    case QueryField::Raw:
        return std::make_unique<RawTest>(term.test, term.text);
    case QueryField::Late:
        return lateTest();
    case QueryField::Marked:
        return std::make_unique<MarkTest>();
    case QueryField::Unknown:
        return unknownTest();
    case QueryField::Unreadable:
        return std::make_unique<UnreadableTest>();
    }
    return {};
}

std::unique_ptr<RowTest> nodeTest(const QueryNode &node)
{
    if (node.kind == QueryNode::Kind::Term)
        return termTest(node.term);
    RowTests tests;
    for (const QueryNode &child : node.children)
        tests.push_back(nodeTest(child));
    switch (node.kind) {
    case QueryNode::Kind::Not:
        return std::make_unique<NotThat>(std::move(tests.front()));
    case QueryNode::Kind::Or:
        return std::make_unique<AnyOf>(std::move(tests));
    default: // all of nothing passes
        return std::make_unique<AllOf>(std::move(tests));
    }
}

bool asks(const QueryNode &node, const std::function<bool(const QueryTerm &)> &isAsked)
{
    return (node.kind == QueryNode::Kind::Term && isAsked(node.term))
        || std::ranges::any_of(
               node.children, [&](const QueryNode &child) { return asks(child, isAsked); });
}

} // namespace

CompiledQuery compileQuery(const QueryNode &root)
{
    CompiledQuery query;
    if (root.kind != QueryNode::Kind::All)
        query.test = nodeTest(root);
    query.readsRaw = asks(root, [](const auto &term) { return term.field == QueryField::Raw; });
    query.readsMarks = asks(
        root, [](const auto &term) { return term.field == QueryField::Marked; });
    query.readsIds = asks(root, [](const QueryTerm &term) {
        return term.field == QueryField::EventId
            || (term.field == QueryField::Any && mayBeEventId(term));
    });
    return query;
}

} // namespace boxwatch
