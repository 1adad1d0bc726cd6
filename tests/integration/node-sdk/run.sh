#!/bin/sh
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh FOLDER SCRIPT ARGUMENTS…
#
# Installs box-node-sdk into FOLDER, once for each version of the lock file, and runs SCRIPT there.
# Exit code 77: there is no Node, or the packages cannot be had.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$1
script=$2
shift 2
command -v node >/dev/null && command -v npm >/dev/null || {
  echo "run.sh: needs node and npm" >&2
  exit 77
}
mkdir -p "$folder"
cp "$here"/package.json "$here"/.npmrc "$here"/*.mjs "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed-lock.json"; then
  cp "$here/package-lock.json" "$folder"
  (cd "$folder" && npm ci --silent) || {
    echo "run.sh: npm ci failed" >&2
    exit 77
  }
  cp "$here/package-lock.json" "$folder/installed-lock.json"
fi
exec node "$folder/$script" "$@"
