# Warnings and sanitizers of our own targets, on one interface target. No global flags.
add_library(fracbit_compile_options INTERFACE)
target_compile_options(fracbit_compile_options INTERFACE -Wall -Wextra -Wpedantic -Werror)
# g++ 12 at -O2 and above takes `"text" + std::string` for overlapping copies (GCC bug 105651, mended in 13).
target_compile_options(fracbit_compile_options INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
target_include_directories(fracbit_compile_options INTERFACE ${CMAKE_SOURCE_DIR})

if(FRACBIT_SANITIZE)
  target_compile_options(fracbit_compile_options INTERFACE
    -fsanitize=${FRACBIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(fracbit_compile_options INTERFACE -fsanitize=${FRACBIT_SANITIZE})
  target_compile_definitions(fracbit_compile_options INTERFACE FRACBIT_SANITIZED) # memory and time are not the program's own
endif()

# fracbit_library(NAME): static library fracbit_NAME, alias fracbit::NAME, with our options.
function(fracbit_library name)
  add_library(fracbit_${name} STATIC ${ARGN})
  add_library(fracbit::${name} ALIAS fracbit_${name})
  target_link_libraries(fracbit_${name} PUBLIC fracbit_compile_options)
endfunction()
