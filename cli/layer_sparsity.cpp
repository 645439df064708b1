#include "cli/layer_sparsity.hpp"

#include "models/core/error.hpp"

#include <charconv>

namespace fracbit::cli {

LayerSparsity layer_sparsity(const std::vector<std::string>& texts) {
    LayerSparsity sparsity;
    if (texts == std::vector<std::string>{"zeros"}) {
        sparsity.keep_zeros = true;
        return sparsity;
    }
    for (const std::string& text : texts) {
        const std::size_t equals = text.rfind('=');
        const std::size_t from = equals == std::string::npos ? 0 : equals + 1;
        double value = -1;
        const auto [end, error] = std::from_chars(text.data() + from, text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1) || equals == 0)
            throw ConfigError("--sparsity " + text + ": expected a number from 0 to 1, LAYER=NUMBER, or zeros alone");
        if (equals == std::string::npos)
            sparsity.all = value;
        else
            sparsity.layers[text.substr(0, equals)] = value;
    }
    return sparsity;
}

} // namespace fracbit::cli
