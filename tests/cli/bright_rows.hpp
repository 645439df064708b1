// A data set in the format of MNIST that is quickly learnt.
#pragma once

#include "tests/support/temporary_folder.hpp"

#include <string>

namespace fracbit::tests {

/// `count` images of 6 x 6 in six classes, a bright row per class, with noise: PREFIX-images-idx3-ubyte, with `.gz` if
/// it is packed, and PREFIX-labels-idx1-ubyte.
void put_rows(const TemporaryFolder& folder, const std::string& prefix, int count, bool packed = false);

} // namespace fracbit::tests
