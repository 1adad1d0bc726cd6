# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Linux and other free desktops: where files go, and the Debian package.

# Qt sets one for bundles that bring their libraries along; these use those of the system.
set_target_properties(boxwatch boxsim PROPERTIES INSTALL_RPATH "")
install(TARGETS boxwatch boxsim RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")

set(desktop "${PROJECT_SOURCE_DIR}/resources/desktop")
install(FILES "${desktop}/org.boxwatch.Boxwatch.desktop"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${desktop}/org.boxwatch.Boxwatch.metainfo.xml"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
install(FILES "${desktop}/boxwatch-mime.xml"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages"
  RENAME boxwatch.xml)

set(hicolor "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/boxwatch.svg"
  DESTINATION "${hicolor}/scalable/apps")
foreach(size IN LISTS icon_sizes)
  install(FILES "${icons}/${size}.png"
    DESTINATION "${hicolor}/${size}x${size}/apps"
    RENAME boxwatch.png)
endforeach()

# Manual pages and changelogs are kept compressed; without the time stamp, so that the same sources
# make the same package.
find_program(GZIP gzip REQUIRED)
set(compressed)
function(boxwatch_compress source name)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${name}.gz")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${GZIP}" -9nc "${source}" > "${output}"
    DEPENDS "${source}"
    COMMENT "Compressing ${name}")
  set(compressed ${compressed} "${output}" PARENT_SCOPE)
endfunction()

foreach(program boxwatch boxsim)
  boxwatch_compress("${PROJECT_SOURCE_DIR}/docs/man/${program}.1" ${program}.1)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${program}.1.gz"
    DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endforeach()
boxwatch_compress("${PROJECT_SOURCE_DIR}/CHANGELOG.md" changelog)
boxwatch_compress("${CMAKE_CURRENT_SOURCE_DIR}/debian/changelog" changelog.Debian)
install(FILES
    "${CMAKE_CURRENT_BINARY_DIR}/changelog.gz"
    "${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz"
    "${CMAKE_CURRENT_SOURCE_DIR}/debian/copyright"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/boxwatch")
add_custom_target(boxwatch_documents ALL DEPENDS ${compressed})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# QtKeychain loads libsecret at run time, which shlibdeps cannot see. The rest is what a desktop has.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libsecret-1-0, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
  "gnome-keyring | kwalletmanager, shared-mime-info, desktop-file-utils, hicolor-icon-theme")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Boxwatch shows the events of a Box account or of a whole Box enterprise as
they happen, in a table that stays fast with millions of rows. It keeps them
in one file per session, byte for byte as Box sent them, and goes on from
exactly where it was after a pause or a restart.
.
It filters by event type and by text, exports to CSV and JSON Lines, and does
all that from the command line too. A simulator of the Box Events API comes
with it, so that it can be tried without an account.
.
Boxwatch is independent software. It is not made, endorsed or supported by
Box, Inc.")
