# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# macOS: a bundle in a disk image, which brings Qt along and opens .boxwatch files.

set_target_properties(boxwatch PROPERTIES
  MACOSX_BUNDLE ON
  OUTPUT_NAME Boxwatch
  MACOSX_BUNDLE_INFO_PLIST "${CMAKE_CURRENT_LIST_DIR}/Info.plist.in"
  MACOSX_BUNDLE_GUI_IDENTIFIER org.boxwatch.Boxwatch
  MACOSX_BUNDLE_BUNDLE_NAME Boxwatch
  MACOSX_BUNDLE_BUNDLE_VERSION "${PROJECT_VERSION}"
  MACOSX_BUNDLE_SHORT_VERSION_STRING "${PROJECT_VERSION}"
  MACOSX_BUNDLE_ICON_FILE boxwatch.icns)

install(TARGETS boxwatch BUNDLE DESTINATION .)
install(FILES "${icons}/boxwatch.icns" DESTINATION Boxwatch.app/Contents/Resources)
install(TARGETS boxsim RUNTIME DESTINATION Boxwatch.app/Contents/MacOS)
qt_generate_deploy_app_script(TARGET boxwatch FILENAME_VARIABLE deploy NO_UNSUPPORTED_PLATFORM_ERROR)
install(SCRIPT "${deploy}")

set(CPACK_GENERATOR DragNDrop)
set(CPACK_DMG_VOLUME_NAME Boxwatch)
