// fracbit synthesize: XOR networks as circuits of gates; their size, depth, area and delay; DOT and RTL.
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/cost_output.hpp"
#include "cli/distinct_files.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/machine_options.hpp"
#include "cli/option_checks.hpp"
#include "cli/rtl_output.hpp"
#include "cli/synthesis_input.hpp"
#include "cli/synthesis_result.hpp"
#include "cli/synthesized_machine.hpp"
#include "cli/trained_model.hpp"
#include "cli/weight_options.hpp"
#include "models/circuits/netlist_dot.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/rtl/export_weight_path.hpp"
#include "models/xor/xor_properties.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace fracbit::cli {
namespace {

struct SynthesizeOptions {
    XorOptions xor_network;
    std::string matrix, model, layer;
    int plane = -1;
    std::optional<int> max_depth;
    std::string smallest = "gates";
    std::uint64_t circuit_seed = 1;
    TechnologyOption technology;
    std::optional<double> clock_mhz;
    MachineOptions machine;
    bool machine_given = false;
    std::string dot, verilog, json;
};

std::vector<SynthesisInput> inputs_of(const SynthesizeOptions& options, const models::Model& model) {
    if (!options.model.empty()) return model_networks(model, options.layer, options.plane);
    if (!options.matrix.empty()) {
        auto network = std::make_shared<models::XorNetwork>(models::read_xor_matrix(options.matrix));
        return {drawn_network(network, options.matrix, options.xor_network.seed)};
    }
    const models::XorSpec spec = options.xor_network.xor_spec();
    const std::string kind = spec.taps == 0 ? "dense" : fmt::format("{} taps", spec.taps);
    return {drawn_network(std::make_shared<models::XorNetwork>(spec), fmt::format("{} seed {}", kind, spec.seed),
                          spec.seed)};
}

std::string dot_of(const SynthesisResult& result) {
    if (result.circuits.size() > 1)
        throw ConfigError(
            fmt::format("--dot draws one circuit, the model has {} distinct networks; choose with --layer and --plane",
                        result.circuits.size()));
    return models::netlist_dot(result.circuits.front().design.synthesis.netlist);
}

models::SynthesisOptions circuit_options(const SynthesizeOptions& options) {
    return {options.max_depth, options.circuit_seed, interrupted};
}

models::RtlBundle rtl_of(const SynthesizeOptions& options, const models::Architecture& architecture,
                         const models::Model& model, const SynthesisResult& result) {
    const models::SynthesisOptions circuits = circuit_options(options);
    if (!options.model.empty()) return layer_rtl(architecture, model, options.layer, options.plane, circuits);
    const SynthesisInput& input = result.circuits.front().input;
    return models::export_network(architecture, input.name, input.network, circuits);
}

void synthesize(const SynthesizeOptions& options) {
    check_distinct({{"the matrix", options.matrix},
                    {"the model", options.model},
                    {"the architecture", options.machine.arch},
                    {"the technology", options.technology.name()}},
                   {{"--json", options.json}, {"--dot", options.dot}, {"--verilog", options.verilog}});
    JsonOutput json(options.json);
    std::optional<models::AtomicFile> dot;
    if (!options.dot.empty()) dot.emplace(options.dot);
    const models::Architecture architecture = options.machine.architecture();
    SynthesisResult result;
    result.technology = &options.technology.technology();
    result.clock_mhz = options.clock_mhz.value_or(architecture.clock_mhz);
    const auto objective =
        options.smallest == "area" ? models::DecoderObjective::area : models::DecoderObjective::gates;
    const models::SynthesisOptions circuits = circuit_options(options);
    models::Model model;
    BitCheck bits;
    if (!options.model.empty()) model = read_checked_model(options.model, bits);
    for (SynthesisInput& input : inputs_of(options, model)) {
        const auto begin = std::chrono::steady_clock::now();
        models::DecoderDesign design = models::design_decoder(
            *input.network, {circuits, objective, result.clock_mhz, input.words, input.registers}, *result.technology);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        const int rank = models::properties(*input.network).rank;
        result.circuits.push_back({std::move(input), std::move(design), rank, seconds.count()});
        stop_if_interrupted();
    }
    if (options.machine_given) {
        models::Architecture clocked = architecture;
        clocked.clock_mhz = result.clock_mhz;
        result.machine = synthesized_machine(clocked, result, model);
    }
    if (dot) dot->write(dot_of(result));
    if (!options.verilog.empty()) {
        const models::RtlBundle bundle = rtl_of(options, architecture, model, result);
        stop_if_interrupted();
        models::write_bundle(bundle, options.verilog);
        result.wrote += rtl_text(bundle, options.verilog);
        result.rtl = rtl_json(bundle, options.verilog);
    }
    if (dot) {
        dot->commit();
        result.wrote += fmt::format("wrote {}\n", options.dot);
    }
    json.write(to_json(result), to_text(result, terminal_width()));
}

void add_outputs(CLI::App& command, SynthesizeOptions& options) {
    command.add_option("--dot", options.dot, "Writes the circuit as a Graphviz graph")
        ->type_name("FILE")
        ->group("Output");
    command
        .add_option("--verilog", options.verilog,
                    "Writes the weight path as SystemVerilog, with a testbench and vectors: of the model's layer, or "
                    "random ones")
        ->type_name("DIR")
        ->group("Output");
    add_json_option(command, options.json);
}

} // namespace

