// Data sets as their makers publish them: names, sizes and MD5 sums of the files, and where they can be had.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

struct OfficialFile {
    std::string name;
    std::int64_t bytes = 0;
    std::string md5;
    std::string unpacked_md5; ///< of what gunzip makes of it; empty for archives
};

struct OfficialSet {
    std::string name;                 ///< "mnist"
    std::string folder;               ///< below the folder of all data sets
    std::vector<std::string> mirrors; ///< folders, as URLs that end in '/'
    std::vector<OfficialFile> files;
    std::vector<std::string> members; ///< what is taken out of files.front(), an archive; empty: files stay packed
};

/// "mnist" (LeCun, Cortes, Burges), "cifar10" (Krizhevsky, binary version); throws ConfigError for other names.
const OfficialSet& official_set(const std::string& name);
std::vector<std::string> official_set_names();

/// Beside members: their MD5 sums, in the format of md5sum, written when they came out of the archive that is official.
inline constexpr const char* member_sums_name = "MD5SUMS";

enum class FileState {
    official, ///< the published bytes, or (members) what the published archive holds
    repacked, ///< another gzip file, or none, of the published contents
    unknown,  ///< members without MD5SUMS: nothing is known against them
    other,    ///< other bytes
    missing
};

struct FileCheck {
    std::string name, path; ///< `path`: where it was found
    FileState state = FileState::missing;
    std::string found_md5, expected_md5; ///< of `other`
};

/// Looks for the files where the readers of models/data look, and compares their bytes. Throws FormatError for gzip
/// files that are damaged, IoError.
std::vector<FileCheck> check_files(const OfficialSet& set, const std::string& folder);

} // namespace fracbit::models
