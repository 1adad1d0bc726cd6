// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/browser.h"

#include "core/net/networksettings.h"

#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace boxwatch {

bool openBrowser(const QUrl &page)
{
    if (!checkUrl(page))
        return false;
    const QString address = page.toString(QUrl::FullyEncoded);
#if defined(Q_OS_WIN)
    return QProcess::startDetached(u"rundll32"_s, {u"url.dll,FileProtocolHandler"_s, address});
#elif defined(Q_OS_DARWIN)
    return QProcess::startDetached(u"/usr/bin/open"_s, {address});
#else
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY")
        || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    const QString program = QStandardPaths::findExecutable(u"xdg-open"_s);
    return hasDisplay && !program.isEmpty() && QProcess::startDetached(program, {address});
#endif
}

} // namespace boxwatch
