// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QIODevice>

namespace boxwatch {

/// The body of a POST that can be read once and never again.
///
/// QNetworkAccessManager resends a POST by itself when the connection closes before the answer. That
/// would use up a single-use token twice, so this device refuses to go back to its start.
class OneShotBody final : public QIODevice
{
public:
    explicit OneShotBody(QByteArray body, QObject *parent = nullptr);

    bool isSequential() const override { return true; }
    bool reset() override;
    bool atEnd() const override;
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 maxSize) override;

private:
    QByteArray m_body;
    qint64 m_read = 0;
};

} // namespace boxwatch
