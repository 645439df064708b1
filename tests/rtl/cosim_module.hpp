// A module that repeats a recording: it drives a weight path with the recorded stimuli and writes what happens to a
// log.
#pragma once

#include "models/rtl/bundle.hpp"
#include "tests/rtl/random_path.hpp"
#include "tests/rtl/recording.hpp"

#include <vector>

namespace fracbit::test {

/// Module "PREFIX_cosim" with ports clk and done, and the files that it reads; it writes PREFIX.log. All in the working
/// folder.
std::vector<models::RtlFile> cosim_files(const RandomPath& path, const Recording& recording, const std::string& name);

} // namespace fracbit::test
