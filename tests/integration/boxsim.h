// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace boxwatch {

/// The program boxsim, running, and the truth that it tells.
class BoxSim
{
public:
    /// \p arguments besides the port.
    explicit BoxSim(const QStringList &arguments);
    ~BoxSim();
    BoxSim(const BoxSim &) = delete;
    BoxSim &operator=(const BoxSim &) = delete;

    bool isRunning() const { return !m_apiUrl.isEmpty(); }
    QString apiUrl() const { return m_apiUrl; }
    QString token() const { return m_token; }

    /// How many events a client of this stream can have by now.
    qint64 count(const QString &stream) const;

    /// The ids of these, as JSON: in quotation marks, or null.
    QByteArrayList ids(const QString &stream) const;

    /// The first \p count events of the enterprise, byte for byte.
    QByteArrayList raws(qint64 count) const;

    /// The answer to POST.
    QByteArray post(const QString &path, const QByteArray &body = {}) const;

private:
    QByteArray get(const QString &path) const;

    QProcess m_process;
    QString m_url;
    QString m_apiUrl;
    QString m_token;
};

/// How many events a test should take: more of them on a machine with more time.
qint64 scaled(qint64 events);

} // namespace boxwatch
