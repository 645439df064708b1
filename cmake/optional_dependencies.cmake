# Libraries that the build does without: looked for quietly, and named in the summary as found or missing, each with what
# it is for and its Debian package. FRACBIT_FOUND and FRACBIT_MISSING are the summary's lines.
#
# fracbit_optional(FOUND_VARIABLE WHAT PURPOSE PACKAGE)
function(fracbit_optional found what purpose package)
  if(${found})
    set_property(GLOBAL APPEND PROPERTY FRACBIT_FOUND "${what}, for ${purpose}")
  else()
    set_property(GLOBAL APPEND PROPERTY FRACBIT_MISSING "${what}, for ${purpose} (apt-get install ${package})")
  endif()
endfunction()

# find_package(Torch) takes seconds and prints; header and library decide the same. Wheels keep the header in a subfolder
# too.
find_path(FRACBIT_TORCH_INCLUDE_DIR NAMES torch/torch.h PATH_SUFFIXES torch/csrc/api/include)
find_library(FRACBIT_TORCH_LIBRARY NAMES torch)
mark_as_advanced(FRACBIT_TORCH_INCLUDE_DIR FRACBIT_TORCH_LIBRARY)
if(FRACBIT_TORCH_INCLUDE_DIR AND FRACBIT_TORCH_LIBRARY)
  set(FRACBIT_TORCH_FOUND TRUE)
endif()
fracbit_optional(FRACBIT_TORCH_FOUND "libtorch" "fracbit train" "libtorch-dev libopenblas0-pthread")

find_package(CURL QUIET)
fracbit_optional(CURL_FOUND "libcurl" "fracbit data fetch" libcurl4-openssl-dev)

find_package(Qt6 QUIET CONFIG COMPONENTS Widgets Svg PrintSupport Test)
fracbit_optional(Qt6_FOUND "Qt 6" "fracbit-gui" "qt6-base-dev qt6-svg-dev")
find_package(QCustomPlotQt6 QUIET CONFIG)
fracbit_optional(QCustomPlotQt6_FOUND "QCustomPlot for Qt 6" "fracbit-gui" libqcustomplot-dev)
if(Qt6_FOUND AND QCustomPlotQt6_FOUND)
  set(FRACBIT_GUI_FOUND TRUE)
endif()

# Programs of others that tests run.
foreach(tool IN ITEMS verilator iverilog vvp yosys slurmctld munged Xvfb xdotool)
  string(TOUPPER FRACBIT_${tool} variable)
  find_program(${variable} ${tool})
  mark_as_advanced(${variable})
endforeach()
fracbit_optional(FRACBIT_VERILATOR "Verilator" "tests of the exported RTL" verilator)
fracbit_optional(FRACBIT_IVERILOG "Icarus Verilog" "tests of the exported RTL" iverilog)
fracbit_optional(FRACBIT_YOSYS "Yosys" "tests of circuits and of the exported RTL" yosys)
if(FRACBIT_SLURMCTLD AND FRACBIT_MUNGED)
  set(FRACBIT_SLURM_FOUND TRUE)
endif()
fracbit_optional(FRACBIT_SLURM_FOUND "Slurm and MUNGE" "the test of explorations on a cluster" "slurm-wlm munge")
if(FRACBIT_XVFB AND FRACBIT_XDOTOOL)
  set(FRACBIT_SCREEN_FOUND TRUE)
endif()
fracbit_optional(FRACBIT_SCREEN_FOUND "Xvfb and xdotool" "the test of the GUI's real window" "xvfb xdotool")
