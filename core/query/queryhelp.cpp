// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryhelp.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::QueryHelp)
};

QueryHelpSection texts()
{
    return {
        .title = Words::tr("Words"),
        .examples = {
            {u"invoice"_s, Words::tr("“invoice” anywhere in the columns, in capitals or not")},
            {u"\"board pack\""_s, Words::tr("these two words, next to each other")},
            {u"*.xlsx"_s, Words::tr("a text that ends with .xlsx; * is any number of characters")},
            {u"invoice draft"_s, Words::tr("both")},
            {u"invoice or receipt"_s, Words::tr("one of them")},
            {u"invoice -draft"_s, Words::tr("the first without the second; also: not draft")},
            {u"(invoice or receipt) -draft"_s, Words::tr("parentheses say what belongs together")},
        }};
}

QueryHelpSection persons()
{
    return {
        .title = Words::tr("Who, what, where"),
        .examples = {
            {u"who:ana"_s,
             Words::tr("done by somebody with “ana” in the name or login, or with this ID")},
            {u"who:=\"Ana Ruiz\""_s, Words::tr("done by exactly Ana Ruiz")},
            {u"type:upload"_s, Words::tr("type of event, by its name or label")},
            {u"type:(download or preview)"_s, Words::tr("several values of one field")},
            {u"item:*.pdf in:finance"_s,
             Words::tr("PDF files in a folder with “finance” in its name")},
            {u"owner:mara -who:mara"_s, Words::tr("items of Mara, but not what she did herself")},
            {u"ip:198.51.100.77"_s, Words::tr("from this address")},
            {u"-ip:10.20.0.0/16"_s, Words::tr("not from this range; 10.20. is the same")},
        }};
}

QueryHelpSection times()
{
    return {
        .title = Words::tr("When, how much"),
        .examples = {
            {u"after:-2h"_s, Words::tr("in the last two hours; also -30m, -7d")},
            {u"time:today"_s, Words::tr("today; also yesterday")},
            {u"after:2026-03-02 before:2026-03-05"_s,
             Words::tr("on the 2nd, 3rd and 4th of March")},
            {u"time:08:20..09:00"_s,
             Words::tr(
                 "from 08:20 to 09:00 today; with Z or +01:00 in another time zone than yours")},
            {u"size:>10mb"_s, Words::tr("larger than 10 MB; b, kb, mb, gb")},
            {u"risk:70..100"_s, Words::tr("risk of a Shield alert from 70 to 100")},
            {u"severity:>=warning"_s, Words::tr("warnings and critical events")},
        }};
}

QueryHelpSection more()
{
    return {
        .title = Words::tr("More"),
        .examples = {
            {u"is:late"_s, Words::tr("came late; also is:marked, is:unknown, is:unreadable")},
            {u"category:sharing"_s, Words::tr("a category of the event types")},
            {u"classification:*"_s,
             Words::tr("with any classification; with - before it: without one")},
            {u"item_id:123456"_s, Words::tr("any column by its name")},
            {u"item:/^q[1-4]-\\d+/"_s, Words::tr("a regular expression")},
            {u"raw:\"ekm_id\""_s,
             Words::tr("anywhere in the JSON that Box sent; also raw:/…/. Takes longer")},
        }};
}

} // namespace

std::vector<QueryHelpSection> queryHelp()
{
    return {texts(), persons(), times(), more()};
}

} // namespace boxwatch
