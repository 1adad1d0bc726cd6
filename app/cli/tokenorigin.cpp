// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/tokenorigin.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

std::optional<TokenOrigin> originFrom(const QString &text)
{
    if (text == u"stdin"_s)
        return TokenOrigin{TokenOrigin::Kind::StandardInput, {}};
    if (text == u"keychain"_s)
        return TokenOrigin{TokenOrigin::Kind::Keychain, {}};
    const QString name = text.section(u':', 1);
    if (name.isEmpty())
        return std::nullopt;
    if (text.startsWith(u"env:"_s))
        return TokenOrigin{TokenOrigin::Kind::Environment, name};
    if (text.startsWith(u"keychain:"_s))
        return TokenOrigin{TokenOrigin::Kind::Keychain, name};
    return std::nullopt;
}

} // namespace boxwatch