void add_synthesize(CLI::App& app, Action& action) {
    auto options = std::make_shared<SynthesizeOptions>();
    CLI::App& command = *app.add_subcommand("synthesize", "XOR networks as circuits: gates, depth, area, delay, RTL");
    options->xor_network.add_to(command, "--seed", false);
    auto* matrix = command.add_option("--matrix", options->matrix, "XOR matrix: one row of 0s and 1s a line")
                       ->type_name("FILE")
                       ->group("XOR network");
    auto* model = command.add_option("--model", options->model, "All distinct networks of a model (HDF5)")
                      ->type_name("FILE")
                      ->group("XOR network")
                      ->excludes(matrix);
    for (const char* name : {"--n-in", "--n-out", "--taps", "--dense", "--seed"}) {
        if (std::string(name) != "--seed") matrix->excludes(command.get_option(name));
        model->excludes(command.get_option(name));
    }
    command.add_option("--layer", options->layer, "Only this layer of the model")
        ->type_name("NAME")
        ->group("XOR network")
        ->needs(model);
    command.add_option("--plane", options->plane, "Only this bit plane, from 0. Default: all")
        ->check(count_problem)
        ->type_name("INT")
        ->group("XOR network")
        ->needs(model);
    const char* circuit = "Circuit";
    command.add_option("--max-depth", options->max_depth, "Levels of two-input gates, at most. Default: no limit")
        ->check(CLI::Range(0, 64))
        ->type_name("INT")
        ->group(circuit);
    command
        .add_option("--smallest", options->smallest,
                    "What is kept small: gates, or the area of gates and pipeline registers, for which shallower "
                    "circuits are tried too")
        ->check(CLI::IsMember({"gates", "area"}))
        ->type_name("WHAT")
        ->capture_default_str()
        ->group(circuit);
    command.add_option("--circuit-seed", options->circuit_seed, "Seed of the randomized constructions")
        ->check(seed_problem)
        ->capture_default_str()
        ->group(circuit);
    options->technology.add_to(command, circuit, "");
    command
        .add_option("--clock-mhz", options->clock_mhz,
                    "Clock that pipeline registers are placed for. Default: the machine's")
        ->check(CLI::Range(1.0, 1e5))
        ->check(nan_problem)
        ->type_name("MHZ")
        ->group(circuit);
    options->machine.add_to(command);
    add_outputs(command, *options);
    command.callback([options, &action, &command] {
        options->machine_given = command.count("--arch") + command.count("--set") > 0;
        action = [options] { synthesize(*options); };
    });
}

} // namespace fracbit::cli
