# What the configuration found, in a few lines; optional parts that are missing are named with their package.
message(STATUS "fracbit ${PROJECT_VERSION}: ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, ${CMAKE_BUILD_TYPE}, sanitizers '${FRACBIT_SANITIZE}'")
foreach(state IN ITEMS found missing)
  string(TOUPPER FRACBIT_${state} property)
  get_property(lines GLOBAL PROPERTY ${property})
  foreach(line IN LISTS lines)
    message(STATUS "  ${state}: ${line}")
  endforeach()
endforeach()

# ./check compares this list with what the discovery of test cases found: a program that crashes there has no cases.
get_property(test_programs GLOBAL PROPERTY FRACBIT_TEST_PROGRAMS)
list(JOIN test_programs "\n" test_programs)
file(WRITE ${CMAKE_BINARY_DIR}/test-programs.txt "${test_programs}\n")
