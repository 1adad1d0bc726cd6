// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <QAbstractListModel>
#include <QByteArrayList>
#include <QHash>

#include <optional>

namespace boxwatch {

/// The columns of a CSV in an order that a person drags, with boxes and the values of one event.
class ExportColumns : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SampleRole = Qt::UserRole + 1 };

    explicit ExportColumns(QObject *parent = nullptr);

    /// Shows the values of \p row beside the names. \p streams are names by id in the session file.
    void setSample(
        const TableSnapshot &table, std::optional<EventTable::Row> row,
        const QHash<quint16, QByteArray> &streams);

    QByteArrayList chosen() const; ///< in order
    int count() const { return static_cast<int>(m_columns.size()); }
    void reset();
    void setAll(bool ticked);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool moveRows(
        const QModelIndex &sourceParent, int source, int count, const QModelIndex &targetParent,
        int target) override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool dropMimeData(
        const QMimeData *data, Qt::DropAction action, int row, int column,
        const QModelIndex &parent) override;

signals:
    void changed();

private:
    struct Column
    {
        QByteArray key;
        bool ticked = true;
    };

    QList<Column> m_columns;
    QHash<QByteArray, QString> m_samples;
};

} // namespace boxwatch
