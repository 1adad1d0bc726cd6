// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What setUpProcess() does for the program, for each program of tests: at exit OpenSSL would free what a thread
// that is about to end frees as well, and one run in a few hundred would end with SIGABRT.

#include <openssl/crypto.h>

namespace {

[[maybe_unused]] const bool keepsOpenSsl = ::OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr)
    == 1;

} // namespace
