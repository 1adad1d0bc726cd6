// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/csvwriter.h"

#include "core/event/eventcatalogue.h"
#include "core/export/csvcell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace boxwatch {

namespace {

std::string_view severityName(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return "info";
    case Severity::Notice:
        return "notice";
    case Severity::Warning:
        return "warning";
    case Severity::Critical:
        return "critical";
    }
    return {};
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

void appendNumber(std::string &out, qint64 number)
{
    if (number < 0)
        return;
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

} // namespace

CsvWriter::CsvWriter(TableSnapshot table, Options options)
    : m_table(std::move(table))
    , m_options(std::move(options))
    , m_forms(m_table.textCount())
{
    m_needsRaw = std::find(
                     m_options.columns.begin(), m_options.columns.end(), ExportColumn::RawJson)
        != m_options.columns.end();

    const EventCatalogue &catalogue = EventCatalogue::instance();
    m_types.reserve(m_table.typeCount());
    for (TableSnapshot::Code code = 0; code < m_table.typeCount(); ++code) {
        const std::string_view name = m_table.typeName(code);
        const EventType type = catalogue.find(
            QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        m_types.push_back(
            {type.label.toStdString(), type.category.toStdString(), severityName(type.severity)});
    }
}

void CsvWriter::appendHeader(std::string &out) const
{
    for (std::size_t i = 0; i < m_options.columns.size(); ++i) {
        if (i > 0)
            out += ',';
        out += exportColumnKey(m_options.columns[i]);
    }
    out += "\r\n";
}

void CsvWriter::appendRow(std::string &out, TableSnapshot::Row row, std::string_view raw)
{
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < m_options.columns.size(); ++i) {
        if (i > 0)
            out += ',';
        appendColumn(out, m_options.columns[i], row, raw);
    }
    // A line without anything on it is no record to most readers.
    if (out.size() == start)
        out += "\"\"";
    out += "\r\n";
}

void CsvWriter::appendColumn(
    std::string &out, ExportColumn column, TableSnapshot::Row row, std::string_view raw)
{
    switch (column) {
    case ExportColumn::EventId:
        return appendCell(out, view(m_table.eventId(row)));
    case ExportColumn::CreatedAtUtc:
        return m_time.appendUtc(out, m_table.createdAt(row));
    case ExportColumn::CreatedAtLocal:
        return m_time.appendLocal(out, m_table.createdAt(row));
    case ExportColumn::RecordedAtUtc:
        return m_time.appendUtc(out, m_table.recordedAt(row));
    case ExportColumn::ReceivedAtUtc:
        return m_time.appendUtc(out, m_table.receivedAt(row));
    case ExportColumn::Stream: {
        const auto name = m_options.streams.constFind(m_table.stream(row));
        if (name != m_options.streams.constEnd())
            out += view(*name);
        return;
    }
    case ExportColumn::EventType:
    case ExportColumn::EventLabel:
    case ExportColumn::Category:
    case ExportColumn::Severity:
        return appendType(out, column, m_table.type(row));
    case ExportColumn::IpAddress:
        return appendCode(out, m_table.address(row));
    case ExportColumn::SizeBytes:
        return appendNumber(out, m_table.size(row));
    case ExportColumn::ServiceName:
        return appendCode(out, m_table.service(row));
    case ExportColumn::SharedLinkId:
        return appendCode(out, m_table.sharedLink(row));
    case ExportColumn::Classification:
        return appendCode(out, m_table.classification(row));
    case ExportColumn::SessionId:
        return appendCode(out, m_table.session(row));
    case ExportColumn::Risk:
        return appendNumber(out, m_table.risk(row));
    case ExportColumn::Late:
        out += m_table.isLate(row) ? "true" : "false";
        return;
    case ExportColumn::RawJson:
        return appendCell(out, raw);
    case ExportColumn::ItemType:
    case ExportColumn::ItemId:
    case ExportColumn::ItemName:
    case ExportColumn::ParentId:
    case ExportColumn::ParentName:
        return appendThing(out, column, row);
    default:
        return appendPerson(out, column, row);
    }
}

void CsvWriter::appendPerson(std::string &out, ExportColumn column, TableSnapshot::Row row)
{
    switch (column) {
    case ExportColumn::ActorId:
        return appendCode(out, m_table.person(m_table.actor(row)).first);
    case ExportColumn::ActorName:
        return appendCode(out, m_table.person(m_table.actor(row)).second);
    case ExportColumn::ActorLogin:
        return appendCode(out, m_table.person(m_table.actor(row)).third);
    case ExportColumn::ActionById:
        return appendCode(out, m_table.person(m_table.actingFor(row)).first);
    case ExportColumn::ActionByName:
        return appendCode(out, m_table.person(m_table.actingFor(row)).second);
    case ExportColumn::ActionByLogin:
        return appendCode(out, m_table.person(m_table.actingFor(row)).third);
    case ExportColumn::OwnerId:
        return appendCode(out, m_table.person(m_table.owner(row)).first);
    case ExportColumn::OwnerName:
        return appendCode(out, m_table.person(m_table.owner(row)).second);
    case ExportColumn::OwnerLogin:
        return appendCode(out, m_table.person(m_table.owner(row)).third);
    case ExportColumn::TargetUserId:
        return appendCode(out, m_table.person(m_table.target(row)).first);
    case ExportColumn::TargetUserName:
        return appendCode(out, m_table.person(m_table.target(row)).second);
    case ExportColumn::TargetUserLogin:
        return appendCode(out, m_table.person(m_table.target(row)).third);
    default:
        return;
    }
}

void CsvWriter::appendThing(std::string &out, ExportColumn column, TableSnapshot::Row row)
{
    switch (column) {
    case ExportColumn::ItemType:
        return appendCode(out, m_table.itemEntry(m_table.item(row)).first);
    case ExportColumn::ItemId:
        return appendCode(out, m_table.itemEntry(m_table.item(row)).second);
    case ExportColumn::ItemName:
        return appendCode(out, m_table.itemEntry(m_table.item(row)).third);
    case ExportColumn::ParentId:
        return appendCode(out, m_table.folderEntry(m_table.folder(row)).first);
    case ExportColumn::ParentName:
        return appendCode(out, m_table.folderEntry(m_table.folder(row)).second);
    default:
        return;
    }
}

void CsvWriter::appendType(std::string &out, ExportColumn column, TableSnapshot::Code type)
{
    switch (column) {
    case ExportColumn::EventType:
        return appendCell(out, m_table.typeName(type));
    case ExportColumn::EventLabel:
        return appendCell(out, m_types[type].label);
    case ExportColumn::Category:
        return appendCell(out, m_types[type].category);
    case ExportColumn::Severity:
        out += m_types[type].severity;
        return;
    default:
        return;
    }
}

void CsvWriter::appendCode(std::string &out, TableSnapshot::Code code)
{
    if (code == Dictionary::empty)
        return;
    // A text is looked at once, not once per row that has it.
    Form &form = m_forms[code];
    const std::string_view text = m_table.text(code);
    if (form == Form::Plain) {
        out += text;
        return;
    }
    const std::size_t start = out.size();
    appendCell(out, text);
    if (form == Form::Unknown)
        form = std::string_view(out).substr(start) == text ? Form::Plain : Form::Special;
}

void CsvWriter::appendCell(std::string &out, std::string_view text)
{
    switch (appendCsvCell(out, text, m_options.guardFormulas)) {
    case CellTreatment::Guarded:
        ++m_guarded;
        break;
    case CellTreatment::Repaired:
        ++m_repaired;
        break;
    case CellTreatment::Plain:
    case CellTreatment::Quoted:
        break;
    }
}

} // namespace boxwatch
