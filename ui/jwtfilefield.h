// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/secret.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace boxwatch {

/// The JSON configuration of a Box app, from a file: read once, kept as a secret, never shown.
class JwtFileField : public QWidget
{
    Q_OBJECT

public:
    explicit JwtFileField(QWidget *parent = nullptr);

    /// Empty if no file was chosen, or it cannot be the one.
    Secret content() const { return m_content; }

    /// Reads \p file, as if it had been chosen; says so where that cannot be.
    void read(const QString &file);
    void clear();

signals:
    void changed();

private:
    void choose();
    void say(const QString &words);

    QLineEdit *m_path;
    QLabel *m_note;
    Secret m_content;
};

} // namespace boxwatch
