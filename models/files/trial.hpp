// HDF5 1.10 can crash or loop for ever on a damaged file that carries no check sums (files of its oldest format, such
// as the reference models). So whatever is not sealed is read once in a child process, which may die of it.
#pragma once

#include <functional>
#include <string>

namespace fracbit::models {

/// Runs `read` in a child process and forgets what it gives or throws. Throws FormatError if the child crashes or takes
/// longer than 10 s and 1 s per MB of the file `path`. No other thread may hold a lock that `read` takes.
void try_reading(const std::string& path, const std::function<void()>& read);

} // namespace fracbit::models
