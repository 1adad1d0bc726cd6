// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"
#include "core/query/facets.h"

#include <QAbstractItemModel>

#include <array>
#include <vector>

namespace boxwatch {

class FacetModel;

/// The most frequent values of each field as a tree of two levels, with what was picked of them.
///
/// Changes in place, so that what is current and open stays. A value that is picked is listed although it
/// is not among the most frequent.
class TopValuesModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int of Kind
        FacetRole, ///< int of Facet
        ClauseRole, ///< QString, see FacetValue
        CountRole, ///< qint64; -1 if it is not known
        ShareRole, ///< double: of the largest count of its field
        PickRole, ///< int of PickState
        DetailRole, ///< QString, see FacetValue
        TotalRole, ///< QString, of a field: "23 people"
    };

    enum class Kind { Field, Value, More };
    enum class PickState { None, Wanted, Excluded };

    explicit TopValuesModel(QObject *parent = nullptr);

    /// \p facets may be null: then there are no values.
    void refresh(const FacetModel *facets, const EventFilter &filter);

    /// Only counts and picks: each value that was there keeps its place.
    void refreshInPlace(const FacetModel &facets, const EventFilter &filter);

    /// Lists the value, also if it is not picked any more, until keepNone().
    void keep(const QString &clause);
    void keepNone();

    /// Shows more values of the field that \p index belongs to, or as few as before. Takes effect with
    /// the next refresh().
    void toggleMore(const QModelIndex &index);

    static QString fieldTitle(Facet facet);
    static QByteArray fieldKey(Facet facet); ///< for settings

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Entry
    {
        FacetValue value; ///< clause empty: the row that shows more
        PickState pick = PickState::None;

        friend bool operator==(const Entry &, const Entry &) = default;
    };

    struct Field
    {
        Facet facet{};
        std::vector<Entry> entries;
        qint64 distinct = 0;
        qint64 largest = 0;
        bool more = false;
    };

    static PickState pickState(const EventFilter &filter, const QString &clause);
    static Entry otherEntry(const Field &field, const FacetModel &facets, const QString &clause);
    static QString totalWords(const Field &field);
    std::vector<Entry> entriesOf(
        const Field &field, const FacetModel &facets, const EventFilter &filter) const;
    void arrange(std::size_t field, std::vector<Entry> entries);
    void setEntries(std::size_t field, std::vector<Entry> entries);
    QVariant fieldData(const Field &field, int role) const;
    QVariant entryData(const Field &field, const Entry &entry, int role) const;

    std::array<Field, facetCount> m_fields;
    QStringList m_kept; // clauses
};

} // namespace boxwatch
