// fracbit encode: float weights are pruned, quantized and XOR-encoded; a sparse model and what it costs come out.
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/distinct_files.hpp"
#include "cli/encode_input.hpp"
#include "cli/encode_result.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/layer_sparsity.hpp"
#include "cli/machine_options.hpp"
#include "cli/option_checks.hpp"
#include "cli/progress_line.hpp"
#include "cli/threads_option.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/model_file.hpp"

#include <filesystem>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <tbb/global_control.h>

namespace fracbit::cli {
namespace {

struct EncodeOptions {
    EncodeInput input;
    std::vector<std::string> sparsity;
    std::string mask = "bitmap", order = "k-major", patches = "counted", out, json;
    std::int64_t group_rows = 0, tile_columns = 0;
    int threads = 0;
    bool mask_budget_given = false;
    models::CompressionOptions layers;
    MachineOptions machine;
};

models::CompressionOptions compression_options(const EncodeOptions& options) {
    models::CompressionOptions how = options.layers;
    const models::Architecture architecture = options.machine.architecture();
    how.mask = options.mask == "low-rank"         ? models::MaskFormat::low_rank
               : options.mask == "relative-index" ? models::MaskFormat::relative_index
                                                  : models::MaskFormat::bitmap;
    how.order = options.order == "tiled" ? models::StorageOrder::tiled : models::StorageOrder::k_major;
    how.group_rows = options.group_rows > 0 ? options.group_rows : architecture.array.rows;
    how.tile_columns = options.tile_columns > 0 ? options.tile_columns : architecture.array.columns;
    how.patches = options.patches == "gaps" ? models::PatchFormat::gaps : models::PatchFormat::counted;
    return how;
}

std::string settings_text(const models::CompressionOptions& how, const LayerSparsity& sparsity) {
    std::string text = sparsity.keep_zeros ? "zeros as they are" : fmt::format("sparsity {:g}", sparsity.all);
    for (const auto& [name, value] : sparsity.layers) text += fmt::format(", {} {:g}", name, value);
    text += fmt::format("; q={}, n_in={}", how.q, how.n_in);
    if (how.registers > 0) text += fmt::format(" with {} registers", how.registers);
    text += fmt::format(", {}; {} mask", how.taps == 0 ? "dense matrix" : fmt::format("{} taps", how.taps),
                        to_string(how.mask));
    return text + fmt::format("; {}, row groups of {}; seed {}", to_string(how.order), how.group_rows, how.seed);
}

/// A model file that holds one layer without activations around it.
models::Model model_of(const models::Layer& layer) {
    models::Model model;
    model.network.name = layer.name;
    model.network.layers.push_back(layer);
    model.layers.resize(1);
    model.claimed_weight_bits.resize(1);
    return model;
}

models::CompressedModel compress(const EncodeOptions& options, const models::ModelCompressionOptions& how) {
    ProgressLine line;
    const auto show = [&line](const std::string& layer, double done) {
        stop_if_interrupted();
        line.show(fmt::format("{}: {:.0f} %", layer, 100 * done));
    };
    if (!options.input.model.empty()) return models::compress_model(models::read_model(options.input.model), how, show);
    const SingleLayer single = single_layer(options.input, how.layers.seed);
    if (!how.sparsity.empty())
        throw ConfigError(fmt::format("--sparsity {}=...: names of layers go with --model; give one number here",
                                      how.sparsity.begin()->first));
    models::CompressedModel result{model_of(single.layer), {}};
    models::CompressedLayer layer = models::compress_layer(single.layer, *single.source, how.layers,
                                                           [&](double done) { show(single.layer.name, done); });
    result.model.layers.front().weights = std::move(layer.weights);
    result.layers.push_back({single.layer.name, std::move(layer.report)});
    return result;
}

/// The most memory that the process has held; 0 where the system does not say.
std::int64_t peak_memory() {
    rusage usage{};
    return ::getrusage(RUSAGE_SELF, &usage) == 0 ? std::int64_t{usage.ru_maxrss} * 1024 : 0;
}

/// Learns before hours of work that the result cannot be written.
void require_folder_of(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder))
        throw IoError("cannot write '" + path + "': there is no folder '" + folder.string() + "'; make it first");
}

void check_applicable(const EncodeOptions& options) {
    if (options.mask_budget_given && options.mask != "low-rank")
        throw ConfigError(fmt::format("--mask-budget needs --mask low-rank: a {} mask has the size that its bits need",
                                      options.mask));
    if (options.tile_columns > 0 && options.order != "tiled")
        throw ConfigError("--tile-columns needs --order tiled: in k-major order there are no tiles");
}

