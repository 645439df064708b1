#include "models/inference/calibration.hpp"

#include "models/core/error.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/image_blocks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <mutex>

namespace fracbit::models {
namespace {

constexpr std::int64_t bins = 4096;

/// Sees every layer's outputs of every block; calls are serialised, in no fixed order.
template <class Use>
void visit_outputs(const FloatInference& inference, std::span<const std::uint8_t> pixels, Use use) {
    const std::int64_t elements = inference.input_elements();
    std::mutex mutex;
    for_image_blocks(count_images(pixels.size(), elements), [&](std::int64_t first, std::int64_t count) {
        const auto block =
            pixels.subspan(static_cast<std::size_t>(first * elements), static_cast<std::size_t>(count * elements));
        inference.run(real_pixels(block), [&](int layer, std::span<const float> output) {
            const std::scoped_lock lock(mutex);
            use(static_cast<std::size_t>(layer), output);
        });
    });
}

struct Histogram {
    std::vector<std::int64_t> counts = std::vector<std::int64_t>(bins);
    std::int64_t total = 0;

    void add(const ValueRange& range, std::span<const float> values) {
        const float width = (range.high - range.low) / bins;
        for (const float value : values)
            ++counts[static_cast<std::size_t>(
                width > 0
                    ? std::clamp<std::int64_t>(static_cast<std::int64_t>((value - range.low) / width), 0, bins - 1)
                    : 0)];
        total += static_cast<std::int64_t>(values.size());
    }

    /// The range without the outermost bins that together hold at most (100 - percentile) % of the values at each end.
    [[nodiscard]] ValueRange trimmed(const ValueRange& range, double percentile) const {
        const auto spare = static_cast<std::int64_t>(static_cast<double>(total) * (1 - percentile / 100));
        std::int64_t first = 0, last = bins;
        for (std::int64_t cut = 0; first < bins && (cut += counts[static_cast<std::size_t>(first)]) <= spare;) ++first;
        for (std::int64_t cut = 0; last > first + 1 && (cut += counts[static_cast<std::size_t>(last - 1)]) <= spare;)
            --last;
        const float width = (range.high - range.low) / bins;
        return {range.low + static_cast<float>(first) * width,
                last == bins ? range.high : range.low + static_cast<float>(last) * width};
    }
};

} // namespace

CalibrationRanges calibrate(const Model& model, std::span<const std::uint8_t> pixels,
                            const CalibrationOptions& options) {
    if (pixels.empty()) throw ConfigError("calibration needs at least one image");
    if (!(options.percentile >= 50 && options.percentile <= 100))
        throw ConfigError(fmt::format("calibration percentile is {}, allowed is 50 to 100", options.percentile));
    const FloatInference inference(model);
    CalibrationRanges ranges;
    constexpr float infinity = std::numeric_limits<float>::infinity();
    ranges.outputs.assign(model.network.layers.size(), {infinity, -infinity});
    visit_outputs(inference, pixels, [&](std::size_t layer, std::span<const float> output) {
        const auto [low, high] = std::minmax_element(output.begin(), output.end());
        ranges.outputs[layer].low = std::min(ranges.outputs[layer].low, *low);
        ranges.outputs[layer].high = std::max(ranges.outputs[layer].high, *high);
    });
    if (options.percentile == 100) return ranges;
    std::vector<Histogram> histograms(ranges.outputs.size());
    visit_outputs(inference, pixels, [&](std::size_t layer, std::span<const float> output) {
        histograms[layer].add(ranges.outputs[layer], output);
    });
    for (std::size_t i = 0; i < histograms.size(); ++i)
        ranges.outputs[i] = histograms[i].trimmed(ranges.outputs[i], options.percentile);
    return ranges;
}

} // namespace fracbit::models
