#!/usr/bin/env bash
# The configure summary names each optional library as missing or found, with what it is for, and never fails. The system's
# folders are not searched, so the result does not depend on this machine.  Usage: optional_dependencies.sh REPOSITORY CMAKE
set -euo pipefail
repository=$1
cmake=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(optional_dependencies VERSION 1 LANGUAGES NONE)
foreach(place IN ITEMS CMAKE_SYSTEM_PATH SYSTEM_ENVIRONMENT_PATH CMAKE_ENVIRONMENT_PATH PACKAGE_ROOT_PATH PACKAGE_REGISTRY)
  set(CMAKE_FIND_USE_\${place} FALSE)
endforeach()
list(APPEND CMAKE_MODULE_PATH "$repository/cmake")
include(optional_dependencies)
include(summary)
END

failures=0
# summary PREFIX EXPECTED: what the summary says with only PREFIX to search.
summary() {
    local output status=0 lines
    output=$("$cmake" -G Ninja -S "$work" -B "$work/build" --fresh -DCMAKE_PREFIX_PATH="$1" 2>&1) || status=$?
    lines=$(grep -E '^--   (found|missing): ' <<<"$output") || true
    if [[ $status -ne 0 || $lines != "$2" ]]; then
        printf 'FAILED: status %s with libraries in "%s":\n%s\n--- expected:\n%s\n' "$status" "$1" "$output" "$2"
        failures=$((failures + 1))
    fi
}

summary "$work/nothing" "--   missing: libtorch, for fracbit train (apt-get install libtorch-dev libopenblas0-pthread)
--   missing: libcurl, for fracbit data fetch (apt-get install libcurl4-openssl-dev)
--   missing: Qt 6, for fracbit-gui (apt-get install qt6-base-dev qt6-svg-dev)
--   missing: QCustomPlot for Qt 6, for fracbit-gui (apt-get install libqcustomplot-dev)
--   missing: Verilator, for tests of the exported RTL (apt-get install verilator)
--   missing: Icarus Verilog, for tests of the exported RTL (apt-get install iverilog)
--   missing: Yosys, for tests of circuits and of the exported RTL (apt-get install yosys)
--   missing: Slurm and MUNGE, for the test of explorations on a cluster (apt-get install slurm-wlm munge)
--   missing: Xvfb and xdotool, for the test of the GUI's real window (apt-get install xvfb xdotool)"

mkdir -p "$work/some/lib/cmake/Qt6" "$work/some/include/torch/csrc/api/include/torch"
: >"$work/some/include/torch/csrc/api/include/torch/torch.h" # and no library
printf 'set(Qt6_%s_FOUND TRUE)\n' Widgets Svg PrintSupport Test >"$work/some/lib/cmake/Qt6/Qt6Config.cmake"
summary "$work/some" "--   found: Qt 6, for fracbit-gui
--   missing: libtorch, for fracbit train (apt-get install libtorch-dev libopenblas0-pthread)
--   missing: libcurl, for fracbit data fetch (apt-get install libcurl4-openssl-dev)
--   missing: QCustomPlot for Qt 6, for fracbit-gui (apt-get install libqcustomplot-dev)
--   missing: Verilator, for tests of the exported RTL (apt-get install verilator)
--   missing: Icarus Verilog, for tests of the exported RTL (apt-get install iverilog)
--   missing: Yosys, for tests of circuits and of the exported RTL (apt-get install yosys)
--   missing: Slurm and MUNGE, for the test of explorations on a cluster (apt-get install slurm-wlm munge)
--   missing: Xvfb and xdotool, for the test of the GUI's real window (apt-get install xvfb xdotool)"

mkdir -p "$work/rest/lib/cmake/QCustomPlotQt6"
: >"$work/rest/lib/libtorch.so"
: >"$work/rest/lib/cmake/QCustomPlotQt6/QCustomPlotQt6Config.cmake"
mkdir "$work/rest/bin" "$work/rest/sbin"
for program in bin/verilator bin/iverilog bin/yosys bin/Xvfb bin/xdotool sbin/slurmctld sbin/munged; do
    printf '#!/bin/sh\n' >"$work/rest/$program"
    chmod +x "$work/rest/$program"
done
summary "$work/some;$work/rest" "--   found: libtorch, for fracbit train
--   found: Qt 6, for fracbit-gui
--   found: QCustomPlot for Qt 6, for fracbit-gui
--   found: Verilator, for tests of the exported RTL
--   found: Icarus Verilog, for tests of the exported RTL
--   found: Yosys, for tests of circuits and of the exported RTL
--   found: Slurm and MUNGE, for the test of explorations on a cluster
--   found: Xvfb and xdotool, for the test of the GUI's real window
--   missing: libcurl, for fracbit data fetch (apt-get install libcurl4-openssl-dev)"

[[ $failures -eq 0 ]] && echo "all optional libraries are named"
exit "$failures"
