// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessionfoot.h"

#include "core/export/exportjob.h"
#include "ui/footbar.h"

#include <QVBoxLayout>

#include <algorithm>

namespace boxwatch {

namespace {

/// Whose trouble it is, where that is not plain: of two streams one can be well.
QString whose(const std::vector<StreamStatus> &streams)
{
    if (streams.size() < 2)
        return {};
    const auto troubled = std::ranges::count_if(
        streams, [](const StreamStatus &stream) { return stream.trouble.has_value(); });
    if (troubled != 1)
        return {};
    const auto found = std::ranges::find_if(
        streams, [](const StreamStatus &stream) { return stream.trouble.has_value(); });
    return found->type == StreamType::AdminLogs
        ? SessionFoot::tr("History has trouble, live goes on.")
        : SessionFoot::tr("Live has trouble, history goes on.");
}

} // namespace

SessionFoot::SessionFoot(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_trouble(new TroubleBar)
    , m_notice(new NoticeBar)
    , m_unkept(new NoticeBar)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_notice);
    m_layout->addWidget(m_unkept);
    m_layout->addWidget(m_trouble);
    connect(m_trouble, &TroubleBar::signIn, this, &SessionFoot::signIn);
    connect(m_trouble, &TroubleBar::pollLess, this, &SessionFoot::pollLess);
}

void SessionFoot::showTrouble(
    const std::vector<StreamStatus> &streams, const StreamStatus &all, const StateWords &words)
{
    if (!all.trouble) {
        m_trouble->hide();
        m_shown.reset();
        return;
    }
    QString next;
    if (all.state == EventStream::State::BackingOff) {
        // "Next try in 28 s", with what the other stream does said once.
        next = whose(streams);
        if (!next.isEmpty())
            next += u' ';
        next += words.detail.section(QStringLiteral(" · "), 0, 0) + u'.';
    }
    const bool known = m_shown && m_shown->kind == all.trouble->kind
        && m_shown->code == all.trouble->code;
    if (known)
        m_trouble->setNext(next);
    else
        m_trouble->show(*all.trouble, next, all.state == EventStream::State::SignedOut);
    m_shown = all.trouble;
}

void SessionFoot::showNotice(const QString &sentence)
{
    if (!m_notice->isVisibleTo(this))
        m_notices.clear();
    if (!m_notices.contains(sentence))
        m_notices += sentence;
    // Live and history have one each; more than a few are not read.
    while (m_notices.size() > 3)
        m_notices.removeFirst();
    m_notice->show(m_notices.join(u' '));
}

void SessionFoot::showUnkept(const QString &sentence)
{
    if (sentence.isEmpty())
        m_unkept->hide();
    else if (m_unkeptShown.isEmpty())
        m_unkept->show(sentence);
    m_unkeptShown = sentence;
}

void SessionFoot::addExport(ExportJob *job, qint64 total)
{
    auto *bar = new ExportBar(job, total, this);
    m_layout->addWidget(bar);
    connect(bar, &ExportBar::closed, bar, &QObject::deleteLater);
    connect(bar, &ExportBar::exportAgain, this, [this, bar] {
        bar->deleteLater();
        emit exportAgain();
    });
}

bool SessionFoot::isExporting() const
{
    const auto bars = findChildren<ExportBar *>();
    return std::ranges::any_of(bars, [](const ExportBar *bar) { return bar->isRunning(); });
}

} // namespace boxwatch
