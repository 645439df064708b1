// All that a training run needs to go on: a sealed HDF5 file (models/files/file_seal.hpp), written atomically.
//
//   /            format_version = 1, kind = "training checkpoint", recipe (its lines), data (a fingerprint), epochs,
//                steps, threads
//   /<group>/<k> float32 data set with attribute name; groups parameters, statistics, optimizer
//   /history     int64 [epochs][5]: the bits of learning rate, S_tanh, loss, accuracies as 64-bit floats
#pragma once

#include "training/layers/parameter.hpp"
#include "training/run/epoch_record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::training {

/// Tensors are those of the run: `write` reads them, `read` overwrites them.
struct CheckpointTensors {
    const std::vector<Parameter>* parameters;
    const std::vector<Parameter>* statistics;
    const std::vector<Parameter>* optimizer;
};

struct CheckpointFacts {
    std::vector<std::string> recipe; ///< Recipe::lines()
    std::string data;                ///< fingerprint of the training images
    History history;                 ///< one entry an epoch that is over
    std::int64_t steps = 0;
    int threads = 1; ///< of the process that wrote it; another number gives other last bits
};

/// Throws IoError; the file that was there before stays as it is.
void write_checkpoint(const std::string& path, const CheckpointFacts& facts, const CheckpointTensors& tensors);

/// Throws MissingFileError; FormatError for a damaged file or one that is no checkpoint; ConfigError for the
/// checkpoint of another recipe (names the first line that differs) or of other training images. Nothing is overwritten
/// then. `expected`: recipe and data of this run.
CheckpointFacts read_checkpoint(const std::string& path, const CheckpointFacts& expected,
                                const CheckpointTensors& tensors);

} // namespace fracbit::training
