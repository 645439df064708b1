// Whole runs of a moment.
#pragma once

#include "models/files/text_file.hpp"
#include "tests/training/small_training.hpp"
#include "training/run/trainer.hpp"

#include <functional>
#include <string>

namespace fracbit::tests {

inline const models::ImageSet& train_images() {
    static const models::ImageSet set = patterns(200, 4, 1);
    return set;
}
inline const models::ImageSet& test_images() {
    static const models::ImageSet set = patterns(100, 4, 2);
    return set;
}

inline training::TrainingOptions options_of(const std::string& folder) {
    training::TrainingOptions options;
    options.folder = folder;
    options.threads = 1;
    return options;
}

inline training::TrainingResult train_small(const training::Recipe& recipe, const training::TrainingOptions& options) {
    return training::train(recipe, train_images(), test_images(), options);
}

/// Asks to stop at the `call`-th question.
inline std::function<bool()> after(int call) {
    return [left = call]() mutable { return --left < 0; };
}

inline std::string bytes(const std::string& path) { return models::read_text_file(path); }

} // namespace fracbit::tests
