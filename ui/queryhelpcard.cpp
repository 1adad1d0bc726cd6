// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/queryhelpcard.h"

#include "core/query/queryhelp.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

/// A query to click on.
class ExampleButton final : public QAbstractButton
{
public:
    ExampleButton(const QString &query, const QString &meaning)
    {
        setText(query);
        setFont(Theme::instance().monospaceFont());
        setAccessibleName(query);
        setAccessibleDescription(meaning);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        return {fontMetrics().horizontalAdvance(text()) + u(12), u(24)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF edge = QRectF(rect()).adjusted(0.5, 1.5, -0.5, -1.5);
        painter.setPen(hasFocus() ? QPen(color(Ink::Accent), 2) : QPen(Qt::NoPen));
        painter.setBrush(color(underMouse() || isDown() ? Ink::Selection : Ink::Soft));
        painter.drawRoundedRect(edge, u(4), u(4));
        painter.setPen(color(Ink::Text));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
    }
};

} // namespace

QueryHelpCard::QueryHelpCard(QWidget *row)
    : QFrame(row)
    , m_row(row)
    , m_content(new QWidget)
    , m_close(new QToolButton)
{
    hide();
    setFrameShape(Box);
    setFrameShadow(Plain);
    setForegroundRole(QPalette::Dark);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Query help"));

    QLabel *title = plainLabel(tr("How to write a query"));
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_close->setIcon(icon(u"x"_s, Ink::Text2));
    m_close->setFixedSize(u(24), u(24));
    m_close->setFocusPolicy(Qt::StrongFocus);
    m_close->setAccessibleName(tr("Close the help"));
    setPlainTip(m_close, tr("Close (Esc)"));
    connect(m_close, &QToolButton::clicked, this, &QueryHelpCard::close);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(u(16), u(8), u(8), u(4));
    head->addWidget(title, 1);
    head->addWidget(m_close);

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(u(16), 0, u(16), u(12));
    column->setSpacing(u(4));
    for (const QueryHelpSection &section : queryHelp())
        addSection(column, section);
    column->addStretch(1);
    m_content->setAutoFillBackground(true);
    m_content->setBackgroundRole(QPalette::Base);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_content);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    m_row->installEventFilter(this);
    connect(m_row, &QObject::destroyed, this, &QObject::deleteLater);
}

void QueryHelpCard::addSection(QVBoxLayout *column, const QueryHelpSection &section)
{
    QLabel *title = plainLabel(section.title);
    QFont bold = Theme::instance().secondaryFont();
    bold.setBold(true);
    title->setFont(bold);
    setTextInk(title, Ink::Text2);
    title->setContentsMargins(0, u(8), 0, 0);
    column->addWidget(title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(u(12));
    grid->setVerticalSpacing(0);
    grid->setColumnMinimumWidth(0, u(264));
    grid->setColumnStretch(1, 1);
    for (const QueryExample &example : section.examples) {
        auto *button = new ExampleButton(example.query, example.meaning);
        connect(button, &QAbstractButton::clicked, this, [this, query = example.query] {
            emit exampleChosen(query);
        });
        QLabel *meaning = plainLabel(example.meaning);
        meaning->setFont(Theme::instance().secondaryFont());
        meaning->setWordWrap(true);
        meaning->setMinimumHeight(u(24));
        const int row = grid->rowCount();
        grid->addWidget(button, row, 0, Qt::AlignLeft | Qt::AlignVCenter);
        grid->addWidget(meaning, row, 1);
    }
    column->addLayout(grid);
}

void QueryHelpCard::open()
{
    place();
    show();
    raise();
    m_close->setFocus(Qt::OtherFocusReason);
}

void QueryHelpCard::close()
{
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus)
        m_row->setFocus();
}

void QueryHelpCard::place()
{
    QWidget *window = m_row->window();
    if (parentWidget() != window)
        setParent(window);
    const QPoint below = m_row->mapTo(
        window, QPoint(m_row->width() - u(8), m_row->height() - u(4)));
    const int wide = std::min(u(640), window->width() - u(16));
    const int needed = m_content->heightForWidth(wide - 2) + u(40);
    const int high = std::min(needed, window->height() - below.y() - u(36));
    const int left = std::max(below.x() - wide, u(8));
    setGeometry(left, below.y(), wide, std::max(high, u(120)));
}

bool QueryHelpCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_row && isVisible()) {
        if (event->type() == QEvent::Hide)
            hide();
        else if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
            place();
    }
    return QFrame::eventFilter(watched, event);
}

void QueryHelpCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

void QueryHelpCard::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    emit shown(true);
}

void QueryHelpCard::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    emit shown(false);
}

} // namespace boxwatch
