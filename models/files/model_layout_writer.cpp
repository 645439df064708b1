#include "models/files/model_layout.hpp"
#include "models/files/model_parts.hpp"
#include "models/files/sparse_layout.hpp"
#include "models/model/model_check.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

class Writer {
public:
    Writer(const Model& model, Hdf5Writer& file) : model_(model), file_(file) {}

    void write() {
        const bool sparse = holds<SparseWeights>();
        const bool levels = std::any_of(model_.layers.begin(), model_.layers.end(),
                                        [](const ModelLayer& layer) { return layer.activations.has_value(); });
        file_.integer("/", "format_version", levels || holds<ShiftWeights>() ? model_layout_version : sparse ? 3 : 2);
        file_.text("/", "model", model_.network.name);
        file_.text("/", "dataset", model_.dataset);
        file_.integer("/", "independent_layers", model_.network.independent_layers);
        if (model_.test_accuracy >= 0) file_.real("/", "test_accuracy", model_.test_accuracy);
        file_.group("/layers");
        if (sparse) file_.group("/networks");
        for (std::size_t k = 0; k < model_.layers.size(); ++k) write_layer(k);
        write_golden();
    }

private:
    template <class Kind>
    [[nodiscard]] bool holds() const {
        return std::any_of(model_.layers.begin(), model_.layers.end(),
                           [](const ModelLayer& layer) { return std::holds_alternative<Kind>(layer.weights); });
    }

    void write_geometry(const std::string& group, const Layer& layer) {
        const auto sizes = [&](const std::string& name, std::int64_t height, std::int64_t width) {
            file_.integers(group, name, std::array{height, width});
        };
        file_.text(group, "name", layer.name);
        file_.text(group, "kind", to_string(layer.kind));
        file_.integer(group, "relu", layer.relu);
        file_.integers(group, "input_shape", std::array{layer.input.channels, layer.input.height, layer.input.width});
        sizes("kernel", layer.kernel_height, layer.kernel_width);
        sizes("stride", layer.stride_height, layer.stride_width);
        sizes("padding", layer.pad_height, layer.pad_width);
        sizes("dilation", layer.dilation_height, layer.dilation_width);
        file_.integer(group, "out_channels", layer.out_channels);
        file_.integer(group, "groups", layer.groups);
        file_.integer(group, "repeat", layer.repeat);
        file_.integer(group, "refetches", layer.refetches);
        if (layer.source) file_.text(group, "source", *layer.source);
        if (layer.residual) file_.text(group, "residual", *layer.residual);
    }

    void write_layer(std::size_t k) {
        const Layer& layer = model_.network.layers[k];
        const auto group = fmt::format("/layers/{}", k);
        file_.group(group);
        write_geometry(group, layer);
        if (const auto& levels = model_.layers[k].activations) {
            file_.integer(group, "activation_bits", levels->bits);
            file_.real(group, "activation_scale", levels->scale);
        }
        shape_ = weight_shape(layer);
        claimed_ = k < model_.claimed_weight_bits.size() ? &model_.claimed_weight_bits[k] : nullptr;
        std::visit([&](const auto& weights) { write_weights(group, layer, weights); }, model_.layers[k].weights);
        if (const auto& bias = model_.layers[k].bias; !bias.empty())
            file_.floats(group + "/bias", {layer.out_channels}, bias);
    }

    void write_weights(const std::string& group, const Layer& /*layer*/, std::monostate) {
        file_.text(group, "weights", "none");
    }

    void write_weights(const std::string& group, const Layer& /*layer*/, const FloatWeights& weights) {
        file_.text(group, "weights", "float");
        file_.floats(group + "/weight", shape_, weights.values);
    }

    void write_weights(const std::string& group, const Layer& layer, const BinaryWeights& weights) {
        file_.text(group, "weights", "binary");
        begin_planes(group, layer, weights.alpha);
        for (std::size_t i = 0; i < weights.planes.size(); ++i)
            file_.bytes(begin_plane(group, i) + "/binary_bits", shape_, unpacked(weights.planes[i]));
    }

