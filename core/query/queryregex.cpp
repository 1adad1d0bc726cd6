// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryregex.h"

#include <QCoreApplication>

#include <re2/re2.h>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

// A query may have Query::maximumRegexes of them, and each may use this much for its program and
// for what it remembers while it searches.
constexpr qint64 regexMemory = qint64{4} * 1024 * 1024;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::QueryRegex)
};

} // namespace

std::shared_ptr<const re2::RE2> compileQueryRegex(const QString &pattern)
{
    re2::RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(regexMemory);
    const QByteArray utf8 = pattern.toUtf8();
    return std::make_shared<const re2::RE2>(
        re2::StringPiece(utf8.constData(), static_cast<std::size_t>(utf8.size())), options);
}

QString regexTrouble(const re2::RE2 &regex)
{
    const QString part = QString::fromStdString(regex.error_arg());
    switch (regex.error_code()) {
    case re2::RE2::NoError:
        return {};
    case re2::RE2::ErrorBadEscape:
        return Words::tr("The regular expression has “%1”, which means nothing").arg(part);
    case re2::RE2::ErrorBadCharClass:
    case re2::RE2::ErrorBadCharRange:
        return Words::tr("The regular expression has “%1”, which is no set of characters")
            .arg(part);
    case re2::RE2::ErrorMissingBracket:
        return Words::tr("“]” is missing in the regular expression");
    case re2::RE2::ErrorMissingParen:
        return Words::tr("“)” is missing in the regular expression");
    case re2::RE2::ErrorUnexpectedParen:
        return Words::tr("The regular expression has a “)” without a “(”");
    case re2::RE2::ErrorTrailingBackslash:
        return Words::tr("The regular expression ends with “\\”");
    case re2::RE2::ErrorRepeatArgument:
        return Words::tr("Nothing stands before “%1” in the regular expression").arg(part);
    case re2::RE2::ErrorRepeatSize:
        return Words::tr("“%1” in the regular expression repeats too often").arg(part);
    case re2::RE2::ErrorRepeatOp:
        return Words::tr("“%1” in the regular expression cannot stand together").arg(part);
    case re2::RE2::ErrorBadPerlOp:
        return Words::tr("The regular expression has “%1”, which is not supported").arg(part);
    case re2::RE2::ErrorBadUTF8:
        return Words::tr("The regular expression has a character that is not text");
    case re2::RE2::ErrorBadNamedCapture:
        return Words::tr("The regular expression has a bad name of a group: “%1”").arg(part);
    case re2::RE2::ErrorPatternTooLarge:
        return Words::tr("The regular expression is too large");
    case re2::RE2::ErrorInternal:
        break;
    }
    return Words::tr("The regular expression cannot be used");
}

} // namespace boxwatch
