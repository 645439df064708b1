// The self-checking testbench of a weight path, and the files it reads.
#pragma once

#include "models/rtl/bundle.hpp"
#include "models/rtl/test_vectors.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

/// `name`: the testbench's module; `top`: the weight path's. Throws ConfigError if the vectors are not for this spec.
std::vector<RtlFile> testbench_files(const std::string& name, const std::string& top, const WeightPathSpec& spec,
                                     const TestVectors& vectors);

/// Lines of `width` bits for $readmemh, the first bits in the first line, bit 0 last in it.
std::string hex_lines(const BitVector& bits, std::int64_t width);

} // namespace fracbit::models
