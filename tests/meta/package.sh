#!/usr/bin/env bash
# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the Debian package of a build, unpacks it, and looks at what people would get.
#
#   package.sh BUILD VERSION

set -euo pipefail
build=$(cd "$1" && pwd)
version=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf 'package.sh: %s\n' "$*" >&2
  exit 1
}

(cd "$build" && cpack -G DEB -B "$scratch/out" >"$scratch/log" 2>&1) \
  || { cat "$scratch/log" >&2; fail "cpack makes no package"; }
packages=("$scratch"/out/*.deb)
((${#packages[@]} == 1)) || fail "one package expected, not ${#packages[@]}"
deb=${packages[0]}
tree=$scratch/tree
dpkg-deb -x "$deb" "$tree"

field() { dpkg-deb -f "$deb" "$1"; }
[[ $(field Package) == boxwatch ]] || fail "package is called $(field Package)"
[[ $(field Version) == "$version-1" ]] || fail "version is $(field Version)"
for library in libqt6core6 libqt6network6 libqt6svg6 libqt6widgets6 libqt6keychain1 libsqlite3-0 \
  libsimdjson14 libzstd1 libre2-9 libsecret-1-0; do
  [[ $(field Depends) == *"$library"* ]] || fail "does not depend on $library: $(field Depends)"
done

share=usr/share
for file in usr/bin/boxwatch usr/bin/boxsim "$share/applications/org.boxwatch.Boxwatch.desktop" \
  "$share/metainfo/org.boxwatch.Boxwatch.metainfo.xml" "$share/mime/packages/boxwatch.xml" \
  "$share/icons/hicolor/scalable/apps/boxwatch.svg" "$share/icons/hicolor/48x48/apps/boxwatch.png" \
  "$share/icons/hicolor/256x256/apps/boxwatch.png" "$share/man/man1/boxwatch.1.gz" \
  "$share/man/man1/boxsim.1.gz" "$share/doc/boxwatch/copyright" "$share/doc/boxwatch/changelog.gz" \
  "$share/doc/boxwatch/changelog.Debian.gz"; do
  [[ -s $tree/$file ]] || fail "$file is missing or empty"
done

others=$(find "$tree" -type f -o -type l | sed "s|^$tree/||" \
  | grep -vE "^($share/(applications|metainfo|mime|icons|man|doc)/|usr/bin/(boxwatch|boxsim)$)" || true)
[[ -z $others ]] || fail "nobody asked for: $others"
open=$(find "$tree" -perm /022 ! -type l)
[[ -z $open ]] || fail "others may write: $open"

for program in boxwatch boxsim; do
  file=$tree/usr/bin/$program
  [[ -x $file ]] || fail "$program cannot be run"
  if readelf -d "$file" | grep -qE 'R(UN)?PATH'; then fail "$program has a library path"; fi
  if readelf -S "$file" | grep -q '\.debug_info'; then fail "$program is not stripped"; fi
  # An absolute path of the build would tell where it was made, and may not exist elsewhere.
  if grep -qF "$build" "$file"; then fail "$program names the directory it was built in"; fi
  said=$(QT_QPA_PLATFORM=offscreen HOME="$scratch" "$file" --version </dev/null) \
    || fail "$program --version fails"
  [[ $said == *"$version"* ]] || fail "$program --version says: $said"
done

# Each option that a program knows is in its manual.
in_manual() { # PROGRAM [COMMAND]
  local program=$1 option page
  page=$(zcat "$tree/$share/man/man1/$program.1.gz" | sed 's,[\\],,g')
  shift
  while read -r option; do
    [[ $page == *"$option"* ]] || fail "the manual of $program does not know $option"
  done < <(HOME="$scratch" "$tree/usr/bin/$program" "$@" --help </dev/null \
    | grep -oE '^ +(-[a-zA-Z?], ?)?--[a-z-]+' | grep -oE -- '--[a-z-]+' \
    | grep -vxE -- '--(help|help-all|version)')
}
in_manual boxsim
in_manual boxwatch
for command in capture watch export info; do in_manual boxwatch "$command"; done

gzip -t "$tree/$share"/man/man1/*.gz "$tree/$share"/doc/boxwatch/*.gz
head -n 1 < <(zcat "$tree/$share/doc/boxwatch/changelog.Debian.gz") | grep -qF "($version-1)" \
  || fail "installer/debian/changelog does not begin with $version"
if command -v man >/dev/null; then
  for page in "$tree/$share"/man/man1/*.gz; do
    complaints=$(LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [[ -z $complaints ]] || fail "${page##*/}: $complaints"
  done
fi
if command -v desktop-file-validate >/dev/null; then
  desktop-file-validate "$tree/$share"/applications/*.desktop || fail "desktop entry"
fi
if command -v appstreamcli >/dev/null; then
  appstreamcli validate --no-net "$tree/$share"/metainfo/*.xml || fail "metadata"
fi

# What a desktop does with the MIME type: a file of that name must be of that type.
if command -v update-mime-database >/dev/null; then
  update-mime-database "$tree/$share/mime" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; fail "MIME type"; }
  grep -qxF 'application/x-boxwatch-session:*.boxwatch' "$tree/$share/mime/globs" \
    || fail "*.boxwatch has no MIME type"
fi
grep -q '^MimeType=.*application/x-boxwatch-session;' \
  "$tree/$share/applications/org.boxwatch.Boxwatch.desktop" || fail "nothing opens *.boxwatch"
grep -q '^Exec=boxwatch %F$' "$tree/$share/applications/org.boxwatch.Boxwatch.desktop" \
  || fail "the desktop entry hands no files over"
