# What the configuration found, in a few lines; optional parts that are missing are named with their package.
message(STATUS "fracbit ${PROJECT_VERSION}: ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, ${CMAKE_BUILD_TYPE}, sanitizers '${FRACBIT_SANITIZE}'")
get_property(missing GLOBAL PROPERTY FRACBIT_MISSING)
foreach(line IN LISTS missing)
  message(STATUS "  not built: ${line}")
endforeach()
