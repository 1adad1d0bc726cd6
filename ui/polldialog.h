// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pollform.h"

#include <QDialog>

namespace boxwatch {

/// Asks how often Box is to be asked for a session that exists.
class PollDialog : public QDialog
{
    Q_OBJECT

public:
    PollDialog(Watch watch, const PollSettings &polls, QWidget *parent = nullptr);

    PollSettings polls() const { return m_form->polls(); }

private:
    PollForm *m_form;
};

} // namespace boxwatch
