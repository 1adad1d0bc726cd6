// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <chrono>
#include <cstdint>

namespace boxwatch::sim {

/// The options of `boxsim`, and the first complaint about one of them.
class BoxsimOptions
{
public:
    explicit BoxsimOptions(const QString &description);

    /// An option, or a switch if \p value, what its argument is called, is null.
    void add(
        const char *name, const char *text, const char *value = nullptr,
        const QString &standard = {});

    QCommandLineParser &parser() { return m_parser; }
    const QString &complaint() const { return m_complaint; }

    bool isSet(const char *name) const { return m_parser.isSet(QString::fromLatin1(name)); }
    QString text(const char *name) const { return m_parser.value(QString::fromLatin1(name)); }
    QStringList texts(const char *name) const { return m_parser.values(QString::fromLatin1(name)); }

    // Each notes a complaint and gives an empty value if the argument is not understood.
    std::uint64_t whole(const char *name, std::uint64_t most);
    double real(const char *name, double most);
    std::chrono::milliseconds seconds(const char *name);
    std::chrono::milliseconds signedSeconds(const char *name);
    std::int64_t time(const char *name);
    /// Which of \p words, from 0.
    int choice(const char *name, const QStringList &words);

private:
    template<typename T>
    T refuse(const char *name);

    QCommandLineParser m_parser;
    QString m_complaint;
};

} // namespace boxwatch::sim
