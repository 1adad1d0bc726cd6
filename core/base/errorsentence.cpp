// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Error", text);
}

struct CodeSentence
{
    QLatin1StringView code;
    const char *text;
};

constexpr auto notAuthorized = QT_TRANSLATE_NOOP(
    "Error",
    "Box does not let this app in: it is not authorized for the enterprise, it was disabled, or "
    "the account is not active. An admin authorizes apps in Box's Admin Console; after that, sign "
    "in again. The session goes on where it stopped.");

constexpr auto rightMissing = QT_TRANSLATE_NOOP(
    "Error",
    "This account may not read these events. For those of an enterprise, check in this order: the "
    "account is an admin, or a co-admin with the permission “Run new reports and access existing "
    "reports”; the app has the scope “Manage enterprise properties”; an admin has authorized the "
    "app since.");

/// What is wrong with the way to the server.
constexpr CodeSentence onTheWay[] = {
    {"dns"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The name of the server cannot be found. Boxwatch tries again by itself; check whether "
         "this computer is online.")},
    {"proxy_unreachable"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Box cannot be reached through the proxy: it does not answer, or does not lead there. "
         "Boxwatch tries again by itself; check the address of the proxy in the network settings, "
         "and whether this network has one at all.")},
    {"proxy_auth"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The proxy asks for a user name and a password, and does not take those it was given, or "
         "asks in a way that Boxwatch does not speak (NTLM, Kerberos). Boxwatch does not try again "
         "by itself, since that could lock the account; correct them in the network settings "
         "(--proxy-user, --proxy-password-from).")},
    {"captive_portal"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Something in between has answered in place of Box. Does this network want a sign-in? "
         "Open any page in the browser and sign in there, or check the proxy; Boxwatch goes on by "
         "itself.")},
    {"tls_self_signed"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The server vouches for itself only, so it need not be Box; nothing was sent to it. In a "
         "network that wants a sign-in, sign in with the browser first. If this is your own "
         "server, name its certificate in the network settings (--ca-file).")},
    {"tls_unknown_authority"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Nobody whom this computer trusts vouches for the server, so it need not be Box; nothing "
         "was sent to it. Company networks that look into encrypted traffic do this: ask for the "
         "certificate of their authority and name it in the network settings (--ca-file).")},
    {"tls_wrong_host"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The certificate of the server is for another name, so it is not the one that was asked "
         "for; nothing was sent to it. A network that wants a sign-in does this, and so does a "
         "wrong API address.")},
    {"tls_expired"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "By the clock of this computer the certificate of the server has expired; nothing was "
         "sent to it. Check the clock of this computer, date and year included. If it is right, "
         "the server has to get a new one.")},
    {"tls_not_yet_valid"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "By the clock of this computer the certificate of the server is not valid yet; nothing "
         "was sent to it. Check the clock of this computer, date and year included.")},
    {"tls_revoked"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The certificate of the server was revoked, so it need not be Box; nothing was sent to "
         "it. Try from another network, and tell whoever looks after this one.")},
    {"tls_failed"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "No secure connection could be agreed on; nothing was sent. The server, or something in "
         "between, offers outdated encryption only or a certificate that cannot be checked.")},
    {"clock_wrong"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The clock of this computer differs too much from Box's. Set it, best by itself from the "
         "network; Boxwatch goes on after that.")},
};

/// What is wrong with who asks.
constexpr CodeSentence withTheAccount[] = {
    {"unauthorized"_L1, notAuthorized},
    {"unauthorized_client"_L1, notAuthorized},
    {"invalid_client"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Box does not know this app: the client ID or the client secret is wrong. Copy both anew "
         "from Box's developer console.")},
    {"invalid_grant"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Box does not take this sign-in any more: it has expired, was used up or revoked, or the "
         "app is not authorized. Sign in again; the session goes on where it stopped.")},
    {"access_denied"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Box was told not to give Boxwatch access. Sign in again to change "
         "that.")},
    {"browser_silent"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "No answer came from the browser, so Boxwatch has stopped waiting. Sign in again, and "
         "open the page in a browser on this computer.")},
    {"no_port"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Boxwatch cannot listen for the answer of the browser on this computer. Sign in with "
         "another method, such as a developer token.")},
    {"fresh_token_refused"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Box refuses even a token that it has just given. Sign in again; if that does not help, "
         "ask an admin whether the app and the account are active.")},
    {"signed_out"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "This account was signed out. Sign in again; the session goes on "
         "where it stopped.")},
    {"renewal_waits"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The token has to be renewed, and for that the keychain of the system has to be open. "
         "Unlock it; Boxwatch tries again by itself.")},
    {"damaged"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "What the keychain of the system holds for this account is incomplete. Sign in again.")},
    {"no_enterprise"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "This account belongs to no enterprise, so there are no events of one. Choose the events "
         "of the account itself (--stream user), or sign in with an account of an enterprise.")},
    {"not_admin"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "This account is neither an admin nor a co-admin, and only those may read the events of "
         "an enterprise. Sign in as an admin, or as a co-admin with the permission “Run new "
         "reports and access existing reports”; or choose the events of the account itself "
         "(--stream user).")},
    {"coadmin_may_not"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "This co-admin may not read the events of the enterprise. Check in this order: an admin "
         "has given it the permission “Run new reports and access existing reports”; the app has "
         "the scope “Manage enterprise properties”; an admin has authorized the app since.")},
    {"app_may_not"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The account is an admin, but the app may not read the events of the enterprise. Check in "
         "this order: the app has the scope “Manage enterprise properties”; an admin has "
         "authorized the app since it was given.")},
    {"service_may_not"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The app's own account may not read the events of the enterprise. Check in this order: "
         "the app has the scope “Manage enterprise properties”; an admin has authorized the app "
         "since "
         "it was given.")},
    {"access_from_location_blocked"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "The enterprise does not let this account in from here: a rule about addresses or "
         "countries forbids it. Try from a network that it allows, such as the office's, or ask an "
         "admin.")},
    {"position_refused"_L1,
     QT_TRANSLATE_NOOP(
         "Error",
         "Box no longer knows the place where this session stopped. Boxwatch starts again before "
         "the newest stored event; what Box has forgotten meanwhile is missing.")},
};

