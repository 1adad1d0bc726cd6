// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/session.h"
#include "ui/words.h"

#include <QWidget>

#include <optional>

class QVBoxLayout;

namespace boxwatch {

class ExportJob;
class NoticeBar;
class TroubleBar;

/// The bars at the foot of the table: what is wrong with the streams, what may be missing, and exports.
class SessionFoot : public QWidget
{
    Q_OBJECT

public:
    explicit SessionFoot(QWidget *parent = nullptr);

    /// Says what troubles \p streams, or nothing. Closed by the person, it stays closed until the
    /// trouble is another.
    void showTrouble(
        const std::vector<StreamStatus> &streams, const StreamStatus &all, const StateWords &words);

    /// What may be missing, or is done otherwise than asked for. Stays until the person closes it; a
    /// further one is added to it.
    void showNotice(const QString &sentence);

    /// What the keychain has not taken; empty once it has. Closed by the person, it stays closed until
    /// then.
    void showUnkept(const QString &sentence);

    /// Takes over \p job and starts it; \p total is the rows to write.
    void addExport(ExportJob *job, qint64 total);
    bool isExporting() const;

signals:
    void signIn();
    void pollLess();
    void exportAgain();

private:
    QVBoxLayout *m_layout;
    TroubleBar *m_trouble;
    NoticeBar *m_notice;
    NoticeBar *m_unkept;
    QString m_unkeptShown;
    std::optional<Error> m_shown;
    QStringList m_notices; ///< told and not closed
};

} // namespace boxwatch
