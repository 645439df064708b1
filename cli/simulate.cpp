// fracbit simulate: a network, or a trained model, through the machine; cycles, bytes and traces come out.
#include "sim/simulate.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/cost_output.hpp"
#include "cli/distinct_files.hpp"
#include "cli/dram_spans.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/machine_options.hpp"
#include "cli/observed_workload.hpp"
#include "cli/output_check.hpp"
#include "cli/progress_line.hpp"
#include "cli/report_output.hpp"
#include "cli/simulation_job.hpp"
#include "cli/stored_point.hpp"
#include "cli/trace_options.hpp"
#include "models/core/error.hpp"
#include "models/inference/synthetic_storage.hpp"
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
    SimulationInput input;
    std::string csv_prefix, json, from, space_hash, engine = "systemc";
    std::optional<std::int64_t> point;
    bool no_skip = false, verify = false;
    MachineOptions machine;
    TraceOptions traces;
    TechnologyOption technology;
};

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

models::SimulationResult run(const SimulateOptions& options, const SimulationJob& job, const ObservedWorkload& workload,
                             const sim::SimulationOptions& how) {
    if (options.engine == "systemc") return sim::simulate(job.architecture, workload, job.images, how);
    for (int i = 0; i < static_cast<int>(workload.network().layers.size()); ++i)
        (void)workload.layer(i); // notes its facts
    return models::time_network(job.architecture, workload,
                                static_cast<std::int64_t>(std::max<std::size_t>(job.images.size(), 1)));
}

/// What a job's run gave: for programs, for people, and what was wrong with it.
struct Outcome {
    nlohmann::ordered_json summary;
    std::string text, failure;
    Cycles cycles;
};

Outcome outcome_of(const SimulateOptions& options, const SimulationJob& job, const models::Technology* technology) {
    const ObservedWorkload workload(job.architecture, *job.workload);
    const TraceFiles traces(options.traces);
    CsvReports csv_reports(options.csv_prefix);
    sim::SimulationOptions how;
    how.skip_idle = !options.no_skip;
    how.sinks = traces.sinks();
    DramSpans spans;
    if (csv_reports.wanted()) how.sinks.push_back(&spans);
    ProgressLine progress;
    how.progress = [&](const sim::Progress& at) {
        const double layers = static_cast<double>(at.layers);
        progress.show(fmt::format("image {} of {}, layer {} of {} ({}), {} cycles", at.image + 1, at.images,
                                  at.layer + 1, at.layers,
                                  workload.network().layers[static_cast<std::size_t>(at.layer)].name,
                                  models::grouped(at.cycles.count())),
                      (at.image * layers + at.layer) / (at.images * layers));
    };
    how.cancelled = interrupted;
    std::optional<OutputCheck> check;
    if (options.verify) {
        check.emplace(*job.workload, activation_bits(job.architecture), job.images);
        how.inspect_output = [&](int image, int layer, const sim::Image& output) {
            check->compare(image, layer, output);
        };
    }
    const models::SimulationResult result = run(options, job, workload, how);
    progress.clear();

    const auto images = static_cast<std::int64_t>(std::max<std::size_t>(job.images.size(), 1));
    models::Report report =
        models::make_report(job.architecture, workload.network().name, result, workload.facts(), images);
    std::string wrote = traces.text();
    if (csv_reports.wanted()) {
        spans.add_to(report);
        wrote += csv_reports.write(report);
    }
    Outcome outcome;
    outcome.cycles = result.total_cycles;
    outcome.summary = models::to_json(report);
    outcome.summary["weights"] = job.weights;
    outcome.summary["event_skipping"] = !options.no_skip;
    outcome.summary["bit_exact"] = check ? nlohmann::ordered_json(check->bit_exact()) : nlohmann::ordered_json(nullptr);
    const int width = terminal_width();
    outcome.text = models::wrapped(job.weights, width) + models::to_text(report, width);
    if (technology)
        outcome.text += add_costs(result, workload.needs().cost(job.architecture, *technology, 1, interrupted),
                                  *technology, width, outcome.summary);
    if (check) {
        outcome.text += models::wrapped(check->text(), width);
        outcome.failure = check->failure();
    }
    outcome.text += wrote;
    return outcome;
}

std::string wrote_json(const std::string& path) {
    return path.empty() || path == "-" ? "" : fmt::format("wrote {}\n", path);
}

/// Before anything runs: no result may take the place of what it is made from.
void check_files(const SimulateOptions& options) {
    const SimulationInput& input = options.input;
    std::vector<NamedFile> read{{"the model", input.model},
                                {"the store", options.from},
                                {"the images", input.images},
                                {"the architecture", options.machine.arch},
                                {"the technology", options.technology.name()}};
    if (options.from.empty()) read.push_back({"the network", input.network}); // with a store a name
    std::vector<NamedFile> written = options.traces.files();
    written.push_back({"--json", options.json});
    if (!options.csv_prefix.empty())
        for (const std::string& path : csv_paths(options.csv_prefix)) written.push_back({"--csv-prefix", path});
    check_distinct(read, written);
}

