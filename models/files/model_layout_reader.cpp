#include "models/core/error.hpp"
#include "models/files/model_layout.hpp"
#include "models/files/model_parts.hpp"
#include "models/files/sparse_layout.hpp"
#include "models/model/model_check.hpp"
#include "models/model/quantized.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::int64_t largest_q = 32;

class Reader {
public:
    explicit Reader(const Hdf5Reader& file) : file_(file) {}

    Model read() {
        model_.network.name = file_.text("/", "model");
        model_.dataset = file_.text("/", "dataset");
        model_.network.independent_layers = bounded(file_, "/", "independent_layers", 0, 1) == 1;
        const auto count = file_.members("/layers");
        if (count == 0) file_.fail("/layers", "found no layers, expected at least one");
        for (std::int64_t k = 0; k < count; ++k) read_layer(fmt::format("/layers/{}", k));
        auto golden = read_golden(file_, model_.network.layers.back().output().elements());
        model_.golden = {std::move(golden.logits), std::move(golden.predictions)};
        model_.test_accuracy = golden.test_accuracy;
        return std::move(model_);
    }

private:
    std::vector<std::int64_t> sizes(const std::string& group, const std::string& name, std::size_t count) const {
        auto values = file_.integers(group, name);
        if (values.size() != count)
            file_.fail(group, name, fmt::format("found {} values, expected {}", values.size(), count));
        return values;
    }

    Layer read_geometry(const std::string& group) const {
        Layer layer;
        layer.name = file_.text(group, "name");
        const auto kind = file_.text(group, "kind");
        if (!layer_kind_from(kind)) file_.fail(group, "kind", "found '" + kind + "', which is no kind of layer");
        layer.kind = *layer_kind_from(kind);
        layer.relu = bounded(file_, group, "relu", 0, 1) == 1;
        const auto input = sizes(group, "input_shape", 3);
        layer.input = {input[0], input[1], input[2]};
        const auto pair = [&](const std::string& name, std::int64_t& height, std::int64_t& width) {
            const auto both = sizes(group, name, 2);
            height = both[0];
            width = both[1];
        };
        pair("kernel", layer.kernel_height, layer.kernel_width);
        pair("stride", layer.stride_height, layer.stride_width);
        pair("padding", layer.pad_height, layer.pad_width);
        pair("dilation", layer.dilation_height, layer.dilation_width);
        layer.out_channels = file_.integer(group, "out_channels");
        layer.groups = file_.integer(group, "groups");
        layer.repeat = file_.integer(group, "repeat");
        layer.refetches = file_.integer(group, "refetches");
        if (file_.has_attribute(group, "source")) layer.source = file_.text(group, "source");
        if (file_.has_attribute(group, "residual")) layer.residual = file_.text(group, "residual");
        try {
            validate(layer);
        } catch (const ConfigError& error) {
            file_.fail(group, error.what());
        }
        return layer;
    }

    void read_layer(const std::string& group) {
        const Layer layer = read_geometry(group);
        model_.claimed_weight_bits.emplace_back();
        ModelLayer entry;
        const auto kind = file_.text(group, "weights");
        if (kind == "float")
            entry.weights = FloatWeights{file_.floats(group + "/weight", weight_shape(layer))};
        else if (kind == "binary")
            entry.weights = read_binary(group, layer);
        else if (kind == "encrypted")
            entry.weights = read_encrypted(group, layer);
        else if (kind == "sparse")
            entry.weights = read_sparse(group, layer);
        else if (kind == "shift")
            entry.weights = read_shift(group, layer);
        else if (kind != "none")
            file_.fail(group, "weights",
                       "found '" + kind + "', allowed are none, float, binary, encrypted, sparse and shift");
        if (file_.has(group + "/bias")) entry.bias = file_.floats(group + "/bias", {layer.out_channels});
        if (file_.has_attribute(group, "activation_bits"))
            entry.activations = {static_cast<int>(bounded(file_, group, "activation_bits", 1, 8)),
                                 static_cast<float>(file_.real(group, "activation_scale"))};
        model_.network.layers.push_back(layer);
        model_.layers.push_back(std::move(entry));
    }

