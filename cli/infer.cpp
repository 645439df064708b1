// fracbit infer: a trained model classifies a data set, in float, in integers, or on the simulated machine.
#include "cli/classified_images.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/data_set_files.hpp"
#include "cli/distinct_files.hpp"
#include "cli/image_input.hpp"
#include "cli/infer_result.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/machine_options.hpp"
#include "cli/observed_workload.hpp"
#include "cli/option_checks.hpp"
#include "cli/output_check.hpp"
#include "cli/progress_line.hpp"
#include "cli/threads_option.hpp"
#include "cli/trace_options.hpp"
#include "cli/trained_model.hpp"
#include "cli/weight_options.hpp"
#include "models/core/error.hpp"
#include "models/data/named_dataset.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/synthetic_storage.hpp"
#include "models/results/report_json.hpp"
#include "models/results/report_text.hpp"
#include "sim/simulate.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tbb/global_control.h>

namespace fracbit::cli {
namespace {

struct InferOptions {
    std::string model, engine = "functional", arithmetic, format = "stored", json;
    ImageRange images;
    std::vector<std::string> for_integers; ///< options that were given and that float arithmetic has no use for
    std::int64_t calibration_count = 512;
    models::CalibrationOptions calibration{models::usual_percentile};
    MachineOptions machine;
    TraceOptions traces;
};

constexpr std::int64_t block_images = 500; ///< between two looks at the interrupt flag

/// Scales from the training split where the folder has one, else from the images that are classified.
models::QuantizedNetwork quantized(const InferOptions& options, const models::Architecture& architecture,
                                   const models::Model& model, const ClassifiedImages& images, InferResult& result) {
    std::vector<std::uint8_t> pixels;
    try {
        const auto training = models::open_dataset({options.images.dataset, options.images.folder, models::Split::train,
                                                    options.calibration_count, model.network.layers.front().input});
        pixels = models::read_images(*training, 0, training->size(), {options.images.threads, std::nullopt});
        result.calibration_source = "the training split";
    } catch (const MissingFileError&) {
        pixels = images.pixels(0, std::min(options.calibration_count, images.count()));
        result.calibration_source = "the classified images themselves (no training split in the folder)";
    }
    result.calibration_images = static_cast<std::int64_t>(pixels.size()) / images.elements();
    const models::QuantizeOptions how = quantize_options(model, options.format, "", architecture);
    return models::quantize(model, models::calibrate(model, pixels, options.calibration), how);
}

/// Calls `run(pixels)` for blocks of images, with progress and a look at the interrupt flag between them.
template <class Run>
void in_blocks(const ClassifiedImages& images, const Run& run) {
    ProgressLine progress;
    for (std::int64_t first = 0; first < images.count(); first += block_images) {
        stop_if_interrupted();
        progress.show(fmt::format("image {} of {}", first, images.count()));
        run(images.pixels(first, std::min(block_images, images.count() - first)));
    }
}

void infer_float(const models::Model& model, const ClassifiedImages& images, InferResult& result) {
    const models::FloatInference inference(model);
    const std::int64_t classes = inference.output_elements();
    in_blocks(images, [&](std::span<const std::uint8_t> pixels) {
        const std::vector<float> logits = inference.run_images(pixels);
        for (auto row = logits.begin(); row != logits.end(); row += classes)
            result.predictions.push_back(static_cast<std::uint16_t>(std::max_element(row, row + classes) - row));
        result.logits.insert(result.logits.end(), logits.begin(), logits.end());
    });
}

void infer_integer(const InferOptions& options, const models::Model& model, const ClassifiedImages& images,
                   InferResult& result) {
    const models::Architecture architecture = options.machine.architecture();
    const models::StoredWorkload workload(quantized(options, architecture, model, images, result));
    const models::IntegerInference inference(workload, {activation_bits(architecture)});
    const std::int64_t classes = model.network.layers.back().output().elements();
    in_blocks(images, [&](std::span<const std::uint8_t> pixels) {
        const auto outputs = inference.run_images(models::quantize_pixels(pixels, workload.quantized().input));
        const auto block = models::predictions(outputs, classes);
        result.predictions.insert(result.predictions.end(), block.begin(), block.end());
    });
}

void infer_systemc(const InferOptions& options, const models::Model& model, const ClassifiedImages& images,
                   InferResult& result) {
    const models::Architecture architecture = options.machine.architecture();
    const models::StoredWorkload stored(quantized(options, architecture, model, images, result));
    const ObservedWorkload workload(architecture, stored);
    const std::vector<sim::Image> inputs = cut_images(
        models::quantize_pixels(images.pixels(0, images.count()), stored.quantized().input), images.elements());
    const TraceFiles traces(options.traces);
    OutputCheck check(stored, activation_bits(architecture), inputs);
    ProgressLine progress;
    sim::SimulationOptions how;
    how.sinks = traces.sinks();
    how.cancelled = interrupted;
    how.progress = [&](const sim::Progress& at) {
        progress.show(
            fmt::format("image {} of {}, {} cycles", at.image + 1, at.images, models::grouped(at.cycles.count())));
    };
    how.inspect_output = [&](int image, int layer, const sim::Image& output) { check.compare(image, layer, output); };
    const models::SimulationResult run = sim::simulate(architecture, workload, inputs, how);
    const std::int64_t classes = model.network.layers.back().output().elements();
    for (const sim::Image& output : run.outputs)
        result.predictions.push_back(models::predictions(output, classes).front());
    result.bit_exact = check.bit_exact();
    result.check_text = check.text();
    result.first_difference = check.first_difference();
    result.wrote = traces.text();
    result.report = models::make_report(architecture, model.network.name, run, workload.facts(), images.count());
}

/// The float path runs the model as its trainer does: what describes storage, scales and machine changes nothing there.
void check_float(const InferOptions& options) {
    if (!options.for_integers.empty())
        throw ConfigError(fmt::format("{}: float arithmetic has neither stored weights nor scales nor a machine; add "
                                      "--arithmetic integer or --engine systemc",
                                      fmt::join(options.for_integers, ", ")));
}

void infer(const InferOptions& options) {
    const bool machine = options.engine == "systemc";
    if (machine && options.arithmetic == "float")
        throw ConfigError(
            "--arithmetic float: the systemc engine computes in integers only; use --arithmetic integer, or "
            "--engine functional");
    if (!machine && options.arithmetic != "integer") check_float(options);
    if (!machine && options.traces.any())
        throw ConfigError("--trace needs --engine systemc: without a clock there is nothing to trace");
    std::vector<NamedFile> written = options.traces.files();
    written.push_back({"--json", options.json});
    std::vector<NamedFile> read = data_set_files(options.images.dataset, options.images.folder, written);
    read.push_back({"the model", options.model});
    read.push_back({"the architecture", options.machine.arch});
    check_distinct(read, written);
    std::optional<tbb::global_control> limit;
    if (options.images.threads > 0)
        limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.images.threads));

