#include "models/cost/technology_keys.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

using Keys = std::vector<TechnologyKey>;

void add_cell(Keys& keys, CellId id) {
    const auto add = [&](const char* name, const char* unit, const char* meaning, double most, Scaling scaling,
                         Figure CellFigures::*member) {
        const auto index = static_cast<std::size_t>(id);
        keys.push_back({to_string(id), name, unit, meaning, 0, most, scaling,
                        [index, member](Technology& t) -> Figure& { return t.cells[index].*member; }});
    };
    const bool flop = id == CellId::flop;
    add("area_um2", "um2", "of the cell", 1000, Scaling::area, &CellFigures::area_um2);
    add("input_ff", "fF", flop ? "input D" : "largest input", 100, Scaling::capacitance, &CellFigures::input_ff);
    add("intrinsic_ps", "ps", flop ? "from the clock, without load" : "to the slowest output, without load", 1e5,
        Scaling::delay, &CellFigures::intrinsic_ps);
    add("ps_per_ff", "ps/fF", "for each fF of load", 1000, Scaling::delay_per_capacitance, &CellFigures::ps_per_ff);
    add("energy_fj", "fJ", flop ? "a toggle of the output, beyond the clock" : "inside the cell, a toggle of an output",
        1e4, Scaling::energy, &CellFigures::energy_fj);
    add("leakage_nw", "nW", "mean over the inputs' states", 1e5, Scaling::leakage, &CellFigures::leakage_nw);
}

void add_sram(Keys& keys) {
    const auto add = [&](const char* name, const char* unit, const char* meaning, double least, double most,
                         Scaling scaling, Figure SramFigures::*member) {
        keys.push_back({"sram", name, unit, meaning, least, most, scaling,
                        [member](Technology& t) -> Figure& { return t.sram.*member; }});
    };
    add("cell_um2", "um2", "of a bit", 1e-4, 100, Scaling::area, &SramFigures::cell_um2);
    add("overhead", "1", "what each bit adds to its cell's area", 0, 100, Scaling::none, &SramFigures::overhead);
    add("edge_um2", "um2", "periphery, times sqrt(bits)", 0, 1e4, Scaling::area, &SramFigures::edge_um2);
    add("access_ps", "ps", "access time of a small macro", 0, 1e5, Scaling::delay, &SramFigures::access_ps);
    add("access_ps_per_edge", "ps", "more, times sqrt(bits)", 0, 1000, Scaling::delay,
        &SramFigures::access_ps_per_edge);
    add("access_fj", "fJ", "each bit read or written", 0, 1e5, Scaling::energy, &SramFigures::access_fj);
    add("access_fj_per_edge", "fJ", "more, times sqrt(bits)", 0, 1000, Scaling::energy,
        &SramFigures::access_fj_per_edge);
    add("leakage_nw", "nW", "each bit", 0, 1e5, Scaling::leakage, &SramFigures::leakage_nw);
    add("leakage_nw_per_edge", "nW", "a macro, times sqrt(bits)", 0, 1e6, Scaling::leakage,
        &SramFigures::leakage_nw_per_edge);
    add("two_port_factor", "1", "area and leakage with a second port", 1, 10, Scaling::none,
        &SramFigures::two_port_factor);
    add("least_words", "words", "smaller memories are flip-flops", 1, 1e6, Scaling::none, &SramFigures::least_words);
    add("least_bits", "bits", "smaller memories are flip-flops", 1, 1e9, Scaling::none, &SramFigures::least_bits);
    add("most_bits", "bits", "larger memories are several macros", 64, 1e12, Scaling::none, &SramFigures::most_bits);
}

