// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/connectionreport.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

class RefusalBox final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(color(Ink::CriticalFill));
        painter.setBrush(color(Ink::CriticalRow));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(4), u(4));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Ink::CriticalFill));
        painter.drawRoundedRect(QRectF(0, 0, u(4), height()), u(2), u(2));
    }
};

QString roleWords(const AccountAnswer &answer)
{
    QString role = ConnectionReport::tr("user");
    if (answer.role == u"admin"_s)
        role = ConnectionReport::tr("admin");
    else if (answer.role == u"coadmin"_s)
        role = ConnectionReport::tr("co-admin");
    else if (answer.role.isEmpty())
        return answer.owner.enterpriseName;
    if (answer.owner.enterpriseName.isEmpty())
        return role;
    return ConnectionReport::tr("%1 of %2").arg(role, plainLine(answer.owner.enterpriseName, 80));
}

// The account of an app itself, which no person signs in to (reference 1.12).
bool isServiceAccount(const SessionOwner &owner)
{
    return owner.login.endsWith(u"@boxdevedition.com"_s, Qt::CaseInsensitive);
}

/// What may be missing when Box refuses, and where an admin finds it.
struct ToCheck
{
    QString what;
    QString where;
};

QList<ToCheck> thingsToCheck(const SessionOwner &owner)
{
    const ToCheck scope{
        ConnectionReport::tr("The app’s scope “Manage enterprise properties”"),
        ConnectionReport::tr("Developer Console › your app › Configuration › Application scopes. "
                             "Then have an admin authorize the app again.")};
    if (isServiceAccount(owner)) {
        return {
            scope,
            {ConnectionReport::tr("The app’s authorization by an admin, after the latest change of "
                                  "its scopes"),
             ConnectionReport::tr(
                 "Admin Console › the app’s entry among the apps of the enterprise "
                 "› authorize it again. It counts for tokens made after that.")}};
    }
    return {
        scope,
        {ConnectionReport::tr(
             "The co-admin permission “Run new reports and access existing reports”"),
         ConnectionReport::tr("Admin Console › Users › %1 › Edit user access permissions.")
             .arg(plainLine(owner.name, 80))}};
}

QLabel *wrapped(const QString &text, bool small, bool bold = false)
{
    QLabel *label = plainLabel(text);
    QFont font = small ? Theme::instance().secondaryFont() : label->font();
    font.setBold(bold);
    label->setFont(font);
    label->setWordWrap(true);
    if (small)
        setTextInk(label, Ink::Text2);
    return label;
}

} // namespace

ConnectionReport::ConnectionReport(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    clear();
}

void ConnectionReport::clear()
{
    delete m_content;
    m_content = new QWidget(this);
    auto *lines = new QVBoxLayout(m_content);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(u(10));
    layout()->addWidget(m_content);
}

void ConnectionReport::addLine(
    const QString &iconName, Ink ink, const QString &words, const QString &more, bool bold)
{
    auto *line = new QWidget(m_content);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(u(8));
    QLabel *glyph = plainLabel();
    glyph->setPixmap(iconPixmap(iconName, u(16), ink, devicePixelRatioF()));
    row->addWidget(glyph, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    QLabel *upper = wrapped(words, false, bold);
    if (bold)
        setTextInk(upper, ink);
    texts->addWidget(upper);
    if (!more.isEmpty())
        texts->addWidget(wrapped(more, true));
    row->addLayout(texts, 1);
    m_content->layout()->addWidget(line);
}

void ConnectionReport::showNothing()
{
    clear();
}

void ConnectionReport::showHint(const QString &words)
{
    clear();
    addLine(u"info"_s, Ink::Text2, words);
}

void ConnectionReport::showAsking(const QString &host)
{
    clear();
    addLine(u"clock"_s, Ink::Text2, tr("Asking %1…").arg(plainLine(host, 80)));
}

void ConnectionReport::addWarning(const QString &words)
{
    addLine(u"warn"_s, Ink::WarnText, plainLine(words, 600));
}

void ConnectionReport::showError(const QString &host, const Error &error)
{
    clear();
    const bool reached = error.status > 0;
    if (reached)
        addLine(u"check"_s, Ink::LiveText, tr("Reached %1").arg(plainLine(host, 80)));
    QString technical;
    if (error.status > 0)
        technical = tr("Status %1").arg(error.status) + u' ' + plainLine(error.code, 80);
    addLine(
        u"cross"_s, Ink::CriticalText, plainLine(sentenceFor(error), 600), technical.trimmed(),
        true);
}

void ConnectionReport::showAnswer(const QString &host, const AccountAnswer &answer, StreamType type)
{
    clear();
    addLine(
        u"check"_s, Ink::LiveText, tr("Reached %1").arg(plainLine(host, 80)),
        answer.took.count() > 0 ? tr("%1 ms").arg(answer.took.count()) : QString());
    const QString name = answer.owner.name.isEmpty() ? answer.owner.login : answer.owner.name;
    QString more = plainLine(answer.owner.login, 120);
    if (const QString role = roleWords(answer); !role.isEmpty())
        more += u" · "_s + role;
    addLine(u"check"_s, Ink::LiveText, tr("Signed in as %1").arg(plainLine(name, 120)), more);
    if (!isEnterprise(type))
        return;
    if (!answer.streamRefused) {
        addLine(u"check"_s, Ink::LiveText, tr("Box gives enterprise events to this account"));
    } else if (answer.streamRefused->kind == Error::Kind::Forbidden) {
        addLine(
            u"cross"_s, Ink::CriticalText, tr("Box refuses enterprise events"),
            tr("Status %1").arg(answer.streamRefused->status) + u' '
                + plainLine(answer.streamRefused->code, 80),
            true);
        addRefusal(answer);
    } else {
        addLine(u"warn"_s, Ink::WarnText, plainLine(sentenceFor(*answer.streamRefused), 600));
    }
}

void ConnectionReport::addRefusal(const AccountAnswer &answer)
{
    auto *box = new RefusalBox(m_content);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(u(16), u(8), u(12), u(12));
    layout->setSpacing(u(4));
    const QString who = plainLine(answer.owner.name, 80);
    QString intro = tr("Box does not say which of these is missing. Check both, in this order:");
    if (isServiceAccount(answer.owner)) {
        intro = tr("%1 is the service account of an app. Box does not say which of these is "
                   "missing. Check both, in this order:")
                    .arg(who);
    } else if (answer.role == u"user"_s) {
        intro = tr("%1 is neither an admin nor a co-admin; only they may read these events. Use "
                   "another account, or have these given to this one:")
                    .arg(who);
    }
    layout->addWidget(wrapped(intro, false));
    QString copied = tr("Box refuses enterprise events to %1.").arg(who);
    int number = 0;
    for (const ToCheck &check : thingsToCheck(answer.owner)) {
        ++number;
        layout->addWidget(wrapped(u"%1  "_s.arg(number) + check.what, false, true));
        layout->addWidget(wrapped(check.where, true));
        copied += u"\n%1. "_s.arg(number) + check.what + u": "_s + check.where;
    }
    auto *copy = new QPushButton(tr("Copy for an admin"), box);
    connect(copy, &QPushButton::clicked, this, [copied] {
        QApplication::clipboard()->setText(copied);
    });
    layout->addWidget(copy, 0, Qt::AlignLeft);
    m_content->layout()->addWidget(box);
    if (!isServiceAccount(answer.owner))
        addLine(u"info"_s, Ink::Text2, tr("“My own events” works with this account now."));
}

} // namespace boxwatch
