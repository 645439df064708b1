// fracbit data check: are these the published files, and can they be read.
#pragma once

#include <string>
#include <vector>

namespace fracbit::cli {

struct DataCheckOptions {
    std::string dataset, data_dir, json;
};

std::vector<std::string> checked_datasets();

/// Prints a line for each file; of an image folder, in which every image is decoded, for each split. Throws FormatError
/// for what cannot be read, MissingFileError for what is not there, and Error, after the table, for files that are not
/// the published ones and for all bad images of a folder together.
void check_data(const DataCheckOptions& options);

} // namespace fracbit::cli
