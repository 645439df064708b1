// Brings an official data set into a folder, each file verified before it appears under its name.
#pragma once

#include "models/data/official_set.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fracbit::models {

struct FetchProgress {
    std::string file;
    bool unpacking = false;
    std::int64_t bytes = 0, of = 0; ///< `of`: 0 if nobody knows
};

struct FetchOptions {
    std::string from; ///< a folder as URL, instead of the set's mirrors; empty: the mirrors, one after the other
    std::function<void(const FetchProgress&)> progress; ///< what it throws ends the work
};

struct FetchResult {
    std::string folder;                        ///< where the files are: `folder`/set.folder
    std::vector<std::string> fetched, present; ///< names; `present`: were there already, and are official
};

/// Each file is downloaded beside its place, compared with the published size and MD5 sum, then renamed; archives are
/// unpacked beside their place, and get a file MD5SUMS. Files that are there and official are left alone, others
/// replaced. Throws ConfigError (`from` is no URL), DownloadError that names what failed at every mirror, IoError. What
/// is half-written is removed, so the same command starts again with the file that was not finished.
FetchResult fetch_dataset(const OfficialSet& set, const std::string& folder, const FetchOptions& options);

} // namespace fracbit::models
