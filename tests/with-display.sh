#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs one command on a display of its own: Xvfb with a window manager, both gone afterwards.
#
#   with-display.sh COMMAND [ARGUMENTS]
#
# BOXWATCH_SCREEN sets the size, 1280x800 if unset. Settings and run-time files of the command go to
# a directory that is thrown away, so that no test sees what another left behind.

set -euo pipefail

scratch=$(mktemp -d)
pids=()

# shellcheck disable=SC2317 # called by the trap
finish() {
  local pid
  # The window manager first: it complains about a display that vanishes.
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

mkfifo "$scratch/number"
# Xvfb picks a number that is free and writes it once it listens.
Xvfb -displayfd 3 -screen 0 "${BOXWATCH_SCREEN:-1280x800}x24" -nolisten tcp -dpi 96 \
  3>"$scratch/number" >"$scratch/xvfb.log" 2>&1 &
pids=($!)
if ! read -r -t 60 number <"$scratch/number"; then
  cat "$scratch/xvfb.log" >&2
  echo "with-display.sh: Xvfb does not start" >&2
  exit 1
fi

mkdir -m 700 "$scratch/run"
export DISPLAY=":$number" QT_QPA_PLATFORM=xcb XDG_RUNTIME_DIR="$scratch/run"
export XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" XDG_CACHE_HOME="$scratch/cache"
unset WAYLAND_DISPLAY

if command -v openbox >/dev/null; then
  openbox >"$scratch/openbox.log" 2>&1 &
  pids=($! "${pids[@]}")
fi

# In the background and waited for, so that a signal to this script reaches the command at once.
"$@" &
command=$!
pids=("$command" "${pids[@]}")
status=0
wait "$command" || status=$?
exit "$status"