    void write_weights(const std::string& group, const Layer& layer, const EncryptedWeights& weights) {
        file_.text(group, "weights", "encrypted");
        begin_planes(group, layer, weights.alpha);
        for (std::size_t i = 0; i < weights.planes.size(); ++i) {
            const auto plane = begin_plane(group, i);
            const auto& [network, bits] = weights.planes[i];
            const std::int64_t n_in = network->n_in(), n_out = network->n_out();
            file_.bytes(plane + "/xor_matrix", {n_out, n_in}, matrix_bytes(*network));
            file_.bytes(plane + "/encrypted_bits", {bits.size() / n_in, n_in}, unpacked(bits));
        }
    }

    void write_weights(const std::string& group, const Layer& layer, const SparseWeights& weights) {
        file_.text(group, "weights", "sparse");
        begin_planes(group, layer, weights.alpha);
        sparse_.write(group, weights);
    }

    void write_weights(const std::string& group, const Layer& layer, const ShiftWeights& weights) {
        file_.text(group, "weights", "shift");
        file_.integer(group, "q", weights.q);
        file_.floats(group + "/alpha", {layer.out_channels}, weights.alpha);
        if (weights.network == nullptr) {
            auto shape = shape_;
            shape.push_back(weights.q);
            file_.bytes(group + "/shift_bits", shape, unpacked(weights.bits));
            return;
        }
        const std::int64_t n_in = weights.network->n_in(), n_out = weights.network->n_out();
        file_.bytes(group + "/xor_matrix", {n_out, n_in}, matrix_bytes(*weights.network));
        file_.bytes(group + "/encrypted_bits", {weights.bits.size() / n_in, n_in}, unpacked(weights.bits));
    }

    void begin_planes(const std::string& group, const Layer& layer, const std::vector<std::vector<float>>& alpha) {
        const auto q = static_cast<std::int64_t>(alpha.size());
        file_.integer(group, "q", q);
        std::vector<float> values;
        for (const auto& plane : alpha) values.insert(values.end(), plane.begin(), plane.end());
        file_.floats(group + "/alpha", {q, layer.out_channels}, values);
        file_.group(group + "/planes");
    }

    std::string begin_plane(const std::string& group, std::size_t i) {
        auto plane = fmt::format("{}/planes/{}", group, i);
        file_.group(plane);
        if (claimed_ != nullptr && i < claimed_->size())
            file_.bytes(plane + "/weight_bits", shape_, unpacked((*claimed_)[i]));
        return plane;
    }

    void write_golden() {
        const auto& [logits, predictions] = model_.golden;
        if (logits.empty() && predictions.empty()) return;
        file_.group("/golden");
        std::vector<float> values;
        for (const auto& image : logits) values.insert(values.end(), image.begin(), image.end());
        const auto images = static_cast<std::int64_t>(logits.size());
        if (images > 0)
            file_.floats("/golden/logits", {images, static_cast<std::int64_t>(values.size()) / images}, values);
        const Hdf5Shape all{static_cast<std::int64_t>(predictions.size())};
        if (predictions.empty()) return;
        if (model_.network.layers.back().output().elements() > classes_of_a_byte)
            file_.numbers("/golden/predictions", all,
                          std::vector<std::int64_t>(predictions.begin(), predictions.end()));
        else
            file_.bytes("/golden/predictions", all, std::vector<std::uint8_t>(predictions.begin(), predictions.end()));
    }

    const Model& model_;
    Hdf5Writer& file_;
    SparseLayoutWriter sparse_{file_};
    Hdf5Shape shape_;                                 ///< of the present layer's weights
    const std::vector<BitVector>* claimed_ = nullptr; ///< of the present layer
};

} // namespace

void write_model_layout(const Model& model, Hdf5Writer& file) { Writer(model, file).write(); }

} // namespace fracbit::models