void simulate_stored_point(const SimulateOptions& options) {
    if (!options.input.model.empty() || !options.input.images.empty() || !options.input.layers.empty() ||
        options.machine.given())
        throw ConfigError("--from takes machine and weights from the store: of --network, --model, --images, --layers, "
                          "--arch and --set only --network can be given, the name of the one network to run");
    if (!options.input.weights.given.empty())
        throw ConfigError(fmt::format("--from takes the weights from the store, so {} cannot be given",
                                      fmt::join(options.input.weights.given, ", ")));
    if (!options.point) throw ConfigError("--from needs --point: the number of a point of that store");
    const StoredPoint point(options.from, *options.point, options.input.network, options.space_hash);
    std::vector<StoredPoint::Run> runs = point.runs();
    if (runs.size() > 1 && (options.traces.any() || !options.csv_prefix.empty()))
        throw ConfigError("the point runs several networks: choose one with --network for traces and CSV reports");
    JsonOutput json(options.json);
    const models::Technology& technology =
        options.technology.given() ? options.technology.technology() : point.technology();
    const int width = terminal_width();
    nlohmann::ordered_json summary{
        {"store", options.from}, {"point", point.id()}, {"runs", nlohmann::ordered_json::array()}};
    std::string text = models::wrapped(point.text(), width), failure;
    for (const StoredPoint::Run& run : runs) {
        Outcome outcome = outcome_of(options, run.job, &technology);
        text += outcome.text;
        if (failure.empty()) failure = outcome.failure;
        outcome.summary["stored_cycles"] =
            run.stored_cycles ? nlohmann::ordered_json(*run.stored_cycles) : nlohmann::ordered_json(nullptr);
        summary["runs"].push_back(std::move(outcome.summary));
        if (!run.stored_cycles) continue;
        const bool equal = *run.stored_cycles == outcome.cycles.count();
        const std::string compared =
            fmt::format("{}: {} cycles, {} the store", run.network, models::grouped(outcome.cycles.count()),
                        equal ? "as in" : fmt::format("but {} in", models::grouped(*run.stored_cycles)));
        text += compared + "\n";
        if (!equal && failure.empty()) failure = compared;
    }
    json.write(summary, text + wrote_json(options.json));
    if (!failure.empty()) throw SimulationError(failure);
}

void simulate(const SimulateOptions& options) {
    check_engine(options);
    check_files(options);
    if (options.input.count && options.input.images.empty())
        throw ConfigError("--count needs --images: without them one input is drawn");
    if (!options.from.empty()) return simulate_stored_point(options);
    if (options.point) throw ConfigError("--point needs --from: the result store that has the point");
    if (!options.space_hash.empty()) throw ConfigError("--space-hash needs --from: the result store that it is about");
    if (options.input.network.empty() == options.input.model.empty())
        throw ConfigError("give either --network or --model: what is to be simulated");
    const models::Architecture architecture = options.machine.architecture();
    const models::Technology* technology = options.technology.given() ? &options.technology.technology() : nullptr;
    const SimulationJob job =
        options.input.model.empty() ? network_job(options.input, architecture) : model_job(options.input, architecture);
    JsonOutput json(options.json);
    const Outcome outcome = outcome_of(options, job, technology);
    json.write(outcome.summary, outcome.text + wrote_json(options.json));
    if (!outcome.failure.empty()) throw SimulationError(outcome.failure);
}

} // namespace

void add_simulate(CLI::App& app, Action& action) {
    auto options = std::make_shared<SimulateOptions>();
    CLI::App& command = *app.add_subcommand("simulate", "Run a network or a model through the simulated machine");
    auto* network =
        command
            .add_option("--network", options->input.network,
                        "Layer shapes (CSV; ours or SCALE-Sim's); weights are drawn. With --from: name of the one "
                        "network of the point to run")
            ->type_name("FILE");
    command.add_option("--model", options->input.model, "Trained model (HDF5)")->type_name("FILE")->excludes(network);
    command.add_option("--from", options->from, "Result store of an exploration: simulate one of its points")
        ->type_name("STORE");
    command.add_option("--point", options->point, "Number of the point (with --from)")->type_name("INT");
    command
        .add_option("--space-hash", options->space_hash,
                    "Refuse a store of another space (with --from): space_hash as `report --json` gives it")
        ->type_name("HASH");
    command
        .add_option("--layers", options->input.layers,
                    "Simulate only these layers, each on a drawn input; residual operands "
                    "are left out")
        ->type_name("NAME,NAME")
        ->delimiter(',');
    command.add_option("--images", options->input.images, "Input images (IDX, or one PGM). Default: drawn")
        ->type_name("PATH");
    command
        .add_option("--count", options->input.count, "Images to run, one after the other (with --images). Default: 1")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
        ->type_name("INT");
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
    options->input.weights.add_to(command);
    options->traces.add_to(command);
    command
        .add_option("--csv-prefix", options->csv_prefix,
                    "Write PREFIX + COMPUTE_REPORT.csv, BANDWIDTH_REPORT.csv and "
                    "DETAILED_ACCESS_REPORT.csv with SCALE-Sim's columns")
        ->type_name("PREFIX");
    options->technology.add_to(command, "Machine",
                               ": adds area and energy of the run. Default: neither; with --from the point's");
    add_json_option(command, options->json);
    command.callback([options, &action, &command] {
        options->input.weights.note_given(command);
        action = [options] { simulate(*options); };
    });
}

} // namespace fracbit::cli
