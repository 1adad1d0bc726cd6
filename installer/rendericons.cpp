// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws the one icon in the sizes and containers that desktops ask for, while building.
//
//   rendericons ICON.svg DIRECTORY

#include <QBuffer>
#include <QByteArray>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QString>
#include <QSvgRenderer>
#include <QtEndian>

#include <array>
#include <cstdio>
#include <map>

using namespace Qt::StringLiterals;

namespace {

constexpr std::array sizes{16, 22, 24, 32, 48, 64, 128, 256, 512};

QByteArray png(QSvgRenderer &icon, int size)
{
    QImage image(size, size, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    icon.render(&painter);
    painter.end();

    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

template<typename Number>
void appendLittle(QByteArray &to, Number number)
{
    const Number little = qToLittleEndian(number);
    to.append(reinterpret_cast<const char *>(&little), sizeof little);
}

/// Windows: a directory of entries of 16 bytes, then the PNGs. 0 stands for a width of 256.
QByteArray ico(const std::map<int, QByteArray> &pngs)
{
    constexpr std::array inside{16, 24, 32, 48, 64, 256};
    QByteArray directory;
    QByteArray images;
    appendLittle<quint16>(directory, 0);
    appendLittle<quint16>(directory, 1);
    appendLittle<quint16>(directory, inside.size());
    for (const int size : inside) {
        const QByteArray &image = pngs.at(size);
        const char side = static_cast<char>(size % 256);
        directory.append(side).append(side).append('\0').append('\0');
        appendLittle<quint16>(directory, 1);
        appendLittle<quint16>(directory, 32);
        appendLittle<quint32>(directory, static_cast<quint32>(image.size()));
        appendLittle<quint32>(
            directory, static_cast<quint32>(6 + 16 * inside.size() + std::size_t(images.size())));
        images.append(image);
    }
    return directory + images;
}

void appendChunk(QByteArray &to, const char *kind, const QByteArray &bytes)
{
    const quint32 length = qToBigEndian(static_cast<quint32>(bytes.size() + 8));
    to.append(kind, 4);
    to.append(reinterpret_cast<const char *>(&length), sizeof length);
    to.append(bytes);
}

/// macOS: named chunks, each a PNG.
QByteArray icns(const std::map<int, QByteArray> &pngs)
{
    QByteArray images;
    appendChunk(images, "icp4", pngs.at(16));
    appendChunk(images, "icp5", pngs.at(32));
    appendChunk(images, "icp6", pngs.at(64));
    appendChunk(images, "ic07", pngs.at(128));
    appendChunk(images, "ic08", pngs.at(256));
    appendChunk(images, "ic09", pngs.at(512));
    QByteArray file;
    appendChunk(file, "icns", images);
    return file;
}

bool write(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return true;
    std::fprintf(stderr, "rendericons: cannot write %s\n", qPrintable(path));
    return false;
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc != 3) {
        std::fputs("Usage: rendericons ICON.svg DIRECTORY\n", stderr);
        return 2;
    }
    QSvgRenderer icon(QString::fromLocal8Bit(argv[1]));
    const QDir directory(QString::fromLocal8Bit(argv[2]));
    if (!icon.isValid() || !directory.mkpath(u"."_s)) {
        std::fputs("rendericons: cannot read the icon, or make the directory\n", stderr);
        return 1;
    }

    std::map<int, QByteArray> pngs;
    bool written = true;
    for (const int size : sizes) {
        pngs[size] = png(icon, size);
        written &= write(directory.filePath(u"%1.png"_s.arg(size)), pngs[size]);
    }
    written &= write(directory.filePath(u"boxwatch.ico"_s), ico(pngs));
    written &= write(directory.filePath(u"boxwatch.icns"_s), icns(pngs));
    return written ? 0 : 1;
}
