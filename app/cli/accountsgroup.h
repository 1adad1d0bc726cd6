// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/networkgroup.h"
#include "app/cli/options.h"
#include "core/base/result.h"

#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace boxwatch {

/// `boxwatch accounts list|add|remove`, from the declaration of its options to their meaning. Lives as
/// long as the parsing, which writes into it.
class AccountsGroup
{
public:
    AccountsGroup() = default;
    AccountsGroup(const AccountsGroup &) = delete;
    AccountsGroup &operator=(const AccountsGroup &) = delete;

    void declare(CLI::App &command);

    /// After the parsing. Usage for what does not fit together; File for a certificate file that cannot
    /// be read.
    Result<AccountsOptions> read() const;

private:
    void declareAdd();
    void declareNetwork(CLI::App &command);
    Result<void> readSignIn(AccountsOptions &options) const;
    Result<void> readNetwork(AccountsOptions &options) const;

    CLI::App *m_list = nullptr;
    CLI::App *m_add = nullptr;
    CLI::App *m_remove = nullptr;
    bool m_json = false;
    bool m_noBrowser = false;
    bool m_forget = false;
    std::string m_method;
    std::string m_clientId;
    std::string m_clientSecretFrom;
    std::string m_subject;
    std::string m_jwtConfig;
    std::string m_tokenFrom;
    std::string m_account;
    std::string m_apiUrl;
    std::string m_tokenUrl;
    std::string m_authorizeUrl;
    std::string m_caFile;
    NetworkGroup m_network;
};

} // namespace boxwatch
