// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/exportoutput.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstdio>
#include <utility>

#ifdef Q_OS_WIN
#include <fcntl.h>
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

// QSaveFile syncs too, but does not say whether that went well.
bool syncToDisk(const QFileDevice &file)
{
#ifdef Q_OS_WIN
    return _commit(file.handle()) == 0;
#else
    // EINVAL: something that has nothing to sync.
    return ::fsync(file.handle()) == 0 || errno == EINVAL;
#endif
}

// The new name is only safe once the folder that holds it is.
void syncFolderOf(const QString &path)
{
#ifndef Q_OS_WIN
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
#else
    Q_UNUSED(path);
#endif
}

} // namespace

ExportOutput::ExportOutput(std::unique_ptr<QFileDevice> file, QString name)
    : m_file(std::move(file))
    , m_name(std::move(name))
{
}

ExportOutput::~ExportOutput() = default;

Error ExportOutput::cannotWrite(const QString &name, const QString &why)
{
    Error error;
    error.kind = Error::Kind::File;
    error.message = tr("%1 cannot be written: %2").arg(name, why);
    return error;
}

Result<std::unique_ptr<ExportOutput>> ExportOutput::open(const QString &path)
{
    const auto opened = [](std::unique_ptr<QFileDevice> file, const QString &name) {
        return std::unique_ptr<ExportOutput>(new ExportOutput(std::move(file), name));
    };

    if (path == u"-"_s) {
        const QString name = tr("Standard output");
#ifdef Q_OS_WIN
        _setmode(_fileno(stdout), _O_BINARY);
#endif
        auto file = std::make_unique<QFile>();
        if (!file->open(fileno(stdout), QIODevice::WriteOnly | QIODevice::Unbuffered))
            return cannotWrite(name, file->errorString());
        return opened(std::move(file), name);
    }

    const QFileInfo info(path);
    if (info.isDir())
        return cannotWrite(QDir::toNativeSeparators(path), tr("it is a folder."));

    if (info.exists() && !info.isFile()) {
        // A pipe or a device: putting a file in its place would take it away from everybody.
        auto file = std::make_unique<QFile>(path);
        const auto mode = QIODevice::WriteOnly | QIODevice::Unbuffered | QIODevice::ExistingOnly;
        if (!file->open(mode))
            return cannotWrite(path, file->errorString());
        return opened(std::move(file), path);
    }

    auto file = std::make_unique<QSaveFile>(path);
    // Without a place for a second file, writing into the old one would lose it if that fails.
    file->setDirectWriteFallback(false);
    if (!file->open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return cannotWrite(QDir::toNativeSeparators(path), file->errorString());
    return opened(std::move(file), QDir::toNativeSeparators(path));
}

Result<void> ExportOutput::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        errno = 0;
        const qint64 written = m_file->write(bytes.data(), static_cast<qint64>(bytes.size()));
        if (written <= 0) {
            Error error = cannotWrite(m_name, m_file->errorString());
            if (errno == EPIPE) {
                error.kind = Error::Kind::Cancelled;
                error.message = tr("%1 was closed by the program that read it.").arg(m_name);
            }
            return error;
        }
        m_bytes += written;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> ExportOutput::commit()
{
    auto *const whole = qobject_cast<QSaveFile *>(m_file.get());
    if (!whole) {
        m_file->close();
        return {};
    }
    if (!syncToDisk(*whole))
        return cannotWrite(m_name, qt_error_string(errno));
    const QString path = whole->fileName();
    if (!whole->commit())
        return cannotWrite(m_name, whole->errorString());
    syncFolderOf(path);
    return {};
}

} // namespace boxwatch
