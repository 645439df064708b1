// A module that repeats a recording: it drives a weight path with the recorded stimuli and writes what happens to a
// log.
#pragma once

#include "models/rtl/bundle.hpp"
#include "tests/rtl/random_path.hpp"
#include "tests/rtl/recording.hpp"

#include <vector>

namespace fracbit::test {

/// Module "PREFIX_cosim" with ports clk and done, and the files that it reads; it repeats the recordings one after the
/// other, each from a reset on, and writes PREFIX.log. All in the working folder.
std::vector<models::RtlFile> cosim_files(const RandomPath& path, const std::vector<Recording>& recordings);

/// What PREFIX.log must hold.
std::string expected_log(const std::vector<Recording>& recordings);

} // namespace fracbit::test
