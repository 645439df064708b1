// The files of a training run, but the checkpoint and the model: a log as CSV and JSON, and the learning curve.
#pragma once

#include "training/recipe/recipe.hpp"
#include "training/run/epoch_record.hpp"

#include <string>
#include <vector>

namespace fracbit::training {

/// Paths inside the run's folder.
struct RunFolder {
    std::string folder;
    [[nodiscard]] std::string checkpoint() const { return folder + "/checkpoint.h5"; }
    [[nodiscard]] std::string model() const { return folder + "/model.h5"; }
    [[nodiscard]] std::string log_csv() const { return folder + "/log.csv"; }
    [[nodiscard]] std::string log_json() const { return folder + "/log.json"; }
    [[nodiscard]] std::string curve() const { return folder + "/curve.svg"; }
    [[nodiscard]] std::string measured() const { return folder + "/measured.csv"; } ///< with --full-precision
    [[nodiscard]] std::vector<std::string> paths() const {
        return {checkpoint(), model(), log_csv(), log_json(), curve(), measured()};
    }
};

/// No times: equal runs give equal bytes.
std::string log_csv(const History& history);
/// Recipe, epochs, and how long each took where this process trained it.
std::string log_json(const Recipe& recipe, const History& history, int threads, const std::string& device);
/// Loss and error of training and test over the epochs.
std::string curve_svg(const Recipe& recipe, const History& history);

/// Writes the three, each atomically; throws IoError.
void write_logs(const RunFolder& files, const Recipe& recipe, const History& history, int threads,
                const std::string& device);

} // namespace fracbit::training
