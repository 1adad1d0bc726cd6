// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "tests/support/sampletable.h"

#include <QAbstractItemModelTester>

#include <vector>

namespace boxwatch {

/// How long to wait for what must come, in ms: the machine may be busy, and a sanitizer slow.
inline constexpr int patience = 60'000;

/// A model with a tester beside it, over a table of its own.
struct ModelFixture
{
    explicit ModelFixture(
        const QList<SampleEvent> &samples = {}, const ResultPace &pace = {},
        const EventFilter &filter = {})
        : model(pace)
    {
        model.setFilter(filter);
        if (!samples.isEmpty())
            appendSamples(table, samples);
        model.setTable(&table);
    }
    ~ModelFixture() { model.setTable(nullptr); }
    ModelFixture(const ModelFixture &) = delete;
    ModelFixture &operator=(const ModelFixture &) = delete;

    void arrive(const QList<SampleEvent> &samples)
    {
        appendSamples(table, samples);
        model.update();
    }

    QString cell(int row, int column) const { return model.index(row, column).data().toString(); }

    QStringList column(int column) const
    {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts.append(cell(row, column));
        return texts;
    }

    /// The rows of the table in the order shown.
    std::vector<EventTable::Row> rows() const
    {
        std::vector<EventTable::Row> rows;
        for (int row = 0; row < model.rowCount(); ++row)
            rows.push_back(model.tableRow(row));
        return rows;
    }

    bool isIdle() const { return !model.isFiltering() && !model.isSorting(); }

    EventTable table;
    EventTableModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

/// Shows each batch that a search hands over, however fast it is.
inline constexpr ResultPace eachBatch{
    .untilFirstRows = std::chrono::milliseconds(0),
    .untilNothing = std::chrono::milliseconds(0),
    .betweenSteps = std::chrono::milliseconds(0),
    .betweenMerges = std::chrono::milliseconds(0),
    .betweenProgress = std::chrono::milliseconds(0)};

} // namespace boxwatch
