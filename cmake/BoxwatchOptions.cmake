# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What every target of ours is compiled with: link boxwatch_options PRIVATE.

option(BOXWATCH_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
set(BOXWATCH_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")

add_library(boxwatch_options INTERFACE)
target_compile_features(boxwatch_options INTERFACE cxx_std_20)
target_include_directories(boxwatch_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(boxwatch_options INTERFACE
  QT_NO_CAST_FROM_ASCII
  QT_NO_CAST_TO_ASCII
  QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_URL_CAST_FROM_STRING
  QT_NO_FOREACH
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_USE_QSTRINGBUILDER
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)

if(MSVC)
  target_compile_options(boxwatch_options INTERFACE /W4 /permissive- /utf-8)
else()
  target_compile_options(boxwatch_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wcast-qual -Wformat=2
    -Wdouble-promotion -Wimplicit-fallthrough -Wextra-semi
    # What a designated initialiser leaves out has its default: that is why we use them.
    -Wno-missing-field-initializers)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(boxwatch_options INTERFACE
      -Wduplicated-cond -Wlogical-op -Wsuggest-override)
  endif()
endif()

if(BOXWATCH_WARNINGS_AS_ERRORS)
  target_compile_options(boxwatch_options INTERFACE
    $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()

if(BOXWATCH_SANITIZE)
  target_compile_options(boxwatch_options INTERFACE
    -fsanitize=${BOXWATCH_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(boxwatch_options INTERFACE -fsanitize=${BOXWATCH_SANITIZE})
endif()

# What nearly every file includes, read by the compiler once instead of a thousand times: about a second of
# each file. Off by default and in the release preset, where a file that forgets one of its includes has to fail.
option(BOXWATCH_PRECOMPILE "Precompile headers of Qt and of the standard library" OFF)

set(boxwatch_core_headers
  <QByteArray> <QDateTime> <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QObject>
  <QPointer> <QSettings> <QString> <QTimer> <QUrl> <QVariant>
  <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <span> <string> <utility> <vector>)
set(boxwatch_window_headers
  <QAbstractItemModel> <QAction> <QApplication> <QLabel> <QLineEdit> <QPainter> <QPushButton>
  <QStyleOption> <QToolButton> <QVBoxLayout> <QWidget>)

# boxwatch_precompile(TARGET): of a library; boxwatch_precompile(TARGET WINDOW): of one that draws;
# boxwatch_precompile(TARGET REUSE LIBRARY): what LIBRARY has precompiled.
function(boxwatch_precompile target)
  cmake_parse_arguments(arg "WINDOW" "REUSE" "" ${ARGN})
  if(NOT BOXWATCH_PRECOMPILE)
    return()
  endif()
  if(arg_REUSE)
    target_precompile_headers(${target} REUSE_FROM ${arg_REUSE})
  elseif(arg_WINDOW)
    target_precompile_headers(${target} PRIVATE ${boxwatch_core_headers} ${boxwatch_window_headers})
  else()
    target_precompile_headers(${target} PRIVATE ${boxwatch_core_headers})
  endif()
endfunction()
