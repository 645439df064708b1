#include "cli/synthesis_result.hpp"

#include "models/cost/cost_report.hpp"
#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"
#include "models/xor/xor_properties.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

using Json = nlohmann::ordered_json;

Json circuit_json(const SynthesizedCircuit& circuit) {
    const models::XorNetwork& network = *circuit.input.network;
    const models::DecoderDesign& design = circuit.design;
    return {{"name", circuit.input.name},
            {"uses", circuit.input.uses},
            {"n_in", network.n_in()},
            {"n_out", network.n_out()},
            {"registers", circuit.input.registers},
            {"rank", circuit.rank},
            {"naive_xor2", models::naive_xor2(network)},
            {"xor2", design.properties.xor2},
            {"depth", design.properties.depth},
            {"method", to_string(design.synthesis.method)},
            {"gates_per_level", design.properties.gates_per_level},
            {"max_fan_out", design.properties.max_fan_out},
            {"fan_out_histogram", design.properties.fan_out_histogram},
            {"area_um2", design.cost.area.total_um2()},
            {"logic_um2", design.cost.area.logic_um2},
            {"flip_flops_um2", design.cost.area.flops_um2},
            {"delay_ps", design.delay_ps},
            {"pipeline_stages", design.pipeline.cut.stages},
            {"stage_delay_ps", design.cost.delay_ps},
            {"stage_flip_flops", design.pipeline.cut.registers},
            {"flip_flops", design.cost.flip_flops},
            {"words", circuit.input.words.size()},
            {"toggles_per_word", design.toggles_per_word ? Json(*design.toggles_per_word) : Json(nullptr)},
            {"energy_fj_per_slice", design.cost.energy_fj},
            {"leakage_nw", design.cost.leakage_nw},
            {"area_quality", to_string(design.cost.area_quality)},
            {"quality", to_string(design.cost.quality)},
            {"seconds", circuit.seconds}};
}

std::string marked(double value, models::Quality quality) {
    return fmt::format("{:.0f}{}", value, models::mark_of(quality));
}

/// Gates of each level, as far as they fit a line.
std::string levels_text(const models::NetlistProperties& found) {
    constexpr std::size_t most = 12;
    std::string text;
    for (std::size_t level = 0; level < std::min(most, found.gates_per_level.size()); ++level)
        text += fmt::format("{}{}", text.empty() ? "" : " + ", found.gates_per_level[level]);
    return text.empty() ? "none" : text + (found.gates_per_level.size() > most ? " + ..." : "");
}

} // namespace

/// A model has several circuits: sizes are the largest, gates and areas the sums, depths and delays the worst.
nlohmann::ordered_json to_json(const SynthesisResult& result) {
    Json circuits = Json::array();
    int n_in = 0, n_out = 0, xor2 = 0, depth = 0, stages = 0;
    std::int64_t naive = 0;
    double area = 0, delay = 0, seconds = 0;
    for (const SynthesizedCircuit& circuit : result.circuits) {
        circuits.push_back(circuit_json(circuit));
        n_in = std::max(n_in, circuit.input.network->n_in());
        n_out = std::max(n_out, circuit.input.network->n_out());
        naive += models::naive_xor2(*circuit.input.network);
        xor2 += circuit.design.properties.xor2;
        depth = std::max(depth, circuit.design.properties.depth);
        stages = std::max(stages, circuit.design.pipeline.cut.stages);
        area += circuit.design.cost.area.total_um2();
        delay = std::max(delay, circuit.design.delay_ps);
        seconds += circuit.seconds;
    }
    const bool one = result.circuits.size() == 1;
    Json json = {{"format_version", 1},
                 {"n_in", n_in},
                 {"n_out", n_out},
                 {"naive_xor2", naive},
                 {"xor2", xor2},
                 {"depth", depth},
                 {"method", one ? to_string(result.circuits.front().design.synthesis.method) : "several"},
                 {"area_um2", area},
                 {"delay_ps", delay},
                 {"pipeline_stages", stages},
                 {"seconds", seconds},
                 {"technology", result.technology->name},
                 {"clock_mhz", result.clock_mhz},
                 {"circuits", circuits}};
    if (result.machine) json["machine"] = models::to_json(*result.machine, *result.technology);
    if (result.rtl) json["rtl"] = *result.rtl;
    return json;
}

std::string to_text(const SynthesisResult& result, int width) {
    models::TextTable table({{"network", 9, true},
                             {"in", 7, false},
                             {"out", 7, false},
                             {"XOR2 unshared", 4, false},
                             {"XOR2", 9, false},
                             {"depth", 8, false},
                             {"method", 3, true},
                             {"area um2", 8, false},
                             {"delay ps", 6, false},
                             {"stages", 6, false},
                             {"flip-flops", 2, false},
                             {"fJ/slice", 2, false}});
    std::string details;
    for (const SynthesizedCircuit& circuit : result.circuits) {
        const models::DecoderDesign& design = circuit.design;
        const models::XorNetwork& network = *circuit.input.network;
        table.add({circuit.input.name, std::to_string(network.n_in()), std::to_string(network.n_out()),
                   models::grouped(models::naive_xor2(network)), models::grouped(design.properties.xor2),
                   std::to_string(design.properties.depth), to_string(design.synthesis.method),
                   marked(design.cost.area.total_um2(), design.cost.area_quality),
                   marked(design.delay_ps, design.cost.quality), std::to_string(design.pipeline.cut.stages),
                   std::to_string(design.cost.flip_flops), marked(design.cost.energy_fj, design.cost.quality)});
        if (result.circuits.size() == 1)
            details += models::wrapped(fmt::format("gates by level: {}; largest fan-out {}; slowest stage {:.0f} ps",
                                                   levels_text(design.properties), design.properties.max_fan_out,
                                                   design.cost.delay_ps),
                                       width);
    }
    std::string text = table.text(width) + details;
    text += models::wrapped(
        fmt::format("{} at {:g} MHz: area of one lane with the registers of as many stages as the clock needs; delay "
                    "without stages; s scaled, e estimated figures",
                    result.technology->name, result.clock_mhz),
        width);
    if (result.machine) text += "\n" + models::machine_cost_text(*result.machine, *result.technology, width);
    return text + result.wrote;
}

} // namespace fracbit::cli
