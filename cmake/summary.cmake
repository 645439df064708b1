# What the configuration found, in a few lines; optional parts that are missing are named with their package.
message(STATUS "fracbit ${PROJECT_VERSION}: ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, ${CMAKE_BUILD_TYPE}, sanitizers '${FRACBIT_SANITIZE}'")
get_property(missing GLOBAL PROPERTY FRACBIT_MISSING)
foreach(line IN LISTS missing)
  message(STATUS "  not built: ${line}")
endforeach()

# ./check compares this list with what the discovery of test cases found: a program that crashes there has no cases.
get_property(test_programs GLOBAL PROPERTY FRACBIT_TEST_PROGRAMS)
list(JOIN test_programs "\n" test_programs)
file(WRITE ${CMAKE_BINARY_DIR}/test-programs.txt "${test_programs}\n")
