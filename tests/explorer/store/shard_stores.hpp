// Stores of the shards of a small exploration.
#pragma once

#include "explorer/store/result_store.hpp"
#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace fracbit::tests {

/// Shards s0.sqlite, s1.sqlite, ... of an exploration, finished.
inline std::vector<std::string> make_shards(const TemporaryFolder& folder, const SmallExploration& exploration,
                                            std::int64_t count) {
    std::vector<std::string> paths;
    for (std::int64_t index = 0; index < count; ++index) {
        paths.push_back(folder.file(fmt::format("s{}.sqlite", index)));
        auto store = explorer::ResultStore::open(paths.back(), exploration.header({index, count}));
        exploration.go_on(store, exploration.chunks({index, count}));
    }
    return paths;
}

} // namespace fracbit::tests
