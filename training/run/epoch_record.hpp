// What one epoch gave.
#pragma once

#include <vector>

namespace fracbit::training {

struct EpochRecord {
    int epoch = 0;                        ///< from 1
    double learning_rate = 0, s_tanh = 0; ///< at its end
    double loss = 0;                      ///< mean over its batches
    double train_accuracy = 0;            ///< 0 to 1, of its batches, while they were trained
    double test_accuracy = 0;             ///< 0 to 1, of the model as it would be written after it
    double seconds = 0;                   ///< 0: of an earlier process; not part of what must repeat
};

using History = std::vector<EpochRecord>;

} // namespace fracbit::training
