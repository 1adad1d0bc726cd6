// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme.h"

#include "ui/style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QScreen>
#include <QStyleFactory>
#include <QWidget>

#include <array>
#include <cmath>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

struct Shade
{
    QRgb light;
    QRgb dark;
};

// In the order of Ink.
constexpr std::array<Shade, static_cast<std::size_t>(Ink::Count)> shades{{
    {0xfff3f4f5, 0xff202428}, {0xffffffff, 0xff16191c}, {0xfff8f9fa, 0xff1a1e21},
    {0xffeef2f4, 0xff262c31}, {0xffdadee2, 0xff343b41}, {0xff868f98, 0xff7b858f},
    {0xff1b2025, 0xffe7eaed}, {0xff454e57, 0xffbac2c9}, {0xff5f6872, 0xff98a1aa},
    {0xff0b6a86, 0xff5fc0dc}, {0xffffffff, 0xff08222b}, {0xffe1f0f4, 0xff17343f},
    {0xffcbe4ec, 0xff1d4553}, {0xffc67a00, 0xffe3a534}, {0xff855000, 0xfff0b850},
    {0xfffdf5e6, 0xff2b2517}, {0xffcf3529, 0xffe5574b}, {0xffb0251b, 0xffff8f85},
    {0xfffcedec, 0xff321d1c}, {0xff2b9a4e, 0xff4db873}, {0xff1c7439, 0xff74ce92},
    {0xff6b7682, 0xff98a3ae}, {0xff9aa4ae, 0xff66717b}, {0xffe7eaed, 0xff2d3338},
    {0xff0b5c75, 0xff7ccbe2}, {0xff7a4a10, 0xffe3b778}, {0xff1c6b3a, 0xff8bd3a3},
    {0xff8a2a6b, 0xffe29bcb},
}};

constexpr double designPixels = 40.0 / 3; // 10 pt at 96 dpi

QPalette makePalette(const Theme &theme)
{
    const auto ink = [&theme](Ink i) { return theme.color(i); };
    QPalette palette;
    palette.setColor(QPalette::Window, ink(Ink::Window));
    palette.setColor(QPalette::WindowText, ink(Ink::Text));
    palette.setColor(QPalette::Base, ink(Ink::Base));
    palette.setColor(QPalette::AlternateBase, ink(Ink::Alt));
    palette.setColor(QPalette::Text, ink(Ink::Text));
    palette.setColor(QPalette::PlaceholderText, ink(Ink::Text3));
    palette.setColor(QPalette::Button, theme.isDark() ? ink(Ink::Window) : ink(Ink::Base));
    palette.setColor(QPalette::ButtonText, ink(Ink::Text));
    palette.setColor(QPalette::BrightText, ink(Ink::CriticalText));
    palette.setColor(QPalette::ToolTipBase, ink(Ink::Base));
    palette.setColor(QPalette::ToolTipText, ink(Ink::Text));
    palette.setColor(QPalette::Highlight, ink(Ink::Accent));
    palette.setColor(QPalette::HighlightedText, ink(Ink::OnAccent));
    palette.setColor(QPalette::Link, ink(Ink::Accent));
    palette.setColor(QPalette::LinkVisited, ink(Ink::Accent));
    palette.setColor(QPalette::Light, ink(Ink::Base));
    palette.setColor(QPalette::Midlight, ink(Ink::Alt));
    palette.setColor(QPalette::Mid, ink(Ink::Line));
    palette.setColor(QPalette::Dark, ink(Ink::Line2));
    palette.setColor(QPalette::Shadow, ink(Ink::Line2));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, ink(Ink::Info));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, ink(Ink::Line));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, ink(Ink::Text3));
    return palette;
}

bool hasOwnStyle()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    return true;
#else
    return false;
#endif
}

} // namespace

Theme &Theme::instance()
{
    static Theme theme;
    return theme;
}

void Theme::apply(QApplication &application)
{
    m_application = &application;
    QFont font = application.font();
    // Without a desktop Qt falls back to 9 pt, which nobody chose.
    if (font.family() == u"Sans Serif"_s && font.pointSize() == 9) {
        font.setPointSize(10);
        application.setFont(font);
    }
    const double pixels = font.pointSizeF() > 0
        ? font.pointSizeF() * QApplication::primaryScreen()->logicalDotsPerInchY() / 72
        : font.pixelSize();
    m_scale = pixels > 0 ? pixels / designPixels : 1;
    if (!hasOwnStyle())
        application.setStyle(new Style);
    refresh();
    application.installEventFilter(this);
}

void Theme::setAppearance(Appearance appearance)
{
    m_appearance = appearance;
    refresh();
}

void Theme::refresh()
{
    if (!m_application || m_refreshing)
        return;
    m_refreshing = true;
    bool dark = m_appearance == Appearance::Dark;
    if (m_appearance == Appearance::System) {
        // An empty palette gives back that of the desktop, which is all that Qt 6.4 can tell.
        m_application->setPalette({});
        const QPalette system = m_application->palette();
        dark = system.color(QPalette::WindowText).lightness()
            > system.color(QPalette::Window).lightness();
    }
    m_dark = dark;
    m_application->setPalette(makePalette(*this));
    m_refreshing = false;
    emit changed();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && watched == m_application
        && m_appearance == Appearance::System)
        refresh();
    return QObject::eventFilter(watched, event);
}

QColor Theme::color(Ink ink) const
{
    const Shade shade = shades.at(static_cast<std::size_t>(ink));
    return QColor::fromRgb(m_dark ? shade.dark : shade.light);
}

int Theme::u(int pixels) const
{
    return static_cast<int>(std::lround(pixels * m_scale));
}

QFont Theme::scaled(double share) const
{
    QFont font = QApplication::font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * share);
    else
        font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * share)));
    return font;
}

QFont Theme::smallFont() const
{
    return scaled(11.0 / 13);
}

QFont Theme::secondaryFont() const
{
    return scaled(12.0 / 13);
}

QFont Theme::sentenceFont() const
{
    return scaled(15.0 / 13);
}

QFont Theme::titleFont() const
{
    return scaled(16.0 / 13);
}

QFont Theme::welcomeFont() const
{
    return scaled(24.0 / 13);
}

QFont Theme::monospaceFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont size = secondaryFont();
    if (size.pointSizeF() > 0)
        font.setPointSizeF(size.pointSizeF());
    else
        font.setPixelSize(size.pixelSize());
    return font;
}

void setTextInk(QWidget *widget, Ink ink)
{
    const auto paint = [widget, ink] {
        QPalette palette;
        palette.setColor(QPalette::WindowText, color(ink));
        palette.setColor(QPalette::Text, color(ink));
        palette.setColor(QPalette::ButtonText, color(ink));
        widget->setPalette(palette);
    };
    paint();
    QObject::connect(&Theme::instance(), &Theme::changed, widget, paint);
}

QColor color(Ink ink)
{
    return Theme::instance().color(ink);
}

int u(int pixels)
{
    return Theme::instance().u(pixels);
}

} // namespace boxwatch
