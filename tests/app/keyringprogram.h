// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/app/program.h"

#include <QUrl>

namespace boxwatch {

/// The program with the keyring and the home of this test; see tests/auth/with-keyring.sh.
Program keyringProgram();

/// `boxwatch accounts add --method oauth`, with a browser that does what the consent page of the
/// simulator tells it. What it said on standard error.
QByteArray signInWithBrowser(const Program &boxwatch, const QUrl &apiUrl);

/// Whether \p content holds \p secret as it stands or in one of the ways in which things are encoded.
bool holds(const QByteArray &content, const QByteArray &secret);

} // namespace boxwatch
