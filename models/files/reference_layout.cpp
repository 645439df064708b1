#include "models/files/reference_layout.hpp"

#include "models/core/error.hpp"
#include "models/files/model_parts.hpp"

#include <bit>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::int64_t largest_size = std::int64_t{1} << 24;
constexpr std::int64_t largest_reference_q = 32;

class ReferenceReader {
public:
    explicit ReferenceReader(const Hdf5Reader& file) : file_(file) {}

    Model read() {
        model_.network.name = file_.text("/", "model");
        if (file_.has_attribute("/", "dataset")) model_.dataset = file_.text("/", "dataset");
        shape_ = input_shape();
        if (file_.has("/xor_matrix") || file_.has_attribute("/", "q")) read_networks();
        const auto count = file_.members("/layers");
        if (count == 0) file_.fail("/layers", "found no layers, expected at least one");
        for (std::int64_t k = 0; k < count; ++k) {
            const auto group = fmt::format("/layers/{}", k);
            if (!file_.has(group))
                file_.fail(group, fmt::format("missing; /layers has {} members, which must be named 0 to {}", count,
                                              count - 1));
            read_layer(group);
        }
        auto golden = read_golden(file_, shape_.elements());
        model_.golden = {std::move(golden.logits), std::move(golden.predictions)};
        model_.test_accuracy = golden.test_accuracy;
        return std::move(model_);
    }

private:
    TensorShape input_shape() const {
        if (file_.has_attribute("/", "input_shape")) {
            const auto sizes = file_.integers("/", "input_shape");
            if (sizes.size() != 3)
                file_.fail("/", "input_shape",
                           fmt::format("found {} sizes, expected 3 (channels, height, width)", sizes.size()));
            for (const auto size : sizes)
                if (size < 1 || size > largest_size)
                    file_.fail("/", "input_shape", fmt::format("found {}, allowed is 1 to {}", size, largest_size));
            return {sizes[0], sizes[1], sizes[2]};
        }
        if (model_.dataset == "mnist") return {1, 28, 28};
        if (model_.dataset == "cifar10") return {3, 32, 32};
        file_.fail(
            "/", "dataset",
            "found '" + model_.dataset +
                "', known are mnist and cifar10; for other data, give the images' [channels, height, width] in an "
                "attribute 'input_shape'");
    }

    void read_networks() {
        const auto n_in = bounded(file_, "/", "n_in", 1, max_n_in);
        const auto n_out = bounded(file_, "/", "n_out", 1, max_n_out);
        const auto q = bounded(file_, "/", "q", 1, largest_reference_q);
        const auto taps = file_.integer("/", "taps");
        check_network_size(file_, "/", n_in, n_out);
        if (taps < 0 || taps > n_in)
            file_.fail("/", "taps", fmt::format("found {}, allowed is 0 (dense) to n_in ({})", taps, n_in));
        const auto bits = file_.bits("/xor_matrix", {q, n_out, n_in});
        const auto plane_bits = static_cast<std::size_t>(n_out * n_in);
        for (std::size_t i = 0; i < static_cast<std::size_t>(q); ++i)
            networks_.push_back(network_of({bits.data() + i * plane_bits, plane_bits}, n_in));
        for (std::size_t i = 0; i < networks_.size() && taps > 0; ++i)
            for (int row = 0; row < n_out; ++row)
                if (const int ones = std::popcount(networks_[i]->row(row)); ones != taps)
                    file_.fail("/xor_matrix", fmt::format("row {} of plane {} has {} ones, attribute 'taps' says {}",
                                                          row, i, ones, taps));
    }

    bool flag(const std::string& group, const std::string& name) const {
        return bounded(file_, group, name, 0, 1) == 1;
    }

    Hdf5Shape read_weight_shape(const std::string& group, std::size_t rank) const {
        auto sizes = file_.integers(group, "weight_shape");
        if (sizes.size() != rank)
            file_.fail(group, "weight_shape", fmt::format("found {} sizes, expected {}", sizes.size(), rank));
        for (const auto size : sizes)
            if (size < 1 || size > largest_size)
                file_.fail(group, "weight_shape",
                           fmt::format("found {}, allowed is 1 to {}", to_text(sizes), largest_size));
        return sizes;
    }

    void check_layer(const std::string& group, const Layer& layer) const {
        try {
            validate(layer);
        } catch (const ConfigError& error) {
            file_.fail(group, error.what());
        }
    }

