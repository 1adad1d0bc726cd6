// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/fetchcommand.h"

#include "app/cli/keptaccounts.h"
#include "app/cli/proxypassword.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/cli/tokenreader.h"
#include "core/api/boxapi.h"
#include "core/export/jsonlines.h"
#include "core/stream/serverfilter.h"
#include "core/stream/singlefetch.h"
#include "core/stream/streamnote.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <optional>
#include <string>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// One run of the command.
class FetchCommand
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::FetchCommand)

public:
    explicit FetchCommand(const FetchOptions &options) : m_options(options) { }

    ExitCode run();

private:
    std::optional<Result<FetchedChunk>> fetch(const Connection &connection) const;
    ExitCode print(const FetchedChunk &fetched) const;
    ExitCode printPosition(const StreamPosition &position) const;
    QByteArray lines(const EventChunk &chunk) const;
    static ExitCode tell(const Error &error);

    const FetchOptions &m_options;
};

ExitCode FetchCommand::tell(const Error &error)
{
    writeError(u"boxwatch: "_s + terminalText(sentenceFor(error)));
    // What Box does not take is what stands on the command line.
    return error.kind == Error::Kind::Refused ? ExitCode::Usage : exitCodeFor(error);
}

ExitCode FetchCommand::run()
{
    KeptAccounts kept;
    Connection connection = m_options.stream.connection;
    const StreamOptions &stream = m_options.stream;
    const auto proxy = addProxyPassword(connection.network, stream.proxyPassword);
    if (const auto token = proxy ? addToken(connection, stream.token, kept.accounts()) : proxy;
        !token) {
        tell(token.error());
        return ExitCode::SignIn;
    }
    for (const QString &note : m_options.stream.notes)
        writeError(terminalText(note));

    const auto fetched = fetch(connection);
    finish(kept.accounts());
    if (!fetched)
        return ExitCode::Interrupted;
    if (!*fetched)
        return tell(fetched->error());
    const FetchedChunk &chunk = fetched->value();
    return m_options.positionOnly ? printPosition(chunk.next) : print(chunk);
}

/// Nothing if the person broke it off.
std::optional<Result<FetchedChunk>> FetchCommand::fetch(const Connection &connection) const
{
    Network network(connection.network);
    const std::unique_ptr<TokenSource> tokens = tokenSourceOf(connection);
    BoxApi api(network, *tokens);
    QEventLoop loop;
    const SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::endWanted, &loop, &QEventLoop::quit);

    std::optional<Result<FetchedChunk>> fetched;
    const SingleFetch fetch(
        api, m_options.stream.settings, m_options.limit, [&](Result<FetchedChunk> result) {
            fetched = std::move(result);
            loop.quit();
        });
    loop.exec();
    return fetched;
}

ExitCode FetchCommand::print(const FetchedChunk &fetched) const
{
    const QByteArrayList &types = m_options.stream.settings.state.eventTypes;
    if (ServerFilter(m_options.stream.settings.type, types).isUnsendable())
        writeError(
            sentenceFor(StreamNote{.kind = StreamNote::Kind::AllTypesAsked, .eventTypes = types}));
    const bool isJson = m_options.format == FetchOptions::Format::Json;
    if (!writeOutput(isJson ? fetched.body : lines(fetched.chunk)))
        return ExitCode::File;
    if (fetched.next.isEmpty())
        writeError(tr("Box gave no position to go on from."));
    else // not translated: programs read it
        writeError(u"next position: "_s + terminalText(QString::fromUtf8(fetched.next.text())));
    return ExitCode::Success;
}

ExitCode FetchCommand::printPosition(const StreamPosition &position) const
{
    if (position.isEmpty()) {
        writeError(u"boxwatch: "_s + tr("Box gave no position to go on from."));
        return ExitCode::Network;
    }
    const QString text = terminalText(QString::fromUtf8(position.text()));
    return writeOutput(text.toUtf8() + '\n') ? ExitCode::Success : ExitCode::File;
}

QByteArray FetchCommand::lines(const EventChunk &chunk) const
{
    std::string text;
    for (const Event &event : chunk.events()) {
        if (!event.readable
            || wantsEventType(m_options.stream.settings.state.eventTypes, event.type))
            appendJsonLine(text, event.raw);
    }
    return QByteArray::fromStdString(text);
}

} // namespace

ExitCode runFetch(const FetchOptions &options)
{
    return FetchCommand(options).run();
}

} // namespace boxwatch
