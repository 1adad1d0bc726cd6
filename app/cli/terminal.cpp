// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/terminal.h"

#include <QtGlobal>

#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

int terminalWidth()
{
#ifndef Q_OS_WIN
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
#endif
    return 80;
}

void writeRaw(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
}

} // namespace

QString terminalText(const QString &text)
{
    QString clean = text;
    for (QChar &c : clean) {
        const auto category = c.category();
        if (category == QChar::Other_Control || category == QChar::Other_Format
            || category == QChar::Separator_Line || category == QChar::Separator_Paragraph)
            c = QChar::ReplacementCharacter;
    }
    return clean;
}

bool stderrIsTerminal()
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stderr)) != 0;
#else
    return ::isatty(STDERR_FILENO) == 1;
#endif
}

void writeError(const QString &line)
{
    writeRaw(line + u'\n');
}

bool writeOutput(const QByteArray &bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    return std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
}

QString progressBar(double fraction)
{
    constexpr int width = 20;
    const int done = qBound(0, static_cast<int>(fraction * width), width);
    return u'[' + QString(done, u'#') + QString(width - done, u'.') + u']';
}

void StatusLine::show(const QString &text)
{
    if (!stderrIsTerminal())
        return;
    // A line that wraps could not be written over.
    writeRaw(u"\r\x1b[K"_s + text.left(terminalWidth() - 1));
    m_shown = true;
}

void StatusLine::clear()
{
    if (m_shown)
        writeRaw(u"\r\x1b[K"_s);
    m_shown = false;
}

} // namespace boxwatch
