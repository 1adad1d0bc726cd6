#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Calls that have lost events, frozen windows or leaked secrets elsewhere. Each use stands in
# riskycalls.allow with the reason why it is safe there.
#
#   riskycalls.sh ROOT

set -euo pipefail
allowed=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/riskycalls.allow
cd "$1"

risky=(
  'ignoreSslErrors' 'VerifyNone' 'setPeerVerifyMode' 'NoLessSafeRedirect' # whom one talks to
  'QOAuth' 'QtNetworkAuth' # listens on all interfaces, guessable state
  'QHostAddress::Any' 'insecureFallback'
  'toHtml\(' 'setHtml' 'setToolTip\(' 'QDesktopServices::openUrl' # rich text from strangers
  'QMessageBox::(information|warning|critical|question)\(' 'Qt::(RichText|AutoText)'
  'errorString\(\)' 'qDebug\(\).*(token|secret|reply|request)' # holds the whole URL
  'delete .*Job' # QtKeychain crashes
  'system\(' 'popen' 'QProcess' 'sqlite3_exec\(.*arg'
  'waitFor(Finished|ReadyRead)' 'processEvents' 'QEventLoop' # a window that does not answer
)
# Positions and ids are beyond 2^53. Widgets have neither, but plenty of harmless numbers.
risky_in_core=('toDouble\(' 'toInt\(')

uses() { # FOLDERS PATTERN…
  local folder folders=() pattern
  for folder in $1; do [[ ! -d $folder ]] || folders+=("$folder"); done
  shift
  pattern=$(IFS='|' && printf '%s' "$*")
  ((${#folders[@]} == 0)) || grep -rnE --include='*.h' --include='*.cpp' "$pattern" "${folders[@]}" || true
}

# Comments may name what they warn of; QRandomGenerator::system() runs nothing.
hits=$({ uses 'app core simulator ui' "${risky[@]}" && uses core "${risky_in_core[@]}"; } \
  | sort -u | grep -vE '^[^:]*:[0-9]+: *(//|\*)' | grep -vF 'QRandomGenerator::system()' || true)
[[ -n $hits ]] || exit 0

# A line of the list: path of a file or, with a slash at its end, of a folder; then what of the line is allowed, then # and the reason.
awk -F '#' '
  FNR == NR {
    if ($0 ~ /^[^# ]+ +[^#]+#/) {
      split($1, word, " ")
      path[++count] = word[1]
      call[count] = word[2]
    }
    next
  }
  {
    file = $0
    sub(/:.*/, "", file)
    for (i = 1; i <= count; ++i)
      if ((path[i] == file || (path[i] ~ /\/$/ && index(file, path[i]) == 1)) && index($0, call[i])) next
    print | "cat 1>&2"
    found = 1
  }
  END { exit found }' "$allowed" <(printf '%s\n' "$hits")
