// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/oddpositions.h"

#include "simulator/random.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

// Far from where Positions has its own, with as many digits, and odd.
constexpr std::uint64_t userOther = 90'000'000'000'000'001;
constexpr std::uint64_t enterpriseOther = 7'000'000'000'000'000'001;
constexpr std::uint64_t room = 4'000'000'000'000'000;

constexpr qsizetype maxOthers = 1'000'000;

QByteArray quoted(const QByteArray &text)
{
    return '"' + text + '"';
}

/// What follows the semicolon in positions of the form `<integer>;<uuid>`.
QByteArray uuidOf(const QByteArray &digits)
{
    const std::uint64_t draw = mixed(qHash(digits, 0));
    const QByteArray hex = QByteArray::number(quint64{draw}, 16).rightJustified(16, '0')
        + QByteArray::number(quint64{mixed(draw)}, 16).rightJustified(16, '0');
    return hex.mid(0, 8) + '-' + hex.mid(8, 4) + '-' + hex.mid(12, 4) + '-' + hex.mid(16, 4) + '-'
        + hex.mid(20, 12);
}

} // namespace

QByteArray OddPositions::json(StreamKind kind, std::uint64_t index)
{
    if (m_options.positionForm == SimulatorOptions::PositionForm::Faithful)
        return m_positions.json(kind, index);
    return inForm(kind, index, m_options.positionForm);
}

QByteArray OddPositions::inForm(
    StreamKind kind, std::uint64_t index, SimulatorOptions::PositionForm form)
{
    const QByteArray text = digits(kind, index);
    switch (form) {
    case SimulatorOptions::PositionForm::Text:
        return quoted(text);
    case SimulatorOptions::PositionForm::Number:
        return text;
    case SimulatorOptions::PositionForm::Alternating:
        m_isNumbersTurn = !m_isNumbersTurn;
        return m_isNumbersTurn ? text : quoted(text);
    case SimulatorOptions::PositionForm::Compound:
        return quoted(text + ';' + uuidOf(text));
    case SimulatorOptions::PositionForm::Faithful:
        break;
    }
    return m_positions.json(kind, index);
}

QByteArray OddPositions::digits(StreamKind kind, std::uint64_t index) const
{
    return m_positions.json(kind, index).replace("\"", "");
}

QByteArray OddPositions::other(StreamKind kind, std::uint64_t index, std::uint64_t number)
{
    if (m_others.size() > maxOthers)
        m_others.clear();
    const std::uint64_t base = isOfEnterprise(kind) ? enterpriseOther : userOther;
    const std::uint64_t draw = mixed(mixed(index) ^ (number << 3U) ^ static_cast<unsigned>(kind));
    const QByteArray text = QByteArray::number(quint64{base + draw % room * 2});
    m_others.insert(text, {kind, index});
    return isOfEnterprise(kind) ? quoted(text) : text;
}

QByteArray OddPositions::spoilt(
    const Fault &fault, StreamKind kind, const QByteArray &sent, std::uint64_t index,
    std::uint64_t next, std::uint64_t oldest)
{
    const QByteArray &how = fault.how;
    if (how == "moving")
        return other(kind, index, 100 + ++m_moves);
    if (how == "stuck")
        return m_others.contains(sent) && isOfEnterprise(kind) ? quoted(sent)
            : m_others.contains(sent)                          ? sent
                                                               : json(kind, index);
    if (how == "back") {
        const auto distance = static_cast<std::uint64_t>(
            std::max<qint64>(0, fault.number("distance"_L1, 200)));
        return json(kind, std::max(oldest, index - std::min(index, distance)));
    }
    if (how == "cycle") {
        const auto length = static_cast<std::uint64_t>(
            std::max<qint64>(2, fault.number("length"_L1, 2)));
        return other(kind, index, 1 + m_moves++ % length);
    }
    if (how == "zero")
        return "\"0\"";
    if (how == "zero_number")
        return "0";
    if (how == "missing")
        return {};
    if (how == "null")
        return "null";
    if (how == "empty")
        return "\"\"";
    if (how == "text")
        return inForm(kind, next, SimulatorOptions::PositionForm::Text);
    if (how == "number")
        return inForm(kind, next, SimulatorOptions::PositionForm::Number);
    if (how == "compound")
        return inForm(kind, next, SimulatorOptions::PositionForm::Compound);
    if (how == "double")
        return QByteArray::number(digits(kind, next).toDouble(), 'e', 16);
    return how == "bool" ? QByteArray("true") : QByteArray("{\"position\":1}");
}

std::optional<Positions::Place> OddPositions::parse(StreamKind kind, const QByteArray &text) const
{
    if (!m_others.isEmpty()) {
        const auto found = m_others.constFind(text);
        if (found != m_others.constEnd())
            return found->kind == kind ? std::optional(Positions::Place{found->index, false})
                                       : std::nullopt;
    }
    QByteArray number = text;
    if (const qsizetype mark = text.indexOf(';'); mark >= 0) {
        number = text.left(mark);
        if (text.mid(mark + 1) != uuidOf(number))
            return std::nullopt;
    }
    return m_positions.parse(kind, {number.constData(), static_cast<std::size_t>(number.size())});
}

} // namespace boxwatch::sim
