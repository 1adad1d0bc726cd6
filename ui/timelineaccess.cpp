// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timelineaccess.h"

#include "ui/timeline.h"

#include <QAccessibleWidget>

namespace boxwatch {

namespace {

class TimelineAccess final : public QAccessibleWidget
{
public:
    explicit TimelineAccess(Timeline *timeline)
        : QAccessibleWidget(timeline, QAccessible::Chart)
        , m_timeline(timeline)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_timeline->valueText() : QAccessibleWidget::text(kind);
    }

private:
    Timeline *m_timeline;
};

QAccessibleInterface *makeAccess(const QString & /*className*/, QObject *object)
{
    auto *timeline = qobject_cast<Timeline *>(object);
    return timeline ? new TimelineAccess(timeline) : nullptr;
}

} // namespace

void installTimelineAccess()
{
    QAccessible::installFactory(makeAccess);
}

} // namespace boxwatch
