// The files of an export.
#pragma once

#include <string>
#include <vector>

namespace fracbit::models {

struct RtlFile {
    std::string name; ///< inside the bundle's folder, with / between folder and file
    std::string text;
};

/// An XOR network's circuit; each lane has one of each.
struct RtlCircuit {
    int xor2 = 0;
    int depth = 0;
    int flip_flops = 0; ///< of the pipeline
};

struct RtlBundle {
    std::string top;       ///< module of the weight path
    std::string testbench; ///< its testbench; empty if there is none
    std::vector<RtlFile> files;
    int lanes = 0;
    int stages = 0;                   ///< of the decoder's pipeline
    std::vector<RtlCircuit> circuits; ///< of the distinct networks
    /// Throws Error if there is no such file.
    [[nodiscard]] const std::string& text_of(const std::string& name) const;
};

/// Writes all files, or nothing: they are written to a folder beside and put in place at the end. An earlier export is
/// replaced in its folder, which stays the same one for whoever works in it. Throws ConfigError if the folder holds
/// anything else, or is a file; IoError if writing fails.
void write_bundle(const RtlBundle& bundle, const std::string& folder);

} // namespace fracbit::models
