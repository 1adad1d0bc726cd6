// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/serverfilter.h"

#include "core/event/eventcatalogue.h"

#include <algorithm>
#include <array>
#include <utility>

namespace boxwatch {

namespace {

struct Spelling
{
    std::string_view one;
    std::string_view other;
    bool isSent; ///< false: `one` is a name in SDKs and never on the wire
};

// Box's list of filter values has only the second of the first pair, its event pages only the first.
constexpr std::array spellings{
    Spelling{"SIGN_DOCUMENT_VIEWED_BY_SIGNER", "SIGN_DOCUMENT_VIEWED_BY_SIGNED", true},
    Spelling{"ADMIN_INVITE_ACCEPT", "MASTER_INVITE_ACCEPT", false},
    Spelling{"ADMIN_INVITE_REJECT", "MASTER_INVITE_REJECT", false},
};

QByteArray bytesOf(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

const Spelling *spellingOf(std::string_view type)
{
    const auto *found = std::ranges::find_if(spellings, [type](const Spelling &spelling) {
        return spelling.one == type || spelling.other == type;
    });
    return found == spellings.end() ? nullptr : found;
}

bool isFilterable(const QByteArray &type)
{
    return EventCatalogue::instance().find(type).filterable;
}

/// Nothing if one of \p wanted is no value that Box documents for event_type. All those that it does
/// document make 3 KiB, which any gateway takes for a URL.
QByteArrayList sendable(const QByteArrayList &wanted)
{
    QByteArrayList types;
    const auto add = [&types](const QByteArray &type) {
        if (!types.contains(type))
            types << type;
    };
    for (const QByteArray &type : wanted) {
        const Spelling *spelling = spellingOf(viewOf(type));
        if (!spelling ? !isFilterable(type) : !isFilterable(bytesOf(spelling->other)))
            return {};
        if (!spelling) {
            add(type);
            continue;
        }
        if (spelling->isSent)
            add(bytesOf(spelling->one));
        add(bytesOf(spelling->other));
    }
    return types;
}

} // namespace

ServerFilter::ServerFilter(StreamType type, const QByteArrayList &wanted)
{
    if (!isEnterprise(type) || wanted.isEmpty())
        return;
    m_types = sendable(wanted);
    m_unsendable = m_types.isEmpty();
}

QByteArrayList ServerFilter::sent() const
{
    const bool goesWithout = m_verdict == Verdict::OnTrial || m_verdict == Verdict::Guilty;
    return goesWithout ? QByteArrayList() : m_types;
}

bool ServerFilter::tryWithout(const Error &error)
{
    if (m_types.isEmpty() || m_verdict != Verdict::Untried)
        return false;
    m_verdict = Verdict::OnTrial;
    m_refusal = error;
    return true;
}

void ServerFilter::acquit()
{
    if (m_verdict == Verdict::OnTrial)
        m_verdict = Verdict::Innocent;
}

std::optional<Error> ServerFilter::confirm()
{
    if (m_verdict == Verdict::Innocent)
        m_verdict = Verdict::Untried;
    if (m_verdict != Verdict::OnTrial)
        return std::nullopt;
    m_verdict = Verdict::Guilty;
    return m_refusal;
}

bool wantsEventType(const QByteArrayList &wanted, std::string_view type)
{
    if (wanted.isEmpty())
        return true;
    const auto has = [&wanted](std::string_view name) {
        return std::ranges::any_of(
            wanted, [name](const QByteArray &one) { return viewOf(one) == name; });
    };
    if (has(type))
        return true;
    const Spelling *spelling = spellingOf(type);
    return spelling && (has(spelling->one) || has(spelling->other));
}

} // namespace boxwatch
