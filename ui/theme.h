// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QObject>

class QApplication;
class QPalette;
class QWidget;

namespace boxwatch {

/// A colour by what it means; docs and mock-ups use the same names.
enum class Ink {
    Window, ///< frame
    Base, ///< content
    Alt, ///< every second row
    Hover,
    Line, ///< dividers
    Line2, ///< edges of fields and buttons
    Text,
    Text2, ///< labels, headers
    Text3, ///< hints, dates; not on Selection
    Accent, ///< what the person chose: selection, focus, filters
    OnAccent,
    Soft, ///< chips
    Selection,
    WarnFill,
    WarnText,
    WarnRow,
    CriticalFill,
    CriticalText,
    CriticalRow,
    LiveFill, ///< the stream is well
    LiveText,
    Notice,
    Info,
    Track, ///< what a bar runs in
    JsonKey,
    JsonString,
    JsonNumber,
    JsonLiteral,
    Count
};

/// Which of the two sets of colours is shown.
enum class Appearance {
    System, ///< as the desktop says
    Light,
    Dark,
};

/// The colours and measures of the window, in one place.
///
/// One per application, made by apply(). Lives in the window's thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    static Theme &instance();

    /// Sets style (Fusion with ours on top, where there is no native one), palette and font.
    void apply(QApplication &application);

    Appearance appearance() const { return m_appearance; }
    void setAppearance(Appearance appearance);
    bool isDark() const { return m_dark; }

    QColor color(Ink ink) const;

    /// Pixels of the mock-ups (96 dpi, 10 pt font) in pixels of this screen: all scale with the font.
    int u(int pixels) const;

    QFont smallFont() const; ///< 11 of 13
    QFont secondaryFont() const; ///< 12 of 13
    QFont sentenceFont() const; ///< 15 of 13
    QFont titleFont() const; ///< 16 of 13
    QFont welcomeFont() const; ///< 24 of 13
    QFont monospaceFont() const; ///< 12 of 13

signals:
    /// The colours are others now; widgets that paint themselves are repainted already.
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Theme() = default;

    void refresh();
    QFont scaled(double share) const;

    QApplication *m_application = nullptr;
    Appearance m_appearance = Appearance::System;
    double m_scale = 1;
    bool m_dark = false;
    bool m_refreshing = false;
};

/// Gives the text of \p widget a colour that follows the theme.
void setTextInk(QWidget *widget, Ink ink);

/// Short for Theme::instance().color() and .u().
QColor color(Ink ink);
int u(int pixels);

} // namespace boxwatch
