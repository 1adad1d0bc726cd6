#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# docs/protocol.md names a test for each rule: `folder/tst_name` function, function · `folder/tst_other` …
# They have to be there, or the page is a wish.
set -euo pipefail
cd "$1"

awk -F'|' '/^\| [CPSNTAD]-?[0-9]+ /{ print $(NF - 1) }' docs/protocol.md |
  grep -oE '`[a-z-]+/tst_[a-z0-9]+` [A-Za-z0-9_, ]+' > "${TMPDIR:-/tmp}/protocol.$$" || true
trap 'rm -f "${TMPDIR:-/tmp}/protocol.$$"' EXIT

missing=0
checked=0
while IFS= read -r entry; do
  file=$(cut -d'`' -f2 <<< "$entry")
  names=$(cut -d'`' -f3 <<< "$entry")
  source="tests/$file.cpp"
  if [[ ! -f $source ]]; then
    echo "docs/protocol.md: there is no $source"
    missing=1
    continue
  fi
  for name in ${names//,/ }; do
    checked=$((checked + 1))
    if ! grep -qE "void $name\(\)" "$source"; then
      echo "docs/protocol.md: $source has no test $name"
      missing=1
    fi
  done
done < "${TMPDIR:-/tmp}/protocol.$$"

if ((checked < 100)); then
  echo "docs/protocol.md: only $checked tests found in it"
  missing=1
fi
exit $missing
