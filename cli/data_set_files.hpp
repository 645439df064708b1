// The files of a data set, which no output may replace.
#pragma once

#include "cli/distinct_files.hpp"

#include <string>
#include <vector>

namespace fracbit::cli {

/// Those of MNIST and CIFAR-10 that are there, both splits. Of image folders, which may hold millions, those `outputs`
/// that are files below train and val.
std::vector<NamedFile> data_set_files(const std::string& dataset, const std::string& folder,
                                      const std::vector<NamedFile>& outputs);

} // namespace fracbit::cli
