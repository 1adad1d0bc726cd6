#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every source says whose it is and under which licence, in the first lines and in the same words.
#
#   licences.sh ROOT

set -euo pipefail
cd "$1"

found=0
while IFS= read -r -d '' file; do
  head=$(head -n 5 "$file")
  if [[ $head != *"SPDX-FileCopyrightText: Boxwatch contributors"* ]] \
    || [[ $head != *"SPDX-License-Identifier: GPL-3.0-or-later"* ]]; then
    printf '%s: no SPDX lines at the top\n' "$file" >&2
    found=1
  fi
done < <(find . \( -name build -o -name node_modules -o -name .git -o -path ./tests/data \) -prune \
  -o -type f \( -name '*.cpp' -o -name '*.h' -o -name '*.cmake' -o -name CMakeLists.txt \
  -o -name '*.sh' -o -name '*.mjs' -o -name '*.py' -o -path ./dev -o -path ./.ci/run \) -print0)

[[ -s LICENSE ]] || { echo "LICENSE is missing" >&2; found=1; }
exit "$found"
