#!/bin/bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-keyring.sh COMMAND…: runs the command with a gnome-keyring of its own, unlocked, in a home of
# its own. BOXWATCH_KEYRING_PID is the daemon, for tests that make it fall silent.

set -euo pipefail

if [[ ${1-} != --inside ]]; then
  home=$(mktemp -d)
  trap 'rm -rf "$home"' EXIT
  mkdir -m 700 "$home/run"
  unset DISPLAY WAYLAND_DISPLAY KDE_FULL_SESSION
  HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config \
    XDG_CACHE_HOME=$home/cache XDG_CURRENT_DESKTOP=GNOME \
    dbus-run-session -- "$0" --inside "$@"
  exit
fi
shift

printf 'the test password' >"$HOME/password"
gnome-keyring-daemon --foreground --unlock --components=secrets <"$HOME/password" >"$HOME/log" 2>&1 &
export BOXWATCH_KEYRING_PID=$!
trap 'kill -CONT "$BOXWATCH_KEYRING_PID"; kill "$BOXWATCH_KEYRING_PID"; wait' EXIT

# Asking the keyring itself would make the bus start another one.
has_owner() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'
}

for _ in {1..100}; do
  if has_owner && dbus-send --session --print-reply --dest=org.freedesktop.secrets \
    /org/freedesktop/secrets/collection/login \
    org.freedesktop.DBus.Properties.Get \
    string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false'; then
    "$@"
    exit
  fi
  sleep 0.1
done
echo "gnome-keyring did not start:" >&2
cat "$HOME/log" >&2
exit 1
