// Which of several stores are joined: those that together hold all that any of them holds, and nothing twice.
#pragma once

#include "explorer/store/store_contents.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace fracbit::explorer {

struct LoadedStore {
    std::string path;
    StoreContents contents;
    std::vector<StoreSource> sources; ///< what it was merged from, or itself; none if it holds no chunk
};

LoadedStore loaded_store(const std::string& path, StoreContents contents);

/// Indices of the stores to join, ascending. What a store holds cannot be taken out again (its front has forgotten what
/// was dominated), so this is about whole sources: one that another store holds too, with equal results, counts once;
/// one that has gone on since (more chunks) replaces its earlier state, if everything else that came with that state is
/// there as well. Throws ConfigError naming the files where this does not come out even.
std::vector<std::size_t> choose_stores(const std::vector<LoadedStore>& stores);

} // namespace fracbit::explorer
