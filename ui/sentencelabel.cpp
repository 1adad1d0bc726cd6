// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sentencelabel.h"

#include "ui/theme.h"

#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace boxwatch {

namespace {

// A name of 512 characters would fill the panel: the fields below have all of it.
constexpr int mostLines = 6;

} // namespace

SentenceLabel::SentenceLabel(QWidget *parent) : QWidget(parent)
{
    setFont(Theme::instance().sentenceFont());
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SentenceLabel::setSentence(const QList<SentencePart> &parts)
{
    m_text.clear();
    m_formats.clear();
    for (const SentencePart &part : parts) {
        if (part.bold) {
            QTextCharFormat format;
            format.setFontWeight(QFont::Bold);
            m_formats.append(
                {static_cast<int>(m_text.size()), static_cast<int>(part.text.size()), format});
        }
        m_text += part.text;
    }
    m_measured.reset();
    setAccessibleName(m_text);
    updateGeometry();
    update();
}

int SentenceLabel::lay(QTextLayout &layout, int width) const
{
    layout.setText(m_text);
    layout.setFont(font());
    layout.setFormats(m_formats);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const int pitch = u(22);
    int y = 0;
    layout.beginLayout();
    for (int count = 0; count < mostLines; ++count) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(qMax(1, width));
        line.setPosition(QPointF(0, y + (pitch - line.height()) / 2));
        y += pitch;
    }
    layout.endLayout();
    return y;
}

int SentenceLabel::heightForWidth(int width) const
{
    // A layout asks for the same width several times over.
    if (!m_measured || m_measured->width() != width) {
        QTextLayout layout;
        m_measured = QSize(width, lay(layout, width));
    }
    return m_measured->height();
}

QSize SentenceLabel::sizeHint() const
{
    return {u(200), heightForWidth(width() > 0 ? width() : u(240))};
}

void SentenceLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_measured.reset();
    QWidget::changeEvent(event);
}

void SentenceLabel::paintEvent(QPaintEvent *)
{
    QTextLayout layout;
    lay(layout, width());
    QPainter painter(this);
    painter.setPen(color(Ink::Text));
    layout.draw(&painter, {});
}

} // namespace boxwatch
