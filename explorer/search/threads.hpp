// As many threads as a user asks for, also more than there are cores.
#pragma once

#include <algorithm>
#include <cstddef>

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace fracbit::explorer {

class Threads {
public:
    /// 0: one for each core.
    explicit Threads(int threads)
        : limit_(tbb::global_control::max_allowed_parallelism,
                 static_cast<std::size_t>(std::max(threads, tbb::info::default_concurrency()))),
          arena_(threads > 0 ? threads : tbb::task_arena::automatic) {}
    /// work(i) for each i below `count`, on any thread and in any order. A thread is in one call at a time: while it
    /// waits for parallel work within (weights that are drawn and encoded), it takes no other i.
    template <class Work>
    void each(std::size_t count, const Work& work) {
        const auto alone = [&](std::size_t i) { tbb::this_task_arena::isolate([&] { work(i); }); };
        arena_.execute(
            [&] { tbb::parallel_for(std::size_t{0}, count, std::size_t{1}, alone, tbb::simple_partitioner()); });
    }

private:
    tbb::global_control limit_;
    tbb::task_arena arena_;
};

} // namespace fracbit::explorer
