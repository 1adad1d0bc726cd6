// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/scene.h"

namespace boxwatch::sim {

/// The value of `source` of an enterprise event (section 2.5 of the Box events reference).
void appendSource(TextBuffer &out, Scene &scene);

/// The value of `additional_details` of an enterprise event (section 2.6).
void appendDetails(TextBuffer &out, Scene &scene);

/// Helpers that the user streams share.
const std::string &folderJson(const Scene &scene);
const Enterprise::Person &ownerOf(const Scene &scene);
void appendFileName(TextBuffer &out, const Scene &scene);

} // namespace boxwatch::sim
