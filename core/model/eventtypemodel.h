// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventcatalogue.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <vector>

namespace boxwatch {

/// The event types as a tree of categories with boxes and counts.
///
/// A type appears under its category once it has occurred; one that nobody knew appears under "Other",
/// ticked, marked new. The box of a category stands for all of its types, also for those that have not
/// occurred yet. A box never changes by itself.
class EventTypeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QByteArray, as Box sends it; empty for a category
        CountRole, ///< qint64: events that pass all but the boxes
        ShareRole, ///< double, 0 to 1: square root of count / largest count among its like, for a bar
        NewRole, ///< bool: not in the catalogue
        SeverityRole, ///< int of Severity; of a category the highest
        AmbiguousRole, ///< bool: another type in the tree has the same label; show the name as well
    };

    explicit EventTypeModel(QObject *parent = nullptr);
    ~EventTypeModel() override;

    QSet<QByteArray> hiddenTypes() const;
    void setHiddenTypes(const QSet<QByteArray> &hidden);

    void setAll(bool shown);
    /// Ticks what is not ticked, and the other way round.
    void invert();
    /// Ticks these and no others.
    void showOnly(const QSet<QByteArray> &names);
    /// The names at or below \p index.
    QSet<QByteArray> namesAt(const QModelIndex &index) const;

    /// How many events there are of each type; a type that is named here has occurred.
    void setCounts(const QHash<QByteArray, qint64> &counts);

    /// Forgets which types occurred, for another session.
    void clear();

    int newTypeCount() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// The person ticked a box.
    void hiddenTypesChanged();

private:
    struct Type
    {
        EventType entry;
        qint64 count = 0;
    };

    struct Category
    {
        QString name;
        QSet<QByteArray> catalogue; // the names that the catalogue lists, occurred or not
        std::vector<Type> types; // those that occurred, by label
        qint64 count = 0;
        Severity severity = Severity::Info;
    };

    QVariant categoryData(const Category &category, int role) const;
    QVariant typeData(const Type &type, int role) const;
    Qt::CheckState checkState(const Category &category) const;
    QSet<QByteArray> namesOf(const Category &category) const;
    QSet<QByteArray> allNames() const;
    void add(const EventType &entry);
    void changeHidden(const QSet<QByteArray> &hidden);
    void announceAll(const QList<int> &roles);

    std::vector<Category> m_categories;
    QSet<QByteArray> m_occurred;
    QHash<QString, int> m_labels; // how many of the types in the tree have it
    QSet<QByteArray> m_hidden;
};

} // namespace boxwatch
