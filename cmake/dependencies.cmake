# Libraries, each Debian's package. The required ones stop the configuration with the package's name; the optional ones
# (libtorch, Qt, ...) are in optional_dependencies.cmake and bench/CMakeLists.txt, and named in the summary when missing.
function(fracbit_require found package)
  if(NOT ${found})
    message(FATAL_ERROR "A required library is missing. Install it with: apt-get install ${package}")
  endif()
endfunction()

find_package(PkgConfig QUIET)
fracbit_require(PKG_CONFIG_FOUND pkg-config)
pkg_check_modules(systemc QUIET IMPORTED_TARGET systemc)
fracbit_require(systemc_FOUND libsystemc-dev)
find_path(FCCP_INCLUDE_DIR NAMES csv.h PATH_SUFFIXES libfccp fast-cpp-csv-parser)
fracbit_require(FCCP_INCLUDE_DIR libfccp-dev)
find_package(CLI11 QUIET CONFIG)
fracbit_require(CLI11_FOUND libcli11-dev)
find_package(tomlplusplus QUIET CONFIG)
fracbit_require(tomlplusplus_FOUND libtomlplusplus-dev)
find_package(nlohmann_json QUIET CONFIG)
fracbit_require(nlohmann_json_FOUND nlohmann-json3-dev)
find_package(fmt QUIET CONFIG)
fracbit_require(fmt_FOUND libfmt-dev)
find_package(spdlog QUIET CONFIG)
fracbit_require(spdlog_FOUND libspdlog-dev)
find_package(HDF5 QUIET COMPONENTS C)
fracbit_require(HDF5_FOUND libhdf5-dev)
find_package(TBB QUIET CONFIG)
fracbit_require(TBB_FOUND libtbb-dev)
find_package(ZLIB QUIET)
fracbit_require(ZLIB_FOUND zlib1g-dev)
find_package(Boost QUIET) # headers only: Boost.Graph
fracbit_require(Boost_FOUND libboost-graph-dev)
find_package(Threads REQUIRED)

# SystemC as the packaged library wants it: it was built for C++17, our code is C++20 (checked at link time by version
# symbol). SYSTEM, so that its headers do not meet our warnings.
add_library(fracbit_systemc INTERFACE)
target_link_libraries(fracbit_systemc INTERFACE PkgConfig::systemc)
target_compile_definitions(fracbit_systemc INTERFACE SC_CPLUSPLUS=201703L)