Keys make_keys() {
    Keys keys;
    keys.push_back({"process", "node_nm", "nm", "name of the node", 1, 1000, Scaling::none,
                    [](Technology& t) -> Figure& { return t.node_nm; }});
    keys.push_back({"process", "supply_v", "V", "supply", 0.1, 10, Scaling::none,
                    [](Technology& t) -> Figure& { return t.supply_v; }});
    for (int c = 0; c < cell_count; ++c) {
        add_cell(keys, static_cast<CellId>(c));
        if (static_cast<CellId>(c) == CellId::full_adder) {
            keys.push_back({"full_adder", "carry_ps", "ps", "carry in to carry out, without load", 0, 1e5,
                            Scaling::delay, [](Technology& t) -> Figure& { return t.carry.intrinsic_ps; }});
            keys.push_back({"full_adder", "carry_ps_per_ff", "ps/fF", "for each fF of load", 0, 1000,
                            Scaling::delay_per_capacitance,
                            [](Technology& t) -> Figure& { return t.carry.ps_per_ff; }});
        }
    }
    keys.push_back({"flop", "setup_ps", "ps", "data before the clock", 0, 1e5, Scaling::delay,
                    [](Technology& t) -> Figure& { return t.flop.setup_ps; }});
    keys.push_back({"flop", "clock_fj", "fJ", "a clock cycle without a change", 0, 1e4, Scaling::energy,
                    [](Technology& t) -> Figure& { return t.flop.clock_fj; }});
    add_sram(keys);
    keys.push_back({"memory", "pj_per_bit", "pJ", "memory and interface, a bit of a burst", 0, 1e4, Scaling::none,
                    [](Technology& t) -> Figure& { return t.memory_pj_per_bit; }});
    const auto wiring = [&](const char* name, const char* unit, const char* meaning, double least, double most,
                            Scaling scaling, Figure WiringFigures::*member) {
        keys.push_back({"wiring", name, unit, meaning, least, most, scaling,
                        [member](Technology& t) -> Figure& { return t.wiring.*member; }});
    };
    wiring("ff_per_fanout", "fF", "of a net, for each input it drives", 0, 1000, Scaling::capacitance,
           &WiringFigures::ff_per_fanout);
    wiring("max_fanout", "inputs", "that a gate drives; more get a tree of buffers", 2, 1000, Scaling::none,
           &WiringFigures::max_fanout);
    wiring("utilization", "1", "cell area / placed area", 0.05, 1, Scaling::none, &WiringFigures::utilization);
    wiring("clock_tree_factor", "1", "clock energy with its tree / that of the flip-flops", 1, 10, Scaling::none,
           &WiringFigures::clock_tree_factor);
    wiring("skew_ps", "ps", "skew and jitter of the clock", 0, 1e4, Scaling::delay, &WiringFigures::skew_ps);
    keys.push_back({"activity", "toggles", "1", "of a signal in an operation", 0, 1, Scaling::none,
                    [](Technology& t) -> Figure& { return t.activity.toggles; }});
    keys.push_back({"activity", "glitches", "1", "toggles of adders / those of their settled values", 1, 10,
                    Scaling::none, [](Technology& t) -> Figure& { return t.activity.glitches; }});
    return keys;
}

} // namespace

const std::vector<TechnologyKey>& technology_keys() {
    static const Keys keys = make_keys();
    return keys;
}

Technology scaled(const Technology& base, const ScalingFactors& factors, double supply_v) {
    const double voltage = base.supply_v.value / supply_v;
    const double capacitance = factors.energy.value * voltage * voltage;
    const auto factor = [&](Scaling scaling) -> Figure {
        switch (scaling) {
        case Scaling::area:
            return factors.area;
        case Scaling::delay:
            return factors.delay;
        case Scaling::energy:
            return factors.energy;
        case Scaling::leakage:
            return factors.leakage;
        case Scaling::capacitance:
            return {capacitance, factors.energy.quality};
        case Scaling::delay_per_capacitance:
            return {factors.delay.value / capacitance, weakest(factors.delay.quality, factors.energy.quality)};
        default:
            return {1, Quality::published};
        }
    };
    Technology result = base;
    for (const TechnologyKey& key : technology_keys()) {
        if (key.scaling == Scaling::none) continue;
        const Figure by = factor(key.scaling);
        Figure& figure = key.figure(result);
        figure.value *= by.value;
        figure.quality = weakest(weakest(figure.quality, by.quality), Quality::scaled);
    }
    return result;
}

std::string describe_technology_keys() {
    std::string text = fmt::format("{:<27} {:<6} {:<15} {}\n", "key", "unit", "allowed", "meaning");
    for (const TechnologyKey& key : technology_keys())
        text += fmt::format("{:<27} {:<6} {:<15} {}\n", key.path(), key.unit,
                            fmt::format("{:g} to {:g}", key.minimum, key.maximum), key.meaning);
    return text;
}

} // namespace fracbit::models
