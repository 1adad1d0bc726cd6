// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/footbar.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/words.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QFont boldFont()
{
    QFont font = Theme::instance().secondaryFont();
    font.setBold(true);
    return font;
}

QToolButton *closeButton(QWidget *parent)
{
    auto *close = new QToolButton(parent);
    close->setIcon(icon(u"x"_s, Ink::Text2));
    close->setFixedSize(u(24), u(24));
    close->setAccessibleName(FootBar::tr("Close this bar"));
    setPlainTip(close, FootBar::tr("Close this bar"));
    close->setFocusPolicy(Qt::StrongFocus);
    return close;
}

class ThinProgress final : public QProgressBar
{
public:
    using QProgressBar::QProgressBar;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Ink::Track));
        painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
        const double share = maximum() > 0 ? static_cast<double>(value()) / maximum() : 0;
        QRectF done = rect();
        done.setWidth(done.width() * share);
        painter.setBrush(color(Ink::Accent));
        painter.drawRoundedRect(done, height() / 2.0, height() / 2.0);
    }
};

} // namespace

FootBar::FootBar(QWidget *parent) : QFrame(parent), m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(u(16), 0, u(8), 0);
    m_layout->setSpacing(u(8));
    setMinimumHeight(u(40));
}

void FootBar::setInks(Ink edge, Ink row)
{
    m_edge = edge;
    m_row = row;
    update();
}

void FootBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(m_row));
    painter.fillRect(QRect(0, 0, width(), 1), color(Ink::Line));
    painter.fillRect(QRect(0, 0, u(4), height()), color(m_edge));
}

TroubleBar::TroubleBar(QWidget *parent)
    : FootBar(parent)
    , m_icon(plainLabel({}, this))
    , m_title(plainLabel({}, this))
    , m_next(plainLabel({}, this))
    , m_signIn(new QPushButton(tr("Sign in…"), this))
    , m_pollLess(new QPushButton(tr("Poll less often…"), this))
{
    m_title->setFont(boldFont());
    m_title->setWordWrap(true);
    m_title->setMinimumWidth(u(80));
    m_next->setFont(Theme::instance().secondaryFont());
    auto *close = closeButton(this);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_signIn, &QPushButton::clicked, this, &TroubleBar::signIn);
    connect(m_pollLess, &QPushButton::clicked, this, &TroubleBar::pollLess);
    m_layout->addWidget(m_icon);
    auto *words = new QVBoxLayout;
    words->setContentsMargins(0, u(6), 0, u(6));
    words->setSpacing(u(2));
    words->addWidget(m_title);
    words->addWidget(m_next);
    m_layout->addLayout(words, 1);
    m_layout->addWidget(m_signIn);
    m_layout->addWidget(m_pollLess);
    m_layout->addWidget(close);
    setInks(Ink::WarnFill, Ink::WarnRow);
    hide();
}

void TroubleBar::show(const Error &error, const QString &next, bool signIn)
{
    const bool heals = error.isTransient();
    setInks(heals ? Ink::WarnFill : Ink::CriticalFill, heals ? Ink::WarnRow : Ink::CriticalRow);
    m_icon->setPixmap(iconPixmap(
        signIn      ? u"key"_s
            : heals ? u"retry"_s
                    : u"warn"_s,
        u(16), heals ? Ink::WarnText : Ink::CriticalText, devicePixelRatioF()));
    m_title->setText(plainLine(sentenceFor(error), 600));
    m_signIn->setVisible(signIn);
    m_pollLess->setVisible(error.kind == Error::Kind::RateLimited);
    setNext(next);
    QWidget::show();
}

void TroubleBar::setNext(const QString &next)
{
    m_next->setText(next);
    m_next->setVisible(!next.isEmpty());
}

NoticeBar::NoticeBar(QWidget *parent) : FootBar(parent), m_words(plainLabel({}, this))
{
    QLabel *glyph = plainLabel({}, this);
    glyph->setPixmap(iconPixmap(u"warn"_s, u(16), Ink::WarnText, devicePixelRatioF()));
    m_words->setFont(boldFont());
    m_words->setWordWrap(true);
    m_words->setAccessibleName(tr("Notice"));
    auto *close = closeButton(this);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    m_layout->addWidget(glyph);
    m_layout->addWidget(m_words, 1);
    m_layout->addWidget(close);
    setInks(Ink::WarnFill, Ink::WarnRow);
    hide();
}

