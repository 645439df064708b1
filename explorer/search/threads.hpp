// As many threads as a user asks for, also more than there are cores.
#pragma once

#include <algorithm>

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>

namespace fracbit::explorer {

class Threads {
public:
    /// 0: one for each core.
    explicit Threads(int threads)
        : limit_(tbb::global_control::max_allowed_parallelism,
                 static_cast<std::size_t>(std::max(threads, tbb::info::default_concurrency()))),
          arena_(threads > 0 ? threads : tbb::task_arena::automatic) {}
    template <class Work>
    void run(Work&& work) {
        arena_.execute(work);
    }

private:
    tbb::global_control limit_;
    tbb::task_arena arena_;
};

} // namespace fracbit::explorer