    InferResult result;
    result.model_path = options.model;
    result.engine = options.engine;
    result.arithmetic = machine || options.arithmetic == "integer" ? "integer" : "float";
    BitCheck bits;
    const models::Model model = read_checked_model(options.model, bits);
    result.bits = bits;
    const ClassifiedImages images(options.images, model.network);
    JsonOutput json(options.json);
    const auto begin = std::chrono::steady_clock::now();
    if (machine)
        infer_systemc(options, model, images, result);
    else if (result.arithmetic == "integer")
        infer_integer(options, model, images, result);
    else
        infer_float(model, images, result);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    stop_if_interrupted();
    count_correct(result, images.labels());
    // The golden results are those of the whole test set; another set of other size has nothing to do with them.
    if (options.images.split == "test" && images.whole() == static_cast<std::int64_t>(model.golden.predictions.size()))
        compare_with_golden(result, model, options.images.first);
    if (!options.json.empty() && options.json != "-") result.wrote += fmt::format("wrote {}\n", options.json);
    json.write(to_json(result), to_text(result, terminal_width()));
    if (!result.bit_exact.value_or(true))
        throw SimulationError("the machine's outputs differ from the integer path: " + result.first_difference);
}

} // namespace

void add_infer(CLI::App& app, Action& action) {
    auto options = std::make_shared<InferOptions>();
    CLI::App& command = *app.add_subcommand("infer", "Classify a data set with a trained model");
    command.add_option("--model", options->model, "Trained model (HDF5)")->required()->type_name("FILE");
    command.add_option("--dataset", options->images.dataset, "Kind of data set: mnist, cifar10 or image_folder")
        ->check(CLI::IsMember(models::dataset_names()))
        ->type_name("NAME")
        ->capture_default_str();
    command
        .add_option(
            "--data-dir", options->images.folder,
            "Folder with the data set's files (MNIST: the IDX files, plain or .gz; CIFAR-10: the binary version; "
            "image_folder: train/CLASS/*.JPEG, val/CLASS/*.JPEG)")
        ->required()
        ->envname("FRACBIT_DATA_DIR")
        ->type_name("DIR");
    command.add_option("--split", options->images.split, "test or train")
        ->check(CLI::IsMember({"test", "train"}))
        ->type_name("NAME")
        ->capture_default_str();
    command.add_option("--count", options->images.count, "Images to classify; 0: all")
        ->check(count_problem)
        ->type_name("INT")
        ->capture_default_str();
    command.add_option("--first", options->images.first, "Number of the first image, from 0")
        ->check(count_problem)
        ->type_name("INT")
        ->capture_default_str();
    command
        .add_option("--engine", options->engine,
                    "functional (no clock) or systemc (the simulated machine, compared with the "
                    "integer path bit for bit)")
        ->check(CLI::IsMember({"functional", "systemc"}))
        ->type_name("NAME")
        ->capture_default_str();
    command
        .add_option("--arithmetic", options->arithmetic,
                    "float or integer (8-bit activations). Default: float; systemc: "
                    "always integer")
        ->check(CLI::IsMember({"float", "integer"}))
        ->type_name("NAME");
    command
        .add_option("--format", options->format,
                    "Weights in memory: stored (as in the file), csr (pruned layers, one plane), binary (decoded), "
                    "dense8 (signed 8 bit), shift (decrypted powers of two); integer arithmetic")
        ->check(CLI::IsMember({"stored", "flexor", "sparse", "csr", "binary", "dense8", "shift", "shift-xor"}))
        ->type_name("NAME")
        ->capture_default_str();
    command
        .add_option("--calibration-count", options->calibration_count,
                    "Images that choose the activation scales, from the training split if the folder has it")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
        ->type_name("INT")
        ->capture_default_str();
    command
        .add_option(
            "--calibration-percentile", options->calibration.percentile,
            "Share of a layer's values that its scale covers at each end; below 100 rare ones are cut for finer "
            "steps")
        ->check(CLI::Range(50.0, 100.0))
        ->check(nan_problem)
        ->type_name("PERCENT")
        ->capture_default_str();
    add_threads_option(command, options->images.threads, "Threads of the functional engine");
    options->machine.add_to(command);
    options->traces.add_to(command);
    add_json_option(command, options->json);
    command.callback([options, &action, &command] {
        for (const char* name : {"--format", "--calibration-count", "--calibration-percentile", "--arch", "--set"})
            if (command.count(name) > 0) options->for_integers.emplace_back(name);
        action = [options] { infer(*options); };
    });
}

} // namespace fracbit::cli
