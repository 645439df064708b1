# fracbit_tests(NAME [OWN_MAIN file] LIBRARIES lib... SOURCES file...): one Catch2 binary, its cases discovered at build time.
# A case whose data are absent prints a line "SKIPPED: why" and returns: ctest then reports it as skipped, unless it failed.
# Names of cases must not contain ; \ [ or ] nor start with ~ (test house/test_names): Catch2's discovery and CMake's
# lists would not run such a case, or run others in its place.
find_package(Catch2 2 QUIET CONFIG)
fracbit_require(Catch2_FOUND catch2)
include(Catch)

set(FRACBIT_SKIPPED "SKIPPED:.*(All tests passed|assertions: - none -)")

function(fracbit_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "OWN_MAIN" "LIBRARIES;SOURCES;LABELS")
  add_executable(${name} ${arg_SOURCES} ${arg_OWN_MAIN})
  if(arg_OWN_MAIN)
    set_source_files_properties(${arg_OWN_MAIN} PROPERTIES SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)
    set(catch Catch2::Catch2)
  else()
    set(catch Catch2::Catch2WithMain)
  endif()
  target_link_libraries(${name} PRIVATE fracbit_compile_options ${catch} ${arg_LIBRARIES})
  target_compile_definitions(${name} PRIVATE FRACBIT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  # What is tested is optimized; the tests themselves need not be, and compile in half the time.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  # Catch2's header takes longer to read than most cases take to compile.
  list(LENGTH arg_SOURCES sources)
  if(sources GREATER 3)
    target_precompile_headers(${name} PRIVATE <catch2/catch.hpp>)
  endif()
  catch_discover_tests(${name} TEST_PREFIX "${name}/" EXTRA_ARGS -w NoTests
    PROPERTIES SKIP_REGULAR_EXPRESSION "${FRACBIT_SKIPPED}" LABELS "${arg_LABELS}")
  set_property(GLOBAL APPEND PROPERTY FRACBIT_TEST_PROGRAMS ${name})
endfunction()
