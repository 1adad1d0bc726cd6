// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/displaytext.h"

namespace boxwatch {

namespace {

constexpr QChar visibleMark(0xFFFD);

/// More marks on one letter than any script needs: a name can pile up thousands, and drawing them
/// takes seconds.
constexpr int maximumMarks = 8;

/// Characters that change the direction of what follows or cannot be seen. The joiners stay: emoji and
/// several scripts need them.
bool isDeceptive(QChar c)
{
    const char16_t code = c.unicode();
    const bool joiner = code == 0x200C || code == 0x200D;
    return !joiner
        && (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
            || code == 0x2028 || code == 0x2029);
}

/// At most \p limit bytes, without cutting a character in two.
std::string_view clipped(std::string_view utf8, std::size_t limit)
{
    if (utf8.size() <= limit)
        return utf8;
    while (limit > 0 && (static_cast<unsigned char>(utf8[limit]) & 0xC0) == 0x80)
        --limit;
    return utf8.substr(0, limit);
}

} // namespace

QString displayText(std::string_view utf8, qsizetype limit)
{
    // One UTF-16 unit takes at most three bytes.
    const std::string_view front = clipped(utf8, static_cast<std::size_t>(limit) * 3);
    const QString text = QString::fromUtf8(front.data(), static_cast<qsizetype>(front.size()));
    QString shown;
    shown.reserve(qMin(text.size(), limit));
    bool complete = front.size() == utf8.size();
    int marks = 0;
    for (const QChar c : text) {
        marks = c.isMark() ? marks + 1 : 0;
        if (marks > maximumMarks)
            continue;
        if (shown.size() >= limit) {
            complete = false;
            break;
        }
        if (c == u'\n' || c == u'\r' || c == u'\t')
            shown += u' ';
        else
            shown += isDeceptive(c) ? visibleMark : c;
    }
    if (complete)
        return shown;
    shown.truncate(limit - 1);
    if (!shown.isEmpty() && shown.back().isHighSurrogate())
        shown.chop(1);
    return shown + u'…';
}

} // namespace boxwatch
