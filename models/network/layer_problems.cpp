#include "models/network/layer_problems.hpp"

#include "models/core/error.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

struct Field {
    const char* name;
    std::int64_t value;
    std::int64_t least;
};

std::array<Field, 15> fields(const Layer& layer) {
    return {{{"channels", layer.input.channels, 1},
             {"height", layer.input.height, 1},
             {"width", layer.input.width, 1},
             {"out_channels", layer.out_channels, 1},
             {"kernel height", layer.kernel_height, 1},
             {"kernel width", layer.kernel_width, 1},
             {"stride height", layer.stride_height, 1},
             {"stride width", layer.stride_width, 1},
             {"padding height", layer.pad_height, 0},
             {"padding width", layer.pad_width, 0},
             {"dilation height", layer.dilation_height, 1},
             {"dilation width", layer.dilation_width, 1},
             {"groups", layer.groups, 1},
             {"repeat", layer.repeat, 1},
             {"refetches", layer.refetches, 1}}};
}

class Checker {
public:
    explicit Checker(const Layer& layer) : layer_(layer) {}

    std::vector<std::string> run() {
        if (layer_.name.empty()) add("its name is empty; every layer needs a name of its own");
        for (const Field& field : fields(layer_))
            if (field.value < field.least || field.value > largest_size)
                add("{} is {}; allowed is {} to {}", field.name, field.value, field.least, largest_size);
        if (!problems_.empty()) return problems_; // the checks below divide and multiply by these sizes
        check_groups();
        if (has_window(layer_.kind)) {
            check_window("height", layer_.input.height, layer_.pad_height, layer_.kernel_height,
                         layer_.dilation_height);
            check_window("width", layer_.input.width, layer_.pad_width, layer_.kernel_width, layer_.dilation_width);
        }
        if (problems_.empty()) check_totals();
        return problems_;
    }

private:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        problems_.push_back(
            fmt::format("layer '{}': {}", layer_.name, fmt::format(format, std::forward<Args>(args)...)));
    }

    void check_groups() {
        if (layer_.kind != LayerKind::conv) {
            if (layer_.groups != 1)
                add("groups is {}; only conv layers have groups, a {} layer needs 1", layer_.groups,
                    to_string(layer_.kind));
            return;
        }
        if (layer_.input.channels % layer_.groups != 0)
            add("groups is {} and does not divide its {} channels", layer_.groups, layer_.input.channels);
        if (layer_.out_channels % layer_.groups != 0)
            add("groups is {} and does not divide its {} out_channels", layer_.groups, layer_.out_channels);
    }

    void check_window(const char* side, std::int64_t size, std::int64_t pad, std::int64_t kernel,
                      std::int64_t dilation) {
        const std::int64_t extent = window_extent(kernel, dilation);
        if (extent > size + 2 * pad)
            add("its kernel spans a {} of {}, more than the {} of its padded input", side, extent, size + 2 * pad);
        else if (layer_.kind != LayerKind::conv && pad >= extent)
            add("padding {} is {}; a pooling window that spans {} would see nothing but padding, allowed is 0 to {}",
                side, pad, extent, extent - 1);
    }

    /// In floating point: the exact products may not fit.
    void check_totals() {
        const auto size = [](std::int64_t n) { return static_cast<double>(n); };
        const TensorShape& in = layer_.input;
        const double elements = size(in.channels) * size(in.height) * size(in.width);
        const double places = size(layer_.out_height()) * size(layer_.out_width());
        const double reduction =
            layer_.kind == LayerKind::conv
                ? size(in.channels / layer_.groups) * size(layer_.kernel_height) * size(layer_.kernel_width)
            : runs_on_array(layer_.kind) ? elements
                                         : 1;
        const double outputs = size(runs_on_array(layer_.kind) ? layer_.out_channels : in.channels) * places;
        const double runs = size(layer_.repeat) * size(layer_.refetches);
        const double limit = size(largest_product);
        if (elements * runs > limit || outputs * reduction * runs > limit)
            add("it is too large: elements and multiply-accumulates of a layer may not exceed 2^53");
    }

    /// Larger sizes are mistakes. 1,000 layers of the largest product still add up within 64 bits.
    static constexpr std::int64_t largest_size = std::int64_t{1} << 31;
    static constexpr std::int64_t largest_product = std::int64_t{1} << 53;

    const Layer& layer_;
    std::vector<std::string> problems_;
};

} // namespace

std::vector<std::string> layer_problems(const Layer& layer) { return Checker(layer).run(); }

void throw_problems(const std::vector<std::string>& problems) {
    if (problems.empty()) return;
    if (problems.size() == 1) throw ConfigError(problems.front());
    std::string text = fmt::format("{} problems:", problems.size());
    for (const std::string& problem : problems) text += "\n  " + problem;
    throw ConfigError(text);
}

void validate(const Layer& layer) { throw_problems(layer_problems(layer)); }

} // namespace fracbit::models
