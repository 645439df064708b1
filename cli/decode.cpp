// fracbit decode: the weight bits of a model, decoded, checked, and written as NumPy arrays or as a plain model file.
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/distinct_files.hpp"
#include "cli/encode_result.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/npy_file.hpp"
#include "cli/option_checks.hpp"
#include "cli/trained_model.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/shift_codes.hpp"
#include "models/model/model_check.hpp"
#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

struct DecodeOptions {
    std::string model, out, layer, json;
    int plane = -1;
    bool values = false;
};

/// A layer whose planes were asked for.
struct DecodedLayer {
    models::Layer layer;
    std::vector<models::BitVector> planes;
    std::optional<models::BitVector> kept;  ///< of pruned layers
    std::optional<models::StoredSize> size; ///< of pruned layers
    std::vector<float> values;              ///< with --values
    std::int64_t stored_bits = 0;
    std::int64_t claimed_bits = 0;
    int shift_bits = 0; ///< of a power of two; else 0

    /// -1 or +1; 0 where pruned; or a signed power of two.
    [[nodiscard]] int code(std::size_t plane, std::int64_t weight) const {
        if (shift_bits > 0) return models::shift_code(planes[plane], weight, shift_bits);
        if (kept && !kept->get(weight)) return 0;
        return planes[plane].get(weight) ? 1 : -1;
    }
};

std::int64_t stored_bits(const models::Weights& weights) {
    std::int64_t bits = 0;
    if (const auto* encrypted = std::get_if<models::EncryptedWeights>(&weights))
        for (const models::EncryptedPlane& plane : encrypted->planes) bits += plane.encrypted.size();
    if (const auto* binary = std::get_if<models::BinaryWeights>(&weights))
        for (const models::BitVector& plane : binary->planes) bits += plane.size();
    if (const auto* shift = std::get_if<models::ShiftWeights>(&weights)) bits = shift->bits.size();
    if (const auto* sparse = std::get_if<models::SparseWeights>(&weights)) bits = models::stored_size(*sparse).total();
    return bits;
}

std::vector<DecodedLayer> decoded_layers(const models::Model& model, const DecodeOptions& options) {
    std::vector<DecodedLayer> layers;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        DecodedLayer decoded;
        decoded.layer = model.network.layers[i];
        decoded.planes = models::decoded_planes(decoded.layer, model.layers[i]);
        if (decoded.planes.empty()) continue;
        decoded.kept = models::kept_mask(decoded.layer, model.layers[i]);
        if (const auto* sparse = std::get_if<models::SparseWeights>(&model.layers[i].weights))
            decoded.size = models::stored_size(*sparse);
        if (const auto* shift = std::get_if<models::ShiftWeights>(&model.layers[i].weights))
            decoded.shift_bits = shift->q;
        if (options.values) decoded.values = models::real_weights(decoded.layer, model.layers[i]);
        decoded.stored_bits = stored_bits(model.layers[i].weights);
        known.push_back(decoded.layer.name);
        if (!options.layer.empty() && decoded.layer.name != options.layer) continue;
        if (options.plane >= static_cast<int>(decoded.planes.size()))
            throw ConfigError(fmt::format("--plane {}: layer '{}' has planes 0 to {}", options.plane,
                                          decoded.layer.name, decoded.planes.size() - 1));
        if (i < model.claimed_weight_bits.size())
            for (const models::BitVector& plane : model.claimed_weight_bits[i]) decoded.claimed_bits += plane.size();
        layers.push_back(std::move(decoded));
    }
    if (!layers.empty()) return layers;
    if (known.empty()) throw ConfigError("'" + options.model + "' holds no binary codes: its weights are floats");
    throw ConfigError(fmt::format("--layer '{}': no layer with binary codes has this name; {}", options.layer,
                                  suggest_name(options.layer, known)));
}

std::string file_name(const std::string& layer) {
    std::string name = layer;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '/' || c == '\0'; }, '_');
    return name + ".npy";
}

