// PGM, the portable grey map (netpbm): one hand-drawn image as any drawing program can save it.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

/// Reads P2 (text) or P5 (binary), values scaled to 0..255, rows from the top. The image must be `expected.width` x
/// `expected.height`: nothing is resized. MNIST draws white on black. Throws MissingFileError, and FormatError with the
/// byte offset for other formats, other sizes, more than 8 bits, values above the stated maximum, too few or too many.
std::vector<std::uint8_t> read_pgm(const std::string& path, const TensorShape& expected);

} // namespace fracbit::models