void NoticeBar::show(const QString &sentence)
{
    m_words->setText(plainLine(sentence, 600));
    m_words->setAccessibleDescription(m_words->text());
    QWidget::show();
}

ExportBar::ExportBar(ExportJob *job, qint64 total, QWidget *parent)
    : FootBar(parent)
    , m_job(job)
    , m_icon(plainLabel({}, this))
    , m_name(plainLabel({}, this))
    , m_words(plainLabel({}, this))
    , m_progress(new ThinProgress(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_close(closeButton(this))
{
    m_job->setParent(this);
    showIcon(u"export"_s, Ink::Text2);
    m_name->setFont(boldFont());
    m_name->setText(plainLine(QFileInfo(m_job->output()).fileName(), 80));
    m_words->setFont(Theme::instance().secondaryFont());
    m_words->setWordWrap(true);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(u(160), u(8));
    m_progress->setRange(0, 1'000);
    m_progress->setAccessibleName(tr("Export"));
    m_close->hide();
    m_layout->addWidget(m_icon);
    m_layout->addWidget(m_name);
    m_layout->addWidget(m_progress);
    m_layout->addWidget(m_words, 1);
    m_layout->addWidget(m_cancel);
    m_layout->addWidget(m_close);
    setInks(Ink::Accent, Ink::Window);
    progressed(0, total);

    connect(m_cancel, &QPushButton::clicked, m_job, &ExportJob::cancel);
    connect(m_close, &QToolButton::clicked, this, &ExportBar::closed);
    connect(m_job, &ExportJob::progressed, this, &ExportBar::progressed);
    connect(m_job, &ExportJob::finished, this, &ExportBar::finished);
    connect(m_job, &ExportJob::failed, this, &ExportBar::failed);
    m_time.start();
    m_job->start();
}

void ExportBar::progressed(qint64 done, qint64 total)
{
    m_progress->setValue(total > 0 ? static_cast<int>(done * 1'000 / total) : 0);
    m_words->setText(tr("%1 of %2 rows").arg(grouped(done), grouped(total)));
}

void ExportBar::finished(const ExportSummary &summary)
{
    setInks(Ink::LiveFill, Ink::Window);
    showIcon(u"check"_s, Ink::LiveText);
    m_progress->hide();
    m_cancel->hide();
    m_close->show();
    const double seconds = static_cast<double>(qMax<qint64>(m_time.elapsed(), 100)) / 1000;
    QString words = tr("%1 rows, %2, in %3 s.")
                        .arg(
                            grouped(summary.rows), byteSize(summary.bytes),
                            QLocale().toString(seconds, 'f', 1));
    if (summary.guardedCells > 0)
        words += u' ' + tr("%1 cells guarded against formulas.").arg(grouped(summary.guardedCells));
    m_words->setText(words);
    connect(addButton(tr("Show in folder")), &QPushButton::clicked, this, [this] {
        showInFolder(m_job->output());
    });
    connect(addButton(tr("Export again…")), &QPushButton::clicked, this, &ExportBar::exportAgain);
}

void ExportBar::failed(const Error &error)
{
    if (error.kind == Error::Kind::Cancelled) {
        emit closed();
        return;
    }
    setInks(Ink::CriticalFill, Ink::CriticalRow);
    showIcon(u"warn"_s, Ink::CriticalText);
    m_name->setText(tr("%1 was not written").arg(m_name->text()));
    m_words->setText(plainLine(sentenceFor(error), 600));
    m_progress->hide();
    m_cancel->hide();
    m_close->show();
    connect(
        addButton(tr("Choose another place…")), &QPushButton::clicked, this,
        &ExportBar::exportAgain);
}

void ExportBar::showIcon(const QString &name, Ink ink)
{
    m_icon->setPixmap(iconPixmap(name, u(16), ink, devicePixelRatioF()));
}

QPushButton *ExportBar::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    m_layout->insertWidget(m_layout->indexOf(m_close), button);
    return button;
}

} // namespace boxwatch