/// Of one plane, or of all.
template <class Number>
std::vector<Number> codes_of(const DecodedLayer& decoded, int plane) {
    std::vector<Number> values;
    for (std::size_t p = 0; p < decoded.planes.size(); ++p) {
        if (plane >= 0 && static_cast<int>(p) != plane) continue;
        for (std::int64_t i = 0; i < decoded.layer.weights(); ++i)
            values.push_back(static_cast<Number>(decoded.code(p, i)));
    }
    return values;
}

void check_file_names(const std::vector<DecodedLayer>& layers) {
    std::map<std::string, std::string> written;
    for (const DecodedLayer& decoded : layers) {
        const std::string& name = decoded.layer.name;
        const auto [file, added] = written.emplace(file_name(name), name);
        if (!added)
            throw ConfigError(fmt::format("layers '{}' and '{}' would both be written to '{}'; choose one with --layer",
                                          file->second, name, file->first));
    }
}

std::string array_path(const DecodeOptions& options, const std::string& layer) {
    return (std::filesystem::path(options.out) / file_name(layer)).string();
}

void make_folder(const std::string& path) {
    std::error_code problem;
    std::filesystem::create_directories(path, problem);
    if (problem) throw IoError(fmt::format("cannot make the folder '{}': {}", path, problem.message()));
}

void write_arrays(const std::vector<DecodedLayer>& layers, const DecodeOptions& options) {
    std::vector<std::unique_ptr<models::AtomicFile>> files;
    make_folder(options.out);
    for (const DecodedLayer& decoded : layers) {
        stop_if_interrupted();
        files.push_back(std::make_unique<models::AtomicFile>(array_path(options, decoded.layer.name)));
        if (options.values) {
            files.back()->write(npy_bytes(decoded.values, models::weight_shape(decoded.layer)));
            continue;
        }
        std::vector<std::int64_t> shape = models::weight_shape(decoded.layer);
        if (options.plane < 0) shape.insert(shape.begin(), static_cast<std::int64_t>(decoded.planes.size()));
        files.back()->write(decoded.shift_bits > 0 ? npy_bytes(codes_of<std::int16_t>(decoded, options.plane), shape)
                                                   : npy_bytes(codes_of<std::int8_t>(decoded, options.plane), shape));
    }
    models::commit_all(files);
}

models::Model plain_model(models::Model model) {
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        models::ModelLayer& layer = model.layers[i];
        // Planes of -1 and +1 have no zeros: pruned layers become the float weights that they mean.
        if (std::holds_alternative<models::SparseWeights>(layer.weights))
            layer.weights = models::FloatWeights{models::real_weights(model.network.layers[i], layer)};
        if (auto* shift = std::get_if<models::ShiftWeights>(&layer.weights)) {
            shift->bits = models::shift_string(model.network.layers[i], *shift);
            shift->network = nullptr;
        }
        if (!std::holds_alternative<models::EncryptedWeights>(layer.weights)) continue;
        layer.weights =
            models::BinaryWeights{models::decoded_planes(model.network.layers[i], layer), models::scales_of(layer)};
    }
    return model;
}

