// Threads of libtorch and of the BLAS behind it: sums depend on how many there are, so both are told.
#pragma once

namespace fracbit::training {

/// 0: one for each core. Returns the number that is used.
int use_threads(int threads);

} // namespace fracbit::training