void encode(const EncodeOptions& options) {
    check_input(options.input);
    check_applicable(options);
    const LayerSparsity sparsity = layer_sparsity(options.sparsity);
    models::ModelCompressionOptions how{compression_options(options), sparsity.layers};
    how.layers.sparsity = sparsity.all;
    how.layers.keep_zeros = sparsity.keep_zeros;
    how.layers.cancelled = interrupted;
    models::validate(how.layers);
    std::optional<tbb::global_control> limit;
    if (options.threads > 0)
        limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.threads));
    if (!options.out.empty()) require_folder_of(options.out);
    const EncodeInput& from = options.input;
    check_distinct({{"the model", from.model},
                    {"the array", from.npy},
                    {"the data set", from.hdf5},
                    {"the architecture", options.machine.arch}},
                   {{"--json", options.json}, {"--out", options.out}});
    if (!options.out.empty()) models::require_writable(options.out);
    JsonOutput json(options.json);

    models::CompressedModel compressed = compress(options, how);
    stop_if_interrupted();
    EncodeResult result;
    result.input = options.input.text();
    result.settings = settings_text(how.layers, sparsity);
    result.layers = std::move(compressed.layers);
    if (!options.out.empty()) {
        models::write_model(compressed.model, options.out);
        result.wrote += "wrote " + options.out + "\n";
    }
    result.peak_memory_bytes = peak_memory();
    if (!options.json.empty() && options.json != "-") result.wrote += "wrote " + options.json + "\n";
    json.write(to_json(result), to_text(result, terminal_width()));
}

void add_pruning(CLI::App& command, EncodeOptions& options) {
    const char* group = "Pruning and codes";
    command
        .add_option("--sparsity", options.sparsity,
                    "Share of weights that become 0, of all layers or LAYER=S of one; may be given several times. "
                    "zeros: nothing else than what is 0 already, as training with [pruning] leaves it. Default: 0.9")
        ->type_name("S | LAYER=S")
        ->take_all()
        ->allow_extra_args(false)
        ->group(group);
    command
        .add_option("--mask", options.mask,
                    "How the mask is stored: bitmap, relative-index (distances), or low-rank (pruning then chooses "
                    "among masks that are Boolean products of thin matrices)")
        ->check(CLI::IsMember({"bitmap", "relative-index", "low-rank"}))
        ->type_name("NAME")
        ->capture_default_str()
        ->group(group);
    command.add_option("--mask-budget", options.layers.mask_budget, "Bits a weight of a low-rank mask")
        ->capture_default_str()
        ->group(group);
    command.add_option("--q", options.layers.q, "Bit planes of a weight, 1 to 8")->capture_default_str()->group(group);
    command
        .add_option("--seed", options.layers.seed,
                    "Seed of drawn weights, of low-rank pruning and of the XOR matrices (plane i: seed + i)")
        ->check(seed_problem)
        ->capture_default_str()
        ->group(group);
}

void add_code(CLI::App& command, EncodeOptions& options) {
    const char* group = "XOR code";
    models::CompressionOptions& layers = options.layers;
    command.add_option("--n-in", layers.n_in, "Stored bits of a slice, 1 to 64")->capture_default_str()->group(group);
    command.add_option("--n-out", layers.n_out, "Weights of a slice, up to 1024; 0: the cheapest, by trial")
        ->capture_default_str()
        ->group(group);
    command.add_option("--taps", layers.taps, "Ones in each row of the matrix; 0: dense")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--registers", layers.registers,
                    "Earlier slices whose stored bits the network sees too; n-in * (registers + 1) is at most 64")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--beam", layers.beam, "With registers: sets of patches that are followed at a time; more: slower")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--patches", options.patches,
                    "counted (a count a slice, places in the slice) or gaps (distances); with registers always gaps")
        ->check(CLI::IsMember({"counted", "gaps"}))
        ->type_name("NAME")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--block-slices", layers.block_slices,
                    "Slices that share the width of their counts; 0: the cheapest")
        ->capture_default_str()
        ->group(group);
}

void add_order(CLI::App& command, EncodeOptions& options) {
    const char* group = "Order in memory";
    command.add_option("--order,--storage", options.order, "k-major or tiled")
        ->check(CLI::IsMember({"k-major", "tiled"}))
        ->type_name("NAME")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--group-rows", options.group_rows,
                    "Output channels that are stored together. Default: rows of the machine's array")
        ->check(size_problem)
        ->type_name("INT")
        ->group(group);
    command.add_option("--tile-columns", options.tile_columns, "tiled: columns of a tile. Default: those of the array")
        ->check(size_problem)
        ->type_name("INT")
        ->group(group);
}

} // namespace

void add_encode(CLI::App& app, Action& action) {
    auto options = std::make_shared<EncodeOptions>();
    CLI::App& command =
        *app.add_subcommand("encode", "Prune, quantize and XOR-encode float weights; report every bit that is stored");
    options->input.add_to(command);
    add_pruning(command, *options);
    add_code(command, *options);
    add_order(command, *options);
    options->machine.add_to(command);
    command.add_option("--out,-o", options->out, "Write the sparse model here (HDF5). Default: only a report")
        ->type_name("FILE.h5");
    add_threads_option(command, options->threads, "Threads, whose number does not change the result");
    add_json_option(command, options->json);
    command.callback([options, &action, &command] {
        options->mask_budget_given = command.count("--mask-budget") > 0;
        action = [options] { encode(*options); };
    });
}

} // namespace fracbit::cli
