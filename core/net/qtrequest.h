// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpcall.h"

#include <QNetworkRequest>

namespace boxwatch {

/// What Qt is to send for \p request, its method and its body aside; with all that Qt would do of its
/// own accord switched off. A file of its own, so that tests can show that they notice what is not.
QNetworkRequest qtRequest(const HttpRequest &request);

} // namespace boxwatch
