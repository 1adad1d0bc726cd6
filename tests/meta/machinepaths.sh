#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Nothing here depends on the machine that it was written on: no directory of a person or a build,
# no package mirror. What is meant to contain such a path has it in brackets, as below.
#
#   machinepaths.sh ROOT

set -euo pipefail
cd "$1"

directories='(^|[^[:alnum:]_.~{}*/-])/([h]ome|[r]oot|[U]sers|[w]ork|[w]orkspace|[t]mp)/[[:alnum:]_.-]'
mirrors='([r]egistry\.[[:alnum:].-]+\.[a-z]+|[n]pmjs\.org|[p]ypi\.|[d]eb\.debian)'

hits=$(grep -rnIE --exclude-dir=build --exclude-dir=node_modules --exclude-dir=.git \
  --exclude-dir=data --exclude=event-types.json "$directories|$mirrors" . || true)
[[ -z $hits ]] && exit 0
printf '%s\n' "$hits" | cut -c 1-200 >&2
exit 1
