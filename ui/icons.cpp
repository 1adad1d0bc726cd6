// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// A static library's resources are there only once somebody asks for them by name; the macro does not
// work inside a namespace.
static void initIconResources()
{
    Q_INIT_RESOURCE(icons);
}

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

class TintedIconEngine final : public QIconEngine
{
public:
    TintedIconEngine(QString name, Ink ink) : m_name(std::move(name)), m_ink(ink) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, rect, m_name, mode == QIcon::Disabled ? Ink::Info : m_ink);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(
            m_name, qMin(size.width(), size.height()), mode == QIcon::Disabled ? Ink::Info : m_ink,
            1);
    }

    QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_ink); }

private:
    QString m_name;
    Ink m_ink;
};

} // namespace

QIcon icon(const QString &name, Ink ink)
{
    return QIcon(new TintedIconEngine(name, ink));
}

QIcon applicationIcon()
{
    return icon(u"logo"_s, Ink::Accent);
}

QPixmap iconPixmap(const QString &name, int pixels, Ink ink, qreal devicePixelRatio)
{
    const int size = qMax(1, qRound(pixels * devicePixelRatio));
    const QColor tint = color(ink);
    const QString key = u"boxwatch-icon %1 %2 %3"_s.arg(name, tint.name(), QString::number(size));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        initIconResources();
        QFile file(u":/icons/%1.svg"_s.arg(name));
        QByteArray svg;
        if (file.open(QIODevice::ReadOnly))
            svg = file.readAll();
        svg.replace("currentColor", tint.name().toLatin1());
        svg.replace("currentBackground", color(Ink::OnAccent).name().toLatin1());
        pixmap = QPixmap(size, size);
        pixmap.fill(Qt::transparent);
        QSvgRenderer renderer(svg);
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, size, size));
        painter.end();
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

void paintIcon(QPainter &painter, const QRect &rect, const QString &name, Ink ink)
{
    const int size = qMin(rect.width(), rect.height());
    const QPixmap pixmap = iconPixmap(name, size, ink, painter.device()->devicePixelRatioF());
    painter.drawPixmap(
        QPoint(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2),
        pixmap);
}

} // namespace boxwatch
