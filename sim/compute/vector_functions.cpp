#include "sim/compute/vector_functions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace fracbit::sim {

using models::LayerKind;

namespace {

/// The stored input under a position's window, channel by channel.
class WindowView {
public:
    WindowView(const LayerRun& run, const std::vector<std::uint8_t>& tensor, std::int64_t position)
        : schedule_(run.schedule), tensor_(tensor) {
        const models::Window& w = schedule_.window;
        const std::int64_t row = position / w.out_width;
        image_row_ = row / w.out_height * w.in_height;
        top_ = row % w.out_height * w.stride_height - w.pad_height;
        left_ = position % w.out_width * w.stride_width - w.pad_width;
    }

    /// Calls visit(value) for every tap inside the tensor; returns how many taps lie outside.
    template <class Visit>
    std::int64_t visit(std::int64_t channel, Visit visit) const {
        const models::Window& w = schedule_.window;
        std::int64_t outside = 0;
        for (std::int64_t ky = 0; ky < w.kernel_height; ++ky)
            for (std::int64_t kx = 0; kx < w.kernel_width; ++kx) {
                const std::int64_t y = top_ + ky * w.dilation_height, x = left_ + kx * w.dilation_width;
                if (y < 0 || y >= w.in_height || x < 0 || x >= w.in_width)
                    ++outside;
                else
                    visit(tensor_[static_cast<std::size_t>(schedule_.input.offset(channel, image_row_ + y, x))]);
            }
        return outside;
    }

    [[nodiscard]] std::uint8_t at(std::int64_t channel) const {
        std::uint8_t value = 0;
        visit(channel, [&](std::uint8_t v) { value = v; });
        return value;
    }

private:
    const models::LayerSchedule& schedule_;
    const std::vector<std::uint8_t>& tensor_;
    std::int64_t image_row_ = 0, top_ = 0, left_ = 0;
};

std::uint8_t rescaled(const models::Rescaling& rule, std::int64_t channel, std::int64_t value, std::int64_t residual_term) {
    const auto c = static_cast<std::size_t>(channel);
    const std::int64_t sum = rule.multipliers[0][c] * value + residual_term + rule.offsets[c] + (std::int64_t{1} << (rule.shift - 1));
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(rule.zero_point + (sum >> rule.shift), rule.low, rule.high));
}

std::uint8_t maximum(const WindowView& view, std::int64_t channel, std::uint8_t padding) {
    int best = -1;
    view.visit(channel, [&](std::uint8_t v) { best = std::max<int>(best, v); });
    return best < 0 ? padding : static_cast<std::uint8_t>(best);
}

void softmax(const std::vector<std::int64_t>& in, const std::vector<std::uint8_t>& table, std::vector<std::uint8_t>& out) {
    const std::int64_t largest = *std::max_element(in.begin(), in.end());
    const auto power = [&](std::int64_t a) {
        const auto d = static_cast<std::size_t>(largest - a);
        return static_cast<std::uint64_t>(table[2 * d]) | static_cast<std::uint64_t>(table[2 * d + 1]) << 8;
    };
    std::uint64_t sum = 0;
    for (const std::int64_t a : in) sum += power(a);
    for (std::size_t k = 0; k < in.size(); ++k) out[k] = static_cast<std::uint8_t>((255 * power(in[k]) + sum / 2) / sum);
}

std::int64_t integer_square_root(std::uint64_t v) {
    auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<long double>(v)));
    while (root * root > v) --root;
    while ((root + 1) * (root + 1) <= v) ++root;
    return static_cast<std::int64_t>(root);
}

void normalize(LayerKind kind, std::vector<std::int64_t> in, const models::QuantizedLayer& layer, std::vector<std::uint8_t>& out) {
    const auto n = static_cast<std::int64_t>(in.size());
    std::int64_t sum = 0, squares = 0;
    for (std::int64_t& a : in) {
        if (kind == LayerKind::rms_norm) a -= layer.input_zero_point;
        sum += a;
        squares += a * a;
    }
    const std::int64_t centre = kind == LayerKind::layer_norm ? sum : 0;
    const std::int64_t variance = n * squares - centre * centre;
    const std::int64_t root = integer_square_root(static_cast<std::uint64_t>(variance) << 16);
    for (std::size_t k = 0; k < in.size(); ++k) {
        const std::int64_t d = n * in[k] - centre;
        std::int64_t x = variance == 0 ? 0 : ((std::int64_t{1} << 20) * std::abs(d) + root / 2) / root;
        if (d < 0) x = -x;
        out[k] = rescaled(layer.rescaling, static_cast<std::int64_t>(k), x, 0);
    }
}

} // namespace

std::vector<std::uint8_t> vector_outputs(const LayerRun& run, const ActivationStore& activations, std::int64_t position,
                                         const models::ChannelBlock& channels) {
    const models::LayerSchedule& schedule = run.schedule;
    const models::QuantizedLayer& layer = *run.weights;
    const WindowView view(run, activations.input_of(run), position);
    std::vector<std::uint8_t> out(static_cast<std::size_t>(channels.channels));
    const LayerKind kind = schedule.layer.kind;
    if (kind == LayerKind::softmax || kind == LayerKind::layer_norm || kind == LayerKind::rms_norm) {
        std::vector<std::int64_t> in;
        for (std::int64_t c = channels.first; c < channels.end(); ++c) in.push_back(view.at(c));
        if (kind == LayerKind::softmax)
            softmax(in, layer.table, out);
        else
            normalize(kind, std::move(in), layer, out);
        return out;
    }
    const std::int64_t width = schedule.window.out_width;
    for (std::int64_t c = channels.first; c < channels.end(); ++c) {
        std::uint8_t& y = out[static_cast<std::size_t>(c - channels.first)];
        if (kind == LayerKind::max_pool) {
            y = maximum(view, c, layer.input_zero_point);
        } else if (kind == LayerKind::lookup) {
            y = layer.table[view.at(c)];
        } else if (kind == LayerKind::add) {
            const auto at = static_cast<std::size_t>(schedule.residual->offset(c, position / width, position % width));
            const models::Rescaling& rule = layer.rescaling;
            const std::int64_t term = std::int64_t{rule.residual_multiplier} * (activations.residual[at] - rule.residual_zero_point);
            y = rescaled(rule, c, view.at(c), term);
        } else {
            std::int64_t sum = 0;
            const std::int64_t outside = view.visit(c, [&](std::uint8_t v) { sum += v; });
            sum += layer.input_zero_point * outside;
            y = rescaled(layer.rescaling, c, sum, 0);
        }
    }
    return out;
}

VectorCycles vector_cycles(const models::LayerSchedule& schedule, std::int64_t channels, int lanes) {
    const std::int64_t scan = ceil_div(channels, lanes);
    switch (schedule.layer.kind) {
    case LayerKind::softmax: return {2 * scan, 1};
    case LayerKind::layer_norm:
    case LayerKind::rms_norm: return {scan, 1};
    default: return {0, schedule.window.taps()};
    }
}

} // namespace fracbit::sim
