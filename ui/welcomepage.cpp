// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/welcomepage.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/recentsessions.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto reopenKey = "openLastSessions"_L1;

/// One way to begin: an icon, what it does, its shortcut.
class Card final : public QAbstractButton
{
public:
    Card(
        const QString &iconName, const QString &title, const QString &words,
        const QString &shortcut)
        : m_icon(iconName)
        , m_words(words)
        , m_shortcut(shortcut)
    {
        setText(title);
        setAccessibleName(title);
        setAccessibleDescription(words);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(u(72));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setMinimumWidth(u(200));
        setAttribute(Qt::WA_Hover);
    }

    QSize sizeHint() const override { return {u(312), u(72)}; }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF edge = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(QPen(color(hasFocus() ? Ink::Accent : Ink::Line), hasFocus() ? 2 : 1));
        painter.setBrush(color(underMouse() ? Ink::Hover : Ink::Base));
        painter.drawRoundedRect(
            hasFocus() ? edge.adjusted(0.5, 0.5, -0.5, -0.5) : edge, u(4), u(4));
        paintIcon(painter, QRect(u(16), (height() - u(24)) / 2, u(24), u(24)), m_icon, Ink::Accent);
        const QRect title(u(56), u(18), width() - u(72), u(20));
        const QFont small = Theme::instance().secondaryFont();
        painter.setFont(small);
        painter.setPen(color(Ink::Text3));
        painter.drawText(title, Qt::AlignRight | Qt::AlignVCenter, m_shortcut);
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(color(Ink::Text));
        painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, text());
        painter.setFont(small);
        painter.setPen(color(Ink::Text2));
        const QRect words = title.translated(0, u(18));
        painter.drawText(
            words, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(small).elidedText(m_words, Qt::ElideRight, words.width()));
    }

private:
    QString m_icon;
    QString m_words;
    QString m_shortcut;
};

class RecentDelegate final : public QStyledItemDelegate
{
public:
    RecentDelegate(const RecentSessions &recent, const QTimeZone &zone, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_recent(recent)
        , m_zone(zone)
    {
    }

    void setTimeZone(const QTimeZone &zone) { m_zone = zone; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override
    {
        const QString path = index.data(RecentSessions::PathRole).toString();
        const auto &all = m_recent.sessions();
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const RecentSession &s) { return s.path == path; });
        if (found == all.end())
            return;
        painter->save();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        painter->fillRect(
            option.rect,
            color(
                selected      ? Ink::Selection
                    : hovered ? Ink::Hover
                              : Ink::Base));
        painter->setPen(color(Ink::Line));
        painter->drawLine(option.rect.topLeft(), option.rect.bottomLeft());
        painter->drawLine(option.rect.topRight(), option.rect.bottomRight());
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        paintRow(painter, option.rect.adjusted(u(16), u(8), -u(16), -u(8)), *found, selected);
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(color(Ink::Accent));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {u(600), u(56)};
    }

private:
    void paintRow(
        QPainter *painter, const QRect &rect, const RecentSession &session, bool selected) const
    {
        const int half = rect.height() / 2;
        const QFont font = painter->font();
        const QFont small = Theme::instance().secondaryFont();
        paintIcon(
            *painter, QRect(rect.x(), rect.y(), u(14), rect.height()),
            session.readOnly ? u"file"_s : u"stop"_s, Ink::Text2);
        const Ink hint = selected ? Ink::Text2 : Ink::Text3;
        const auto two = [&](const QRect &area, int align, const QString &upper,
                             const QString &lower) {
            painter->setFont(font);
            painter->setPen(color(Ink::Text));
            painter->drawText(
                QRect(area.x(), area.y(), area.width(), half), align | Qt::AlignVCenter,
                QFontMetrics(font).elidedText(upper, Qt::ElideRight, area.width()));
            painter->setFont(small);
            painter->setPen(color(hint));
            painter->drawText(
                QRect(area.x(), area.y() + half, area.width(), half), align | Qt::AlignVCenter,
                QFontMetrics(small).elidedText(lower, Qt::ElideMiddle, area.width()));
        };
        const QRect last(rect.right() - u(168), rect.y(), u(168), rect.height());
        const QRect count(last.x() - u(16 + 96), rect.y(), u(96), rect.height());
        const QRect name(rect.x() + u(28), rect.y(), count.x() - rect.x() - u(44), rect.height());
        QStringList about;
        if (!session.owner.isEmpty())
            about += session.owner;
        about += streamsTitle(session.stream);
        if (about.isEmpty())
            about += session.path;
        two(name, Qt::AlignLeft, session.name, about.join(u" · "_s));
        two(count, Qt::AlignRight, grouped(session.events), WelcomePage::tr("events"));
        const QString time = session.lastEvent == Event::noTime
            ? u"–"_s
            : isoTime(QDateTime::fromMSecsSinceEpoch(session.lastEvent, Qt::UTC), m_zone);
        two(last, Qt::AlignRight, time,
            session.readOnly ? WelcomePage::tr("opened for reading")
                             : WelcomePage::tr("last event"));
    }

