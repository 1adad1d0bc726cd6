// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/accountscommand.h"
#include "app/cli/capture.h"
#include "app/cli/commandline.h"
#include "app/cli/exportcommand.h"
#include "app/cli/fetchcommand.h"
#include "app/cli/infocommand.h"
#include "app/cli/processsetup.h"
#include "app/cli/querycommand.h"
#include "app/cli/terminal.h"
#include "app/window.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

using namespace boxwatch;

void nameApplication()
{
    QCoreApplication::setApplicationName(u"boxwatch"_s);
    QCoreApplication::setOrganizationName(u"Boxwatch"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BOXWATCH_VERSION));
}

// Without a display: nothing of the window may be set up.
template<typename Options>
ExitCode withoutWindow(
    int &argc, char **argv, ExitCode (*run)(const Options &), const Options &options)
{
    const QCoreApplication application(argc, argv);
    return run(options);
}

struct Dispatch
{
    int &argc;
    char **argv;

    ExitCode operator()(const CaptureOptions &options) const
    {
        return withoutWindow(argc, argv, runCapture, options);
    }
    ExitCode operator()(const ExportCommand &options) const
    {
        return withoutWindow(argc, argv, runExport, options);
    }
    ExitCode operator()(const QueryOptions &options) const
    {
        return withoutWindow(argc, argv, runQuery, options);
    }
    ExitCode operator()(const FetchOptions &options) const
    {
        return withoutWindow(argc, argv, runFetch, options);
    }
    ExitCode operator()(const InfoOptions &options) const
    {
        return withoutWindow(argc, argv, runInfo, options);
    }
    ExitCode operator()(const AccountsOptions &options) const
    {
        return withoutWindow(argc, argv, runAccounts, options);
    }
    ExitCode operator()(const WatchOptions &options) const { return runWatch(argc, argv, options); }
    ExitCode operator()(const WindowOptions &options) const
    {
        return runWindow(argc, argv, options);
    }
};

} // namespace

int main(int argc, char **argv)
{
    setUpProcess();
    nameApplication();

    const CommandLine line = CommandLine::parse({argv, static_cast<std::size_t>(argc)});
    if (!line.command) {
        if (!line.complaint.isEmpty())
            writeError(u"boxwatch: "_s + line.complaint);
        const bool written = writeOutput(line.output);
        return exitStatus(written ? line.code : ExitCode::File);
    }
    return exitStatus(std::visit(Dispatch{argc, argv}, *line.command));
}
