#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Who includes whom (docs/architecture.md): app → ui → core, simulator → core/event, and inside core
# only folders further up the list. Linking sees to most of it; this sees to the rest.
#
#   layers.sh ROOT

set -euo pipefail
cd "$1"

# From the bottom up: each may include those before it.
rooms=(base net api auth event stream store query session model export)

found=0
trouble() {
  printf '%s\n' "$*" >&2
  found=1
}

# file:line:header of every include of FOLDER… that matches PATTERN
includes() { # PATTERN FOLDER…
  local pattern=$1 folder folders=()
  shift
  for folder in "$@"; do [[ ! -d $folder ]] || folders+=("$folder"); done
  ((${#folders[@]} == 0)) && return
  grep -rnE --include='*.h' --include='*.cpp' "^ *# *include *$pattern" "${folders[@]}" || true
}

for ((i = 0; i < ${#rooms[@]}; ++i)); do
  above=$(IFS='|' && printf '%s' "${rooms[*]:i+1}")
  [[ -n $above ]] || continue
  while IFS= read -r line; do
    trouble "$line: core/${rooms[i]} may include only what stands before it: ${rooms[*]:0:i}"
  done < <(includes "\"core/($above)/" "core/${rooms[i]}")
done

while IFS= read -r line; do
  trouble "$line: core knows nothing of those who use it"
done < <(includes '"(app|ui|simulator|tests)/' core)

while IFS= read -r line; do
  trouble "$line: no widgets in core"
done < <(includes '<(QtWidgets|QtGui|Q(Widget|Application|Dialog|Label|Action|MainWindow|AbstractItemView)\b)' core)

while IFS= read -r line; do
  trouble "$line: ui knows core, and neither the network nor the database"
done < <(includes '("(app|simulator|tests|core/net)/|<(QtNetwork|QNetwork|QTcp|QUdp|QSsl|QHttp|QLocalS|QtSql|QSql|sqlite3|simdjson|zstd|re2/))' ui)

while IFS= read -r line; do
  trouble "$line: the simulator knows core/event and itself"
done < <(includes '"(app|ui|tests|core/(base|net|api|auth|stream|store|query|session|model|export))/' simulator)

while IFS= read -r line; do
  trouble "$line: nothing that ships includes a test"
done < <(includes '"tests/' app)

while IFS= read -r line; do
  trouble "$line: includes are written from the root"
done < <(includes '"([^/"]*|\.\.?/[^"]*)"' app core simulator ui \
  | grep -vE '"([a-z0-9_]+\.moc|[a-z0-9_]*config\.h|version\.h|[a-z0-9_]+_generated\.h)"')

exit "$found"
