// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Error", text);
}

/// What happened and what to do, without Box's or the system's own words.
QString plainSentence(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Network:
        return tr(
            "Box cannot be reached. Boxwatch tries again by itself; check the network and the "
            "proxy if it lasts.");
    case Error::Kind::Timeout:
        return tr("Box did not answer in time. Boxwatch tries again by itself.");
    case Error::Kind::Malformed:
        return tr(
            "The answer was not one of Box's: something in between, such as a proxy or a sign-in "
            "page of the network, may have sent it. Boxwatch asks again.");
    case Error::Kind::Refused:
        if (error.code == "position_refused"_L1) {
            return tr(
                "Box no longer knows the place where this session stopped. Boxwatch starts again "
                "before the newest stored event; what Box has forgotten meanwhile is missing.");
        }
        return tr("Box does not accept this request. Check the start position, the dates and the "
                  "event types.");
    case Error::Kind::Unauthorized:
        return tr("Box does not accept the token: it is wrong, has expired or was revoked. Sign in "
                  "again; the session goes on where it stopped.");
    case Error::Kind::Forbidden:
        return tr(
            "This account may not read these events. For those of an enterprise, check in this "
            "order: the account is an admin or a co-admin who may run reports; the app has the "
            "scope “Manage enterprise properties”; an admin has authorized the app since.");
    case Error::Kind::RateLimited:
        return tr("Box asks to slow down. Boxwatch waits as long as Box says and then goes on.");
    case Error::Kind::Server:
        return tr("Box has trouble of its own. Boxwatch tries again by itself.");
    case Error::Kind::Unexpected:
        return tr(
            "Box, or something in between, gave an unexpected answer. Check the API address and "
            "the proxy.");
    case Error::Kind::File:
        return tr(
            "The file cannot be read or written. Check that the disk has room and that you may "
            "use this place.");
    case Error::Kind::NewerFile:
        return tr(
            "This session was made by a newer Boxwatch. Update Boxwatch to open it; the file was "
            "not changed.");
    case Error::Kind::DamagedFile:
        return tr("This is not a Boxwatch session, or it is damaged.");
    case Error::Kind::Busy:
        return tr(
            "Another Boxwatch is capturing into this session. Stop it there first, or open the "
            "session to look at it only.");
    case Error::Kind::Keychain:
        return tr(
            "The keychain of the system does not answer or is locked. Unlock it, or use the token "
            "for this run only.");
    case Error::Kind::Usage:
        return {};
    case Error::Kind::Cancelled:
        return tr("Cancelled.");
    }
    return {};
}

} // namespace

bool Error::isTransient() const
{
    switch (kind) {
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Malformed:
    case Kind::RateLimited:
    case Kind::Server:
    case Kind::Unexpected:
        return true;
    default:
        return false;
    }
}

QString sentenceFor(const Error &error)
{
    QString sentence = plainSentence(error);
    if (error.message.isEmpty())
        return sentence;
    if (sentence.isEmpty())
        return error.message;
    if (error.status != 0) {
        return QCoreApplication::translate("Error", "%1 (HTTP %2: %3)")
            .arg(sentence, QString::number(error.status), error.message);
    }
    return QCoreApplication::translate("Error", "%1 (%2)").arg(sentence, error.message);
}

} // namespace boxwatch
