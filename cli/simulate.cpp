// fracbit simulate: a network, or a trained model, through the machine; cycles, bytes and traces come out.
#include "sim/simulate.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/cost_output.hpp"
#include "cli/dram_spans.hpp"
#include "cli/image_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/machine_options.hpp"
#include "cli/observed_workload.hpp"
#include "cli/output_check.hpp"
#include "cli/progress_line.hpp"
#include "cli/report_output.hpp"
#include "cli/selected_layers.hpp"
#include "cli/trace_options.hpp"
#include "cli/trained_model.hpp"
#include "cli/weight_options.hpp"
#include "models/core/error.hpp"
#include "models/inference/synthetic_input.hpp"
#include "models/inference/synthetic_storage.hpp"
#include "models/network/network_csv.hpp"
#include "models/results/report_json.hpp"
#include "models/results/report_text.hpp"
#include "models/timing/timing_model.hpp"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

struct SimulateOptions {
    std::string network, model, images, csv_prefix, json, engine = "systemc";
    std::vector<std::string> layers;
    std::int64_t count = 1;
    bool no_skip = false, verify = false;
    MachineOptions machine;
    WeightOptions weights;
    TraceOptions traces;
    TechnologyOption technology;
};

/// What runs, and on which inputs.
struct Job {
    std::unique_ptr<models::Workload> workload;
    std::vector<sim::Image> images; ///< empty: drawn
    std::string weights;            ///< for people
};

Job network_job(const SimulateOptions& options, const models::Architecture& architecture) {
    models::Network network = models::read_network(options.network);
    std::vector<int> unused;
    if (!options.layers.empty()) network = selected_layers(network, options.layers, unused);
    if (options.weights.format == "stored")
        throw ConfigError(
            "--format stored: a network file has no weights; choose flexor, sparse, csr, binary or dense8");
    Job job;
    if (!options.images.empty()) {
        std::vector<std::uint8_t> pixels = read_images(options.images, network, options.count);
        for (std::uint8_t& pixel : pixels)
            pixel = static_cast<std::uint8_t>(pixel >> (8 - activation_bits(architecture)));
        job.images = cut_images(pixels, input_size(network));
    }
    const models::SyntheticSpec spec = options.weights.synthetic_spec(architecture);
    job.workload = std::make_unique<models::SyntheticWorkload>(network, spec);
    job.weights = fmt::format("drawn weights, {}, {}", to_string(spec.format), to_string(spec.order));
    if (spec.format == models::WeightFormat::sparse)
        job.weights +=
            fmt::format(", {:g} % zero, q={}, {} -> {}{}, {} mask", 100 * spec.pruned.sparsity, spec.q,
                        spec.xor_spec.n_in / (spec.pruned.registers + 1), spec.xor_spec.n_out,
                        spec.pruned.registers > 0 ? fmt::format(" with {} registers", spec.pruned.registers) : "",
                        to_string(spec.pruned.mask));
    if (spec.format == models::WeightFormat::csr)
        job.weights += fmt::format(", {:g} % zero, {} decoders", 100 * spec.pruned.sparsity, spec.pruned.decoders);
    if (spec.format == models::WeightFormat::flexor)
        job.weights += fmt::format(
            ", q={}, {} -> {} with {} = {:g} bits a weight", spec.q, spec.xor_spec.n_in, spec.xor_spec.n_out,
            spec.xor_spec.taps == 0 ? "a dense matrix" : fmt::format("{} taps", spec.xor_spec.taps),
            static_cast<double>(spec.q) * spec.xor_spec.n_in / spec.xor_spec.n_out);
    return job;
}

models::QuantizedNetwork keep_layers(models::QuantizedNetwork network, const std::vector<std::string>& names) {
    std::vector<int> indices;
    models::QuantizedNetwork kept;
    kept.network = selected_layers(network.network, names, indices);
    kept.input = network.input;
    for (const int i : indices) {
        kept.layers.push_back(std::move(network.layers[static_cast<std::size_t>(i)]));
        kept.layers.back().rescaling.residual_multiplier = 0;
        kept.outputs.push_back(network.outputs[static_cast<std::size_t>(i)]);
    }
    return kept;
}

Job model_job(const SimulateOptions& options, const models::Architecture& architecture) {
    BitCheck bits;
    const models::Model model = read_checked_model(options.model, bits);
    std::vector<std::uint8_t> pixels;
    if (options.images.empty())
        pixels = models::draw_activations(options.weights.seed, input_size(model.network));
    else
        pixels = read_images(options.images, model.network, options.count);
    const models::QuantizeOptions how =
        quantize_options(model, options.weights.format, options.weights.storage, architecture);
    models::QuantizedNetwork network = models::quantize(model, models::calibrate(model, pixels), how);
    Job job;
    job.images = cut_images(models::quantize_pixels(pixels, network.input), input_size(model.network));
    if (!options.layers.empty()) {
        if (!options.images.empty()) throw ConfigError("--layers draws each layer's input; leave --images out");
        job.images.clear();
        network = keep_layers(std::move(network), options.layers);
    }
    job.weights = fmt::format("weights of {}, {} bits checked against the file's own", options.model, bits.checked);
    job.workload = std::make_unique<models::StoredWorkload>(std::move(network));
    return job;
}

/// The timing model gives the counters of the machine without running it: there is nothing to trace and nothing to
/// compare.
void check_engine(const SimulateOptions& options) {
    if (options.engine == "systemc") return;
    const char* wanted = !options.traces.requests.empty() ? "--trace"
                         : !options.csv_prefix.empty()    ? "--csv-prefix"
                         : options.verify                 ? "--verify"
                                                          : nullptr;
    if (wanted != nullptr)
        throw ConfigError(fmt::format(
            "{} needs --engine systemc: the timing model computes counters alone, no events and no values", wanted));
}

