// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/eventfields.h"

#include <QTextLayout>
#include <QWidget>

#include <optional>

namespace boxwatch {

/// A sentence with bold names that wraps, without rich text: formats on a plain text.
class SentenceLabel : public QWidget
{
    Q_OBJECT

public:
    explicit SentenceLabel(QWidget *parent = nullptr);

    void setSentence(const QList<SentencePart> &parts);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    int lay(QTextLayout &layout, int width) const;

    QString m_text;
    QList<QTextLayout::FormatRange> m_formats;
    mutable std::optional<QSize> m_measured; // a width, and the height it makes
};

} // namespace boxwatch
