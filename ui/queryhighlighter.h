// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"

#include <QSyntaxHighlighter>

#include <optional>

namespace boxwatch {

/// Tells the fields, values and signs of a query apart, and underlines what is wrong.
class QueryHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

    void setError(const std::optional<QueryError> &error);

protected:
    void highlightBlock(const QString &text) override;

private:
    std::optional<QueryError> m_error;
};

} // namespace boxwatch
