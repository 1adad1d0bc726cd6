// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace boxwatch {

/// \p text without what a terminal would obey or be misled by: control, direction and invisible
/// characters become U+FFFD. For everything that came from Box, a session file or an argument.
QString terminalText(const QString &text);

/// Whether a person may be looking at standard error.
bool stderrIsTerminal();

/// The line is flushed; nothing is reported if nobody reads.
void writeError(const QString &line);

/// To standard output. Returns false if it could not be written whole.
bool writeOutput(const QByteArray &bytes);

/// How far something is, from 0 to 1, for a status line: [#######.............]
QString progressBar(double fraction);

/// One line at the foot of a terminal that is written over again and again; nothing elsewhere.
class StatusLine
{
public:
    StatusLine() = default;
    ~StatusLine() { clear(); }
    StatusLine(const StatusLine &) = delete;
    StatusLine &operator=(const StatusLine &) = delete;

    void show(const QString &text);
    void clear();

private:
    bool m_shown = false;
};

} // namespace boxwatch
