// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/newrowspill.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QPainter>

namespace boxwatch {

using namespace Qt::StringLiterals;

NewRowsPill::NewRowsPill(QWidget *parent) : QPushButton(parent)
{
    hide();
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
}

void NewRowsPill::setCount(qint64 count)
{
    setText(tr("%1 new").arg(grouped(count)));
    setVisible(count > 0);
}

void NewRowsPill::setPointsUp(bool up)
{
    if (up != m_up)
        update();
    m_up = up;
}

QSize NewRowsPill::sizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    return {QFontMetrics(bold).horizontalAdvance(text()) + u(10 + 16 + 6 + 14), u(24)};
}

void NewRowsPill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Ink::Accent));
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    if (hasFocus()) {
        painter.setPen(color(Ink::OnAccent));
        painter.setBrush(Qt::NoBrush);
        const QRectF inner = QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5);
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2);
    }
    paintIcon(
        painter, QRect(u(10), (height() - u(16)) / 2, u(16), u(16)), m_up ? u"up"_s : u"down"_s,
        Ink::OnAccent);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(color(Ink::OnAccent));
    painter.drawText(
        rect().adjusted(u(10 + 16 + 6), 0, -u(12), 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace boxwatch
