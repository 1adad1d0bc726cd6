// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/detailspanel.h"

#include "ui/eventdelegate.h"
#include "ui/fieldtree.h"
#include "ui/icons.h"
#include "ui/jsonview.h"
#include "ui/plaintext.h"
#include "ui/sentencelabel.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int jsonTab = 1;

} // namespace

DetailsPanel::DetailsPanel(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_icon(plainLabel())
    , m_severityWord(plainLabel())
    , m_label(plainLabel())
    , m_sentence(new SentenceLabel)
    , m_when(plainLabel())
    , m_tabs(new QTabBar)
    , m_tabPages(new QStackedWidget)
    , m_fields(new FieldTree)
    , m_json(new JsonView)
    , m_size(plainLabel())
    , m_copy(new QToolButton)
{
    setMinimumWidth(u(240));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    QLabel *nothing = plainLabel(tr("Choose an event to see all of it."));
    nothing->setAlignment(Qt::AlignCenter);
    nothing->setWordWrap(true);
    setTextInk(nothing, Ink::Text3);
    nothing->setMargin(u(16));
    m_pages->addWidget(nothing);

    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());

    m_tabs->addTab(tr("Fields"));
    m_tabs->addTab(tr("JSON"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Fields or JSON"));
    m_tabs->setFocusPolicy(Qt::StrongFocus);
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(u(4), 0, u(4), 0);
    tabRow->addWidget(m_tabs);
    layout->addLayout(tabRow);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    layout->addWidget(m_tabPages, 1);

    connect(m_fields, &FieldTree::pick, this, &DetailsPanel::pick);
    connect(m_fields, &FieldTree::only, this, &DetailsPanel::only);
    m_tabPages->addWidget(m_fields);
    m_tabPages->addWidget(makeJsonPage());
    connect(m_tabs, &QTabBar::currentChanged, this, &DetailsPanel::showTab);
    m_pages->addWidget(page);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_pages);
    connect(&Theme::instance(), &Theme::changed, this, &DetailsPanel::paintSeverityIcon);
}

QWidget *DetailsPanel::makeHead()
{
    auto *head = new QWidget;
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(u(12), u(12), u(12), u(8));
    layout->setSpacing(u(4));
    const QFont small = Theme::instance().secondaryFont();
    QFont bold = small;
    bold.setBold(true);
    m_severityWord->setFont(bold);
    m_label->setFont(small);
    setTextInk(m_label, Ink::Text2);
    m_when->setFont(small);
    m_when->setWordWrap(true);
    setTextInk(m_when, Ink::Text3);
    m_icon->setFixedSize(u(16), u(16));
    auto *first = new QHBoxLayout;
    first->setSpacing(u(6));
    first->addWidget(m_icon);
    first->addWidget(m_severityWord);
    first->addWidget(m_label, 1);
    // A label would widen the dock for a long name.
    m_label->setMinimumWidth(1);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addLayout(first);
    layout->addWidget(m_sentence);
    layout->addWidget(m_when);
    return head;
}

QWidget *DetailsPanel::makeJsonPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_json, 1);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(u(12), u(2), u(4), u(2));
    m_size->setFont(Theme::instance().secondaryFont());
    setTextInk(m_size, Ink::Text2);
    m_copy->setIcon(icon(u"copy"_s, Ink::Text2));
    m_copy->setFixedSize(u(24), u(24));
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_copy->setAccessibleName(tr("Copy the JSON"));
    setPlainTip(m_copy, tr("Copy the JSON as Box sent it"));
    connect(m_copy, &QToolButton::clicked, this, &DetailsPanel::copyJson);
    foot->addWidget(m_size, 1);
    foot->addWidget(m_copy);
    layout->addLayout(foot);
    return page;
}

QSize DetailsPanel::sizeHint() const
{
    return {u(288), u(600)};
}

void DetailsPanel::showNothing()
{
    m_row.reset();
    m_pages->setCurrentIndex(0);
}

void DetailsPanel::showEvent(const TableSnapshot &table, EventTable::Row row, const QTimeZone &zone)
{
    const bool sameEvent = m_row == row;
    m_row = row;
    const EventInWords words = describeEvent(table, row, zone);
    m_severity = words.severity;
    m_severityWord->setText(severityWord(words.severity));
    m_label->setText(words.label);
    m_sentence->setSentence(words.sentence);
    m_when->setText(words.when);
    paintSeverityIcon();
    m_fields->setGroups(words.groups);
    m_pages->setCurrentIndex(1);
    if (!sameEvent)
        m_rawShown = false;
    showTab(m_tabs->currentIndex());
}

void DetailsPanel::paintSeverityIcon()
{
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap(QSize(u(16), u(16)) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintSeverity(&painter, QRect(0, 0, u(16), u(16)), m_severity);
    painter.end();
    m_icon->setPixmap(pixmap);
    QPalette palette;
    palette.setColor(QPalette::WindowText, color(severityInk(m_severity)));
    m_severityWord->setPalette(palette);
}

void DetailsPanel::showTab(int tab)
{
    m_tabPages->setCurrentIndex(tab);
    if (tab == jsonTab && m_row && !m_rawShown)
        emit wantsRaw(*m_row);
}

void DetailsPanel::showRaw(EventTable::Row row, const QByteArray &json)
{
    if (m_row != row)
        return;
    m_rawShown = true;
    m_json->setJson(json);
    m_size->setText(tr("%1 bytes, as Box sent it").arg(grouped(json.size())));
}

void DetailsPanel::copyJson()
{
    QApplication::clipboard()->setText(QString::fromUtf8(m_json->json()));
}

} // namespace boxwatch
