#include "cli/infer_result.hpp"

#include "models/results/report_json.hpp"
#include "models/results/report_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {

using Json = nlohmann::ordered_json;

double InferResult::accuracy() const {
    return predictions.empty() ? 0 : static_cast<double>(correct) / static_cast<double>(predictions.size());
}

void count_correct(InferResult& result, std::span<const std::uint16_t> labels) {
    result.correct = 0;
    for (std::size_t i = 0; i < result.predictions.size(); ++i)
        result.correct += result.predictions[i] == labels[i] ? 1 : 0;
}

void compare_with_golden(InferResult& result, const models::Model& model, std::int64_t first) {
    GoldenComparison golden;
    const auto offset = static_cast<std::size_t>(first);
    for (std::size_t i = 0; i < result.predictions.size() && offset + i < model.golden.predictions.size(); ++i) {
        ++golden.predictions_compared;
        golden.predictions_equal += result.predictions[i] == model.golden.predictions[offset + i] ? 1 : 0;
    }
    const std::size_t classes = result.predictions.empty() ? 0 : result.logits.size() / result.predictions.size();
    for (std::size_t i = 0; classes > 0 && i < result.predictions.size() && offset + i < model.golden.logits.size();
         ++i) {
        ++golden.logits_compared;
        const std::vector<float>& expected = model.golden.logits[offset + i];
        for (std::size_t c = 0; c < classes; ++c)
            golden.logits_max_difference = std::max(
                golden.logits_max_difference, std::abs(double{result.logits[i * classes + c]} - double{expected[c]}));
    }
    result.golden = golden;
}

nlohmann::ordered_json to_json(const InferResult& result) {
    Json json = {
        {"format_version", models::report_format_version},
        {"model", result.model_path},
        {"engine", result.engine},
        {"arithmetic", result.arithmetic},
        {"images", result.images()},
        {"correct", result.correct},
        {"accuracy", result.accuracy()},
        {"seconds", result.seconds},
        {"bit_exact", nullptr},
        {"total_cycles", nullptr},
        {"weight_bits", {{"decoded", result.bits.decoded}, {"checked", result.bits.checked}, {"different", 0}}}};
    if (result.bit_exact) json["bit_exact"] = *result.bit_exact;
    if (result.calibration_images > 0)
        json["calibration"] = {{"images", result.calibration_images}, {"source", result.calibration_source}};
    if (result.golden)
        json["golden"] = {{"predictions_compared", result.golden->predictions_compared},
                          {"predictions_equal", result.golden->predictions_equal},
                          {"logits_compared", result.golden->logits_compared},
                          {"logits_max_difference", result.golden->logits_max_difference}};
    json["predictions"] = result.predictions;
    if (result.report) {
        Json run = models::to_json(*result.report);
        json["total_cycles"] = run["total_cycles"];
        json["cycles_per_image"] = static_cast<double>(result.report->total.counts.cycles.count()) /
                                   static_cast<double>(std::max<std::int64_t>(result.images(), 1));
        for (const char* key : {"simulated_cycles_per_second", "network", "architecture", "architecture_toml",
                                "clock_mhz", "milliseconds", "total", "layers"})
            json[key] = run[key];
    }
    return json;
}

std::string to_text(const InferResult& result, int width) {
    std::string text;
    const auto line = [&text, width](const std::string& words) { text += models::wrapped(words, width); };
    if (result.report) text += models::to_text(*result.report, width) + "\n";
    line(fmt::format("{} of {} images right: {:.2f} %", result.correct, result.images(), result.accuracy() * 100));
    line(fmt::format("{} engine, {} arithmetic, {:.2f} s", result.engine, result.arithmetic, result.seconds));
    if (result.calibration_images > 0)
        line(fmt::format("scales calibrated on {} images: {}", result.calibration_images, result.calibration_source));
    if (result.bits.checked > 0)
        line(fmt::format("{} decoded weight bits equal the file's", models::grouped(result.bits.checked)));
    if (result.golden) {
        line(fmt::format("{} of {} predictions equal the file's", result.golden->predictions_equal,
                         result.golden->predictions_compared));
        if (result.golden->logits_compared > 0)
            line(fmt::format("logits of {} images differ by at most {:.2g}", result.golden->logits_compared,
                             result.golden->logits_max_difference));
    }
    if (!result.check_text.empty()) line(result.check_text);
    return text + result.wrote;
}

} // namespace fracbit::cli