const char *textFor(const QString &code)
{
    if (code.isEmpty())
        return nullptr;
    for (const auto &[begin, end] :
         {std::pair(std::begin(onTheWay), std::end(onTheWay)),
          std::pair(std::begin(withTheAccount), std::end(withTheAccount))}) {
        const auto *found = std::find_if(
            begin, end, [&code](const CodeSentence &entry) { return entry.code == code; });
        if (found != end)
            return found->text;
    }
    return nullptr;
}

const char *textFor(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Network:
        return QT_TRANSLATE_NOOP(
            "Error",
            "Box cannot be reached. Boxwatch tries again by itself; check the network and the "
            "proxy if it lasts.");
    case Error::Kind::Timeout:
        return QT_TRANSLATE_NOOP(
            "Error", "Box did not answer in time. Boxwatch tries again by itself.");
    case Error::Kind::Malformed:
        return QT_TRANSLATE_NOOP(
            "Error",
            "The answer was not one of Box's: something in between, such as a proxy or a sign-in "
            "page of the network, may have sent it. Boxwatch asks again.");
    case Error::Kind::Refused:
        return QT_TRANSLATE_NOOP(
            "Error",
            "Box does not accept this request. Check the start position, the dates and the event "
            "types.");
    case Error::Kind::Unauthorized:
        return QT_TRANSLATE_NOOP(
            "Error",
            "Box does not accept the token: it is wrong, has expired or was revoked. Sign in "
            "again; the session goes on where it stopped.");
    case Error::Kind::Forbidden:
        return rightMissing;
    case Error::Kind::RateLimited:
        return QT_TRANSLATE_NOOP(
            "Error", "Box asks to slow down. Boxwatch waits as long as Box says and then goes on.");
    case Error::Kind::Server:
        return QT_TRANSLATE_NOOP(
            "Error", "Box has trouble of its own. Boxwatch tries again by itself.");
    case Error::Kind::Unexpected:
        return QT_TRANSLATE_NOOP(
            "Error",
            "Box, or something in between, gave an unexpected answer. Check the API address and "
            "the proxy.");
    case Error::Kind::File:
        return QT_TRANSLATE_NOOP(
            "Error",
            "The file cannot be read or written. Check that the disk has room and that you may "
            "use this place.");
    case Error::Kind::NewerFile:
        return QT_TRANSLATE_NOOP(
            "Error",
            "This session was made by a newer Boxwatch. Update Boxwatch to open it; the file was "
            "not changed.");
    case Error::Kind::DamagedFile:
        return QT_TRANSLATE_NOOP("Error", "This is not a Boxwatch session, or it is damaged.");
    case Error::Kind::Busy:
        return QT_TRANSLATE_NOOP(
            "Error",
            "Another Boxwatch is capturing into this session. Stop it there first, or open the "
            "session to look at it only.");
    case Error::Kind::Keychain:
        return QT_TRANSLATE_NOOP(
            "Error",
            "The keychain of the system does not answer or is locked. Unlock it, or use the token "
            "for this run only.");
    case Error::Kind::Usage:
        return nullptr;
    case Error::Kind::Cancelled:
        return QT_TRANSLATE_NOOP("Error", "Cancelled.");
    }
    return nullptr;
}

QString slowDown(std::chrono::milliseconds wait)
{
    // What is left of a second counts as one, or the sentence would promise too much.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    if (seconds < 120s)
        return QCoreApplication::translate(
                   "Error",
                   "Box asks to slow down. Boxwatch waits for %1 s, as Box says, and then goes on.")
            .arg(seconds.count());
    return QCoreApplication::translate(
               "Error",
               "Box asks to slow down. Boxwatch waits for %1 min, as Box says, and then goes on.")
        .arg(std::chrono::ceil<std::chrono::minutes>(seconds).count());
}

/// What happened and what to do, without Box's or the system's own words.
QString plainSentence(const Error &error)
{
    if (error.kind == Error::Kind::RateLimited && error.retryAfter)
        return slowDown(*error.retryAfter);
    const char *text = textFor(error.code);
    if (!text)
        text = textFor(error.kind);
    return text ? translated(text) : QString();
}

} // namespace

QString sentenceFor(const Error &error)
{
    const QString sentence = plainSentence(error);
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
