#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A check that finds nothing proves nothing until it has found something: each of the checks is shown
# a tree that is clean, and then the same tree with one fault.

set -euo pipefail
meta=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

spdx=$'// SPDX-FileCopyrightText: Boxwatch contributors\n// SPDX-License-Identifier: GPL-3.0-or-later\n'
failures=0

clean() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/{app,core/base,core/net,core/event,ui,simulator,tests}
  printf '%s\n#include <QString>\n' "$spdx" >"$tree/core/base/error.h"
  printf '%s\n#include "core/base/error.h"\n' "$spdx" >"$tree/core/net/httpcall.h"
  printf '%s\n#include "core/event/event.h"\n' "$spdx" >"$tree/simulator/simulator.cpp"
  echo licence >"$tree/LICENSE"
}

# CHECK FILE LINE: the check must pass without the line in the file and fail with it.
finds() {
  clean
  if ! "$meta/$1" "$tree" >"$tree.log" 2>&1; then
    printf '%s complains about a clean tree:\n' "$1" >&2
    cat "$tree.log" >&2
    ((++failures))
  fi
  printf '%s\n%s\n' "${spdx}" "$3" >"$tree/$2"
  if "$meta/$1" "$tree" >"$tree.log" 2>&1; then
    printf '%s does not find in %s: %s\n' "$1" "$2" "$3" >&2
    ((++failures))
  fi
  rm -f "$tree.log"
}

finds layers.sh core/base/log.h '#include "core/net/httpcall.h"'
finds layers.sh core/net/a.cpp '#include "ui/mainwindow.h"'
finds layers.sh core/event/a.cpp '#include <QWidget>'
finds layers.sh ui/a.cpp '#include <QNetworkReply>'
finds layers.sh ui/a.cpp '#include "core/net/httpcall.h"'
finds layers.sh ui/a.cpp '#include "app/main.h"'
finds layers.sh simulator/a.cpp '#include "core/stream/eventstream.h"'
finds layers.sh app/a.cpp '#include "window.h"'
finds riskycalls.sh core/net/a.cpp '    reply->ignoreSslErrors();'
finds riskycalls.sh ui/a.cpp '    label->setToolTip(name);'
finds riskycalls.sh core/event/a.cpp '    const auto position = value.toDouble();'
finds machinepaths.sh core/base/log.h "// see $(printf '/%s/me/boxwatch' home)"
finds machinepaths.sh tests/a.json "\"$(printf 'https://%s.%s.org/x' registry npmjs)\""

clean
mkdir -p "$tree"/{docs,tests/a}
echo 'void works() { }' >"$tree/tests/a/tst_b.cpp"
for line in {1..100}; do
  echo "| C$line | a rule | \`a/tst_b\` works |"
done >"$tree/docs/protocol.md"
if ! "$meta/protocol.sh" "$tree"; then
  echo "protocol.sh complains about a clean tree" >&2
  ((++failures))
fi
echo '| P1 | a rule | `a/tst_b` fails |' >>"$tree/docs/protocol.md"
if "$meta/protocol.sh" "$tree" >/dev/null; then
  echo "protocol.sh does not find a test that is not there" >&2
  ((++failures))
fi

clean
printf '#pragma once\n' >"$tree/core/base/log.h"
if "$meta/licences.sh" "$tree" 2>/dev/null; then
  echo "licences.sh does not find a file without a licence" >&2
  ((++failures))
fi

((failures == 0))