    std::int64_t plane_count(const std::string& group) const { return bounded(file_, group, "q", 1, largest_q); }

    std::vector<std::vector<float>> alpha(const std::string& group, const Layer& layer) const {
        return rows_of(file_.floats(group + "/alpha", {plane_count(group), layer.out_channels}), layer.out_channels);
    }

    BinaryWeights read_binary(const std::string& group, const Layer& layer) {
        BinaryWeights weights;
        for (std::int64_t i = 0; i < plane_count(group); ++i) {
            const auto plane = fmt::format("{}/planes/{}", group, i);
            weights.planes.push_back(packed(file_.bits(plane + "/binary_bits", weight_shape(layer))));
            read_claimed(plane, layer);
        }
        weights.alpha = alpha(group, layer);
        return weights;
    }

    EncryptedWeights read_encrypted(const std::string& group, const Layer& layer) {
        EncryptedWeights weights;
        for (std::int64_t i = 0; i < plane_count(group); ++i) {
            const auto plane = fmt::format("{}/planes/{}", group, i);
            auto network = read_network(plane + "/xor_matrix");
            const auto slices = ceil_div(layer.weights(), network->n_out());
            auto bits = packed(file_.bits(plane + "/encrypted_bits", {slices, std::int64_t{network->n_in()}}));
            weights.planes.push_back({std::move(network), std::move(bits)});
            read_claimed(plane, layer);
        }
        weights.alpha = alpha(group, layer);
        return weights;
    }

    SparseWeights read_sparse(const std::string& group, const Layer& layer) {
        if (!runs_on_array(layer.kind)) file_.fail(group, "weights", "found 'sparse', a layer of its kind has none");
        const auto q = plane_count(group);
        return sparse_.read(group, layer, q, alpha(group, layer));
    }

    ShiftWeights read_shift(const std::string& group, const Layer& layer) {
        ShiftWeights weights;
        weights.q = static_cast<int>(bounded(file_, group, "q", 1, most_shift_bits));
        const auto matrix = group + "/xor_matrix";
        if (file_.has(matrix)) {
            weights.network = read_network(matrix);
            const auto slices = ceil_div(layer.weights() * weights.q, weights.network->n_out());
            weights.bits =
                packed(file_.bits(group + "/encrypted_bits", {slices, std::int64_t{weights.network->n_in()}}));
        } else {
            auto shape = weight_shape(layer);
            shape.push_back(weights.q);
            weights.bits = packed(file_.bits(group + "/shift_bits", shape));
        }
        weights.alpha = file_.floats(group + "/alpha", {layer.out_channels});
        return weights;
    }

    void read_claimed(const std::string& plane, const Layer& layer) {
        const auto name = plane + "/weight_bits";
        if (file_.has(name)) model_.claimed_weight_bits.back().push_back(packed(file_.bits(name, weight_shape(layer))));
    }

    std::shared_ptr<const XorNetwork> read_network(const std::string& name) {
        const auto shape = file_.shape(name);
        if (shape.size() != 2) file_.fail(name, "found shape " + to_text(shape) + ", expected [n_out][n_in]");
        check_network_size(file_, name, shape[1], shape[0]);
        auto network = network_of(file_.bits(name, shape), shape[1]);
        for (const auto& known : networks_)
            if (*known == *network) return known;
        networks_.push_back(network);
        return network;
    }

    const Hdf5Reader& file_;
    Model model_;
    std::vector<std::shared_ptr<const XorNetwork>> networks_;
    SparseLayoutReader sparse_{file_};
};

} // namespace

Model read_model_layout(const Hdf5Reader& file) { return Reader(file).read(); }

} // namespace fracbit::models
