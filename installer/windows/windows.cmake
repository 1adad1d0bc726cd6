# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Windows: an installer made with NSIS, which brings Qt along and opens .boxwatch files.

enable_language(RC)
configure_file("${CMAKE_CURRENT_LIST_DIR}/boxwatch.rc.in" "${CMAKE_CURRENT_BINARY_DIR}/boxwatch.rc")
set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/boxwatch.rc"
  TARGET_DIRECTORY boxwatch
  PROPERTIES OBJECT_DEPENDS "${icons}/boxwatch.ico")
target_sources(boxwatch PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/boxwatch.rc")
add_dependencies(boxwatch boxwatch_icons)

install(TARGETS boxwatch boxsim RUNTIME DESTINATION bin)
install(FILES "${icons}/boxwatch.ico" DESTINATION bin)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md" DESTINATION .)
qt_generate_deploy_app_script(TARGET boxwatch FILENAME_VARIABLE deploy NO_UNSUPPORTED_PLATFORM_ERROR)
install(SCRIPT "${deploy}")

set(CPACK_GENERATOR NSIS)
set(CPACK_PACKAGE_INSTALL_DIRECTORY Boxwatch)
set(CPACK_NSIS_DISPLAY_NAME Boxwatch)
set(CPACK_NSIS_PACKAGE_NAME Boxwatch)
set(CPACK_NSIS_MUI_ICON "${icons}/boxwatch.ico")
set(CPACK_NSIS_MUI_UNIICON "${icons}/boxwatch.ico")
set(CPACK_NSIS_INSTALLED_ICON_NAME "bin\\boxwatch.exe")
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_MODIFY_PATH ON)
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS [=[
  WriteRegStr SHCTX "Software\Classes\.boxwatch" "" "Boxwatch.Session"
  WriteRegStr SHCTX "Software\Classes\.boxwatch" "Content Type" "application/x-boxwatch-session"
  WriteRegStr SHCTX "Software\Classes\Boxwatch.Session" "" "Boxwatch session"
  WriteRegStr SHCTX "Software\Classes\Boxwatch.Session\DefaultIcon" "" "$INSTDIR\bin\boxwatch.ico"
  WriteRegStr SHCTX "Software\Classes\Boxwatch.Session\shell\open\command" "" '"$INSTDIR\bin\boxwatch.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
]=])
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS [=[
  DeleteRegKey SHCTX "Software\Classes\Boxwatch.Session"
  DeleteRegKey SHCTX "Software\Classes\.boxwatch"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
]=])
