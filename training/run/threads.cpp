#include "training/run/threads.hpp"

#include "training/layers/torch.hpp"

#include <ATen/Parallel.h>

#include <algorithm>
#include <dlfcn.h>
#include <thread>

namespace fracbit::training {

int use_threads(int threads) {
    const int used = threads > 0 ? threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(used);
    // OpenBLAS with its own threads does not hear of libtorch's; any other BLAS has no such function.
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(used);
    return used;
}

} // namespace fracbit::training