models::SimulationResult run(const SimulateOptions& options, const models::Architecture& architecture,
                             const ObservedWorkload& workload, const std::vector<sim::Image>& images,
                             const sim::SimulationOptions& how) {
    if (options.engine == "systemc") return sim::simulate(architecture, workload, images, how);
    for (int i = 0; i < static_cast<int>(workload.network().layers.size()); ++i)
        (void)workload.layer(i); // notes its facts
    return models::time_network(architecture, workload,
                                static_cast<std::int64_t>(std::max<std::size_t>(images.size(), 1)));
}

void simulate(const SimulateOptions& options) {
    check_engine(options);
    if (options.network.empty() == options.model.empty())
        throw ConfigError("give either --network or --model: what is to be simulated");
    const models::Architecture architecture = options.machine.architecture();
    const models::Technology* technology = options.technology.given() ? &options.technology.technology() : nullptr;
    Job job = options.model.empty() ? network_job(options, architecture) : model_job(options, architecture);
    const ObservedWorkload workload(architecture, *job.workload);

    JsonOutput json(options.json);
    std::vector<std::string> outputs{options.json == "-" ? "" : options.json};
    if (!options.csv_prefix.empty())
        for (const std::string& path : csv_paths(options.csv_prefix)) outputs.push_back(path);
    const TraceFiles traces(options.traces, outputs);
    sim::SimulationOptions how;
    how.skip_idle = !options.no_skip;
    how.sinks = traces.sinks();
    DramSpans spans;
    if (!options.csv_prefix.empty()) how.sinks.push_back(&spans);
    ProgressLine progress;
    how.progress = [&](const sim::Progress& at) {
        progress.show(fmt::format(
            "image {} of {}, layer {} of {} ({}), {} cycles", at.image + 1, at.images, at.layer + 1, at.layers,
            workload.network().layers[static_cast<std::size_t>(at.layer)].name, models::grouped(at.cycles.count())));
    };
    how.cancelled = interrupted;
    std::optional<OutputCheck> check;
    if (options.verify) {
        check.emplace(*job.workload, activation_bits(architecture), job.images);
        how.inspect_output = [&](int image, int layer, const sim::Image& output) {
            check->compare(image, layer, output);
        };
    }
    const models::SimulationResult result = run(options, architecture, workload, job.images, how);
    progress.clear();

    const auto images = static_cast<std::int64_t>(std::max<std::size_t>(job.images.size(), 1));
    models::Report report =
        models::make_report(architecture, workload.network().name, result, workload.facts(), images);
    std::string wrote = traces.text();
    if (!options.csv_prefix.empty()) {
        spans.add_to(report);
        wrote += write_csv_reports(report, options.csv_prefix);
    }
    nlohmann::ordered_json summary = models::to_json(report);
    summary["weights"] = job.weights;
    summary["event_skipping"] = !options.no_skip;
    summary["bit_exact"] = check ? nlohmann::ordered_json(check->bit_exact()) : nlohmann::ordered_json(nullptr);
    if (!options.json.empty() && options.json != "-") wrote += fmt::format("wrote {}\n", options.json);
    const int width = terminal_width();
    std::string costs;
    if (technology != nullptr)
        costs = add_costs(result, workload.needs().cost(architecture, *technology), *technology, width, summary);
    json.write(summary, models::wrapped(job.weights, width) + models::to_text(report, width) + costs +
                            (check ? models::wrapped(check->text(), width) : "") + wrote);
    if (check) check->require();
}

} // namespace

void add_simulate(CLI::App& app, Action& action) {
    auto options = std::make_shared<SimulateOptions>();
    CLI::App& command = *app.add_subcommand("simulate", "Run a network or a model through the simulated machine");
    auto* network =
        command.add_option("--network", options->network, "Layer shapes (CSV; ours or SCALE-Sim's); weights are drawn")
            ->type_name("FILE");
    command.add_option("--model", options->model, "Trained model (HDF5)")->type_name("FILE")->excludes(network);
    command
        .add_option("--layers", options->layers,
                    "Simulate only these layers, each on a drawn input; residual operands "
                    "are left out")
        ->type_name("NAME,NAME")
        ->delimiter(',');
    command.add_option("--images", options->images, "Input images (IDX, or one PGM). Default: drawn")
        ->type_name("PATH");
    command.add_option("--count", options->count, "Images to run, one after the other (with --images)")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
        ->type_name("INT")
        ->capture_default_str();
    command
        .add_option("--engine", options->engine,
                    "What gives the counters: systemc (the machine, cycle by cycle) or timing (the same counters by "
                    "recurrences)")
        ->check(CLI::IsMember({"systemc", "timing"}))
        ->type_name("NAME")
        ->capture_default_str();
    command.add_flag("--no-skip", options->no_skip,
                     "Visit every cycle instead of skipping idle stretches: same results, slower");
    command.add_flag("--verify", options->verify,
                     "Compare every layer's output with the integer path, bit for bit; exit "
                     "status 1 if any differs");
    options->machine.add_to(command);
    options->weights.add_to(command);
    options->traces.add_to(command);
    command
        .add_option("--csv-prefix", options->csv_prefix,
                    "Write PREFIX + COMPUTE_REPORT.csv, BANDWIDTH_REPORT.csv and "
                    "DETAILED_ACCESS_REPORT.csv with SCALE-Sim's columns")
        ->type_name("PREFIX");
    options->technology.add_to(command, "Machine", ": adds area and energy of the run. Default: neither");
    add_json_option(command, options->json);
    command.callback([options, &action] { action = [options] { simulate(*options); }; });
}

} // namespace fracbit::cli