    const RecentSessions &m_recent;
    QTimeZone m_zone;
};

/// Names the columns of the list below, and the zone of its times.
class ColumnTitles final : public QWidget
{
public:
    ColumnTitles()
    {
        setFixedHeight(u(28));
        setFont(Theme::instance().secondaryFont());
    }

    void setZone(const QString &zone)
    {
        m_zone = zone;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(color(Ink::Line));
        painter.setBrush(color(Ink::Window));
        painter.drawRect(rect().adjusted(0, 0, -1, 0));
        painter.setPen(color(Ink::Text2));
        const QRect inner = rect().adjusted(u(16), 0, -u(17), 0);
        painter.drawText(
            inner.adjusted(u(28), 0, 0, 0), Qt::AlignVCenter,
            WelcomePage::tr("Session and stream"));
        const QRect last(inner.right() - u(168), 0, u(168), height());
        painter.drawText(
            last, Qt::AlignRight | Qt::AlignVCenter,
            WelcomePage::tr("Last event (%1)").arg(m_zone));
        painter.drawText(
            QRect(last.x() - u(16 + 96), 0, u(96), height()), Qt::AlignRight | Qt::AlignVCenter,
            WelcomePage::tr("Captured"));
    }

private:
    QString m_zone;
};

/// As high as its rows are together, or lower where there is less room.
class RecentList final : public QListView
{
public:
    RecentList()
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
        setFrameShape(QFrame::NoFrame);
    }

    QSize sizeHint() const override
    {
        return {u(600), (model() ? model()->rowCount() : 0) * u(56)};
    }
    QSize minimumSizeHint() const override { return {u(200), u(56)}; }
};

} // namespace

WelcomePage::WelcomePage(RecentSessions &recent, QWidget *parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_matching(new QSortFilterProxyModel(this))
    , m_zone(QTimeZone::systemTimeZone())
{
    m_matching->setSourceModel(&m_recent);
    m_matching->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addSpacing(u(32));
    column->addWidget(buildCards());
    column->addSpacing(u(32));
    column->addWidget(buildRecent(), 1);
    auto *middle = new QWidget;
    middle->setLayout(column);
    column->setContentsMargins(u(16), u(40), u(16), u(16));
    middle->setMaximumWidth(u(976 + 32));
    auto *across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(middle, 1000);
    across->addStretch(1);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(across, 1);
    QLabel *legal = plainLabel(
        tr("Boxwatch is independent software. It is not made, endorsed or supported by Box, Inc. "
           "“Box” is used only to say what it works with."));
    legal->setFont(Theme::instance().secondaryFont());
    legal->setAlignment(Qt::AlignCenter);
    legal->setWordWrap(true);
    legal->setMinimumHeight(u(28));
    legal->setAutoFillBackground(true);
    legal->setBackgroundRole(QPalette::Window);
    setTextInk(legal, Ink::Text2);
    outer->addWidget(legal);

    static_cast<ColumnTitles *>(m_columns)->setZone(zoneName(m_zone));
    connect(&m_recent, &QAbstractItemModel::modelReset, this, &WelcomePage::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &WelcomePage::refresh);
    refresh();
}

void WelcomePage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Ink::Base));
    painter.fillRect(QRect(0, 0, width(), 1), color(Ink::Line));
}

QWidget *WelcomePage::buildHead()
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(u(16));
    m_logo = plainLabel();
    row->addWidget(m_logo);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    QLabel *name = plainLabel(u"Boxwatch"_s);
    name->setFont(Theme::instance().welcomeFont());
    words->addWidget(name);
    words->addWidget(
        plainLabel(tr("Watch what happens in your Box account, find it again, and hand it over.")));
    row->addLayout(words, 1);
    return head;
}