void decode(const DecodeOptions& options) {
    const bool to_model = std::filesystem::path(options.out).extension() == ".h5";
    if (options.values && (options.out.empty() || to_model || options.plane >= 0))
        throw ConfigError(
            "--values writes the real weights of each layer as arrays; give --out FOLDER, and no --plane");
    check_distinct({{"the model", options.model}}, {{"--json", options.json}, {"--out", options.out}});
    BitCheck bits;
    const models::Model model = read_checked_model(options.model, bits);
    const std::vector<DecodedLayer> layers = decoded_layers(model, options);
    if (!options.out.empty() && !to_model) {
        std::error_code unknown; // making the folder says what is wrong
        const auto status = std::filesystem::status(options.out, unknown);
        if (std::filesystem::exists(status) && !std::filesystem::is_directory(status))
            throw ConfigError(
                fmt::format("--out '{}' is a file: give a folder for the arrays, or FILE.h5 for a model", options.out));
        std::vector<NamedFile> written{{"--json", options.json}};
        for (const DecodedLayer& decoded : layers)
            written.push_back({"--out", array_path(options, decoded.layer.name)});
        check_file_names(layers);
        check_distinct({{"the model", options.model}}, written);
    }
    JsonOutput json_file(options.json);
    if (!options.out.empty()) {
        if (to_model) {
            if (!options.layer.empty() || options.plane >= 0)
                throw ConfigError("--out FILE.h5 holds a whole model; leave out --layer and --plane, or name a folder");
            models::write_model(plain_model(model), options.out);
        } else {
            write_arrays(layers, options);
        }
    }
    models::TextTable table({{"layer", 9, true},
                             {"planes", 5, false},
                             {"weights", 6, false},
                             {"kept %", 5, false},
                             {"stored bits", 7, false},
                             {"bits/weight", 8, false},
                             {"+1 %", 4, false},
                             {"checked bits", 3, false}});
    nlohmann::ordered_json json = {{"format_version", 1},
                                   {"model", options.model},
                                   {"decoded_bits", bits.decoded},
                                   {"checked_bits", bits.checked},
                                   {"layers", nlohmann::ordered_json::array()}};
    for (const DecodedLayer& decoded : layers) {
        std::int64_t ones = 0, total = 0;
        for (std::size_t p = 0; p < decoded.planes.size(); ++p)
            for (std::int64_t w = 0; w < decoded.layer.weights(); ++w) {
                const int code = decoded.code(p, w);
                ones += code > 0 ? 1 : 0;
                total += code != 0 ? 1 : 0;
            }
        const std::int64_t kept = decoded.kept ? decoded.kept->count_ones() : decoded.layer.weights();
        const double rate = static_cast<double>(decoded.stored_bits) / static_cast<double>(decoded.layer.weights());
        const double positive = total == 0 ? 0 : static_cast<double>(ones) / static_cast<double>(total);
        table.add(
            {decoded.layer.name, std::to_string(decoded.planes.size()), models::grouped(decoded.layer.weights()),
             fmt::format("{:.1f}", 100.0 * static_cast<double>(kept) / static_cast<double>(decoded.layer.weights())),
             models::grouped(decoded.stored_bits), fmt::format("{:.3f}", rate), fmt::format("{:.1f}", positive * 100),
             models::grouped(decoded.claimed_bits)});
        json["layers"].push_back({{"name", decoded.layer.name},
                                  {"planes", decoded.planes.size()},
                                  {"shape", models::weight_shape(decoded.layer)},
                                  {"weights", decoded.layer.weights()},
                                  {"kept", kept},
                                  {"stored_bits", decoded.stored_bits},
                                  {"bits_per_weight", rate},
                                  {"positive_share", positive},
                                  {"checked_bits", decoded.claimed_bits}});
        if (decoded.size) json["layers"].back()["bits"] = to_json(*decoded.size);
    }
    json_file.write(json, table.text(terminal_width()) +
                              (bits.checked > 0 ? "all checked bits equal those that the file states\n" : "") +
                              (options.out.empty() ? "" : "wrote " + options.out + "\n"));
}

} // namespace

void add_decode(CLI::App& app, Action& action) {
    auto options = std::make_shared<DecodeOptions>();
    CLI::App& command = *app.add_subcommand("decode", "Decode a model's weight bits, check them and write them");
    command.add_option("--model", options->model, "Trained model (HDF5)")->required()->type_name("FILE");
    command
        .add_option("--out", options->out,
                    "FILE.h5: the model with plain binary planes, pruned layers as floats; else a folder: one .npy a "
                    "layer, signed bytes -1 and +1, 0 where pruned, [plane][weight shape], of shift weights 16-bit "
                    "powers of two. "
                    "Default: only a summary")
        ->type_name("PATH");
    command.add_option("--layer", options->layer, "Only this layer")->type_name("NAME");
    command.add_option("--plane", options->plane, "Only this bit plane, from 0. Default: all")
        ->check(count_problem)
        ->type_name("INT");
    command.add_flag("--values", options->values, "Arrays of real weights instead: float32, scales applied");
    add_json_option(command, options->json);
    command.callback([options, &action] { action = [options] { decode(*options); }; });
}

} // namespace fracbit::cli
