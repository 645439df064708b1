// What infer found out, and how it says so.
#pragma once

#include "cli/trained_model.hpp"
#include "models/results/report.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fracbit::cli {

/// Agreement with the results that the model's file states.
struct GoldenComparison {
    std::int64_t predictions_compared = 0, predictions_equal = 0;
    std::int64_t logits_compared = 0; ///< images; float arithmetic only
    double logits_max_difference = 0;
};

struct InferResult {
    std::string model_path, engine, arithmetic;
    BitCheck bits;
    std::vector<std::uint16_t> predictions;
    std::vector<float> logits; ///< float arithmetic only
    std::int64_t correct = 0;
    double seconds = 0;
    std::int64_t calibration_images = 0; ///< 0: none was needed
    std::string calibration_source;
    std::optional<GoldenComparison> golden;
    // systemc only
    std::optional<bool> bit_exact;
    std::string check_text, first_difference;
    std::optional<models::Report> report;
    std::string wrote;

    [[nodiscard]] std::int64_t images() const { return static_cast<std::int64_t>(predictions.size()); }
    [[nodiscard]] double accuracy() const;
};

void count_correct(InferResult& result, std::span<const std::uint16_t> labels);
/// `first`: number of the first classified image in the test set.
void compare_with_golden(InferResult& result, const models::Model& model, std::int64_t first);

nlohmann::ordered_json to_json(const InferResult& result);
std::string to_text(const InferResult& result, int width);

} // namespace fracbit::cli