QWidget *WelcomePage::buildCards()
{
    auto *cards = new QWidget;
    auto *row = new QHBoxLayout(cards);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(u(16));
    const auto add = [&](const QString &iconName, const QString &title, const QString &words,
                         const QKeySequence &keys, void (WelcomePage::*clicked)()) {
        auto *card = new Card(iconName, title, words, keys.toString(QKeySequence::NativeText));
        connect(card, &QAbstractButton::clicked, this, clicked);
        row->addWidget(card);
    };
    add(u"plug"_s, tr("Connect to Box"), tr("Sign in once, then choose what to watch"),
        QKeySequence::New, &WelcomePage::connectToBox);
    add(u"open"_s, tr("Open a session"), tr("A .boxwatch file, yours or sent to you"),
        QKeySequence::Open, &WelcomePage::openSession);
    add(u"flask"_s, tr("Try the demo"), tr("A made-up company, no account needed"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), &WelcomePage::tryDemo);
    return cards;
}

QWidget *WelcomePage::buildRecent()
{
    m_recentPart = new QWidget;
    auto *layout = new QVBoxLayout(m_recentPart);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(8));
    auto *top = new QHBoxLayout;
    QLabel *title = plainLabel(tr("Recent sessions"));
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_search = new QLineEdit;
    m_search->setPlaceholderText(tr("Find a session"));
    m_search->setAccessibleName(tr("Find a session"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s, Ink::Text3), QLineEdit::LeadingPosition);
    m_search->setFixedWidth(u(240));
    connect(
        m_search, &QLineEdit::textChanged, m_matching,
        &QSortFilterProxyModel::setFilterFixedString);
    top->addWidget(title, 1);
    top->addWidget(m_search);
    layout->addLayout(top);

    auto *group = new QVBoxLayout;
    group->setSpacing(0);
    m_columns = new ColumnTitles;
    group->addWidget(m_columns);
    m_list = new RecentList;
    m_list->setModel(m_matching);
    m_list->setItemDelegate(new RecentDelegate(m_recent, m_zone, m_list));
    m_list->setAccessibleName(tr("Recent sessions"));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    const auto open = [this](const QModelIndex &index) {
        emit openRecent(index.data(RecentSessions::PathRole).toString());
    };
    connect(m_list, &QListView::activated, this, open);
    connect(m_list, &QWidget::customContextMenuRequested, this, [this, open](const QPoint &place) {
        const QModelIndex index = m_list->indexAt(place);
        if (!index.isValid())
            return;
        const QString path = index.data(RecentSessions::PathRole).toString();
        QMenu menu(this);
        connect(menu.addAction(tr("Open")), &QAction::triggered, this, [&] { open(index); });
        connect(menu.addAction(tr("Show in folder")), &QAction::triggered, this, [&] {
            showInFolder(path);
        });
        connect(menu.addAction(tr("Remove from this list")), &QAction::triggered, this, [&] {
            m_recent.forget(path);
        });
        menu.exec(m_list->viewport()->mapToGlobal(place));
    });
    group->addWidget(m_list);
    layout->addLayout(group);

    m_reopen = new QCheckBox(tr("Open the last sessions at start"));
    m_reopen->setChecked(opensLastSessions());
    connect(
        m_reopen, &QCheckBox::toggled, this, [](bool on) { QSettings().setValue(reopenKey, on); });
    layout->addWidget(m_reopen, 0, Qt::AlignRight);
    layout->addStretch(1);
    return m_recentPart;
}

bool WelcomePage::opensLastSessions()
{
    return QSettings().value(reopenKey, false).toBool();
}

void WelcomePage::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    static_cast<RecentDelegate *>(m_list->itemDelegate())->setTimeZone(zone);
    m_list->viewport()->update();
    static_cast<ColumnTitles *>(m_columns)->setZone(zoneName(zone));
}

void WelcomePage::refresh()
{
    m_logo->setPixmap(iconPixmap(u"logo"_s, u(48), Ink::Accent, devicePixelRatioF()));
    // The room stays reserved, so that the cards do not jump.
    for (QWidget *child :
         m_recentPart->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
        child->setVisible(m_recent.rowCount() > 0);
    m_list->updateGeometry();
}

} // namespace boxwatch