    void read_layer(const std::string& group) {
        Layer layer;
        layer.name = file_.text(group, "name");
        layer.input = shape_;
        const auto kind = file_.text(group, "kind");
        if (kind != "conv2d" && kind != "linear")
            file_.fail(group, "kind", "found '" + kind + "', allowed are conv2d and linear");
        layer.kind = kind == "conv2d" ? LayerKind::conv : LayerKind::linear;
        layer.relu = flag(group, "relu");
        const auto sizes = layer.kind == LayerKind::conv ? shape_conv(group, layer) : shape_linear(group, layer);
        check_layer(group, layer);
        model_.layers.push_back(read_weights(group, layer, sizes));
        shape_ = layer.output();
        model_.network.layers.push_back(layer);
        if (const auto window = bounded(file_, group, "max_pool", 1, largest_size); window > 1)
            add_pool(group, layer.name + ".pool", window);
    }

    Hdf5Shape shape_conv(const std::string& group, Layer& layer) const {
        auto sizes = read_weight_shape(group, 4);
        if (sizes[1] != shape_.channels)
            file_.fail(group, "weight_shape",
                       fmt::format("{} takes {} input channels, the layer's input has {}", to_text(sizes), sizes[1],
                                   shape_.channels));
        layer.out_channels = sizes[0];
        layer.kernel_height = sizes[2];
        layer.kernel_width = sizes[3];
        layer.stride_height = layer.stride_width = bounded(file_, group, "stride", 1, largest_size);
        layer.pad_height = layer.pad_width = bounded(file_, group, "padding", 0, largest_size);
        return sizes;
    }

    Hdf5Shape shape_linear(const std::string& group, Layer& layer) const {
        auto sizes = read_weight_shape(group, 2);
        if (sizes[1] != shape_.elements())
            file_.fail(group, "weight_shape",
                       fmt::format("{} takes {} inputs, the layer's input has {} ({} x {} x {})", to_text(sizes),
                                   sizes[1], shape_.elements(), shape_.channels, shape_.height, shape_.width));
        layer.out_channels = sizes[0];
        return sizes;
    }

    ModelLayer read_weights(const std::string& group, const Layer& layer, const Hdf5Shape& sizes) {
        ModelLayer entry;
        std::vector<BitVector> claimed;
        if (networks_.empty() || file_.has(group + "/weight"))
            entry.weights = FloatWeights{file_.floats(group + "/weight", sizes)};
        else
            entry.weights = read_encrypted(group, layer, sizes, claimed);
        entry.bias = file_.floats(group + "/bias", {layer.out_channels});
        model_.claimed_weight_bits.push_back(std::move(claimed));
        return entry;
    }

    EncryptedWeights read_encrypted(const std::string& group, const Layer& layer, const Hdf5Shape& sizes,
                                    std::vector<BitVector>& claimed) const {
        const auto q = static_cast<std::int64_t>(networks_.size());
        const auto slices = ceil_div(layer.weights(), networks_.front()->n_out());
        EncryptedWeights weights;
        auto planes = packed_planes(
            file_.bits(group + "/encrypted_bits", {q, slices, std::int64_t{networks_.front()->n_in()}}), q);
        for (std::size_t i = 0; i < planes.size(); ++i) weights.planes.push_back({networks_[i], std::move(planes[i])});
        weights.alpha = rows_of(file_.floats(group + "/alpha", {q, layer.out_channels}), layer.out_channels);
        if (file_.has(group + "/weight_bits")) {
            Hdf5Shape shape{q};
            shape.insert(shape.end(), sizes.begin(), sizes.end());
            claimed = packed_planes(file_.bits(group + "/weight_bits", shape), q);
        }
        return weights;
    }

    void add_pool(const std::string& group, const std::string& name, std::int64_t window) {
        Layer pool;
        pool.name = name;
        pool.kind = LayerKind::max_pool;
        pool.input = shape_;
        pool.kernel_height = pool.kernel_width = pool.stride_height = pool.stride_width = window;
        check_layer(group, pool);
        shape_ = pool.output();
        model_.network.layers.push_back(pool);
        model_.layers.emplace_back();
        model_.claimed_weight_bits.emplace_back();
    }

    const Hdf5Reader& file_;
    Model model_;
    TensorShape shape_;
    std::vector<std::shared_ptr<const XorNetwork>> networks_;
};

} // namespace

Model read_reference_layout(const Hdf5Reader& file) { return ReferenceReader(file).read(); }

} // namespace fracbit::models
