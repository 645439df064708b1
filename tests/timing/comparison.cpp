#include "tests/timing/comparison.hpp"

#include "models/core/error.hpp"
#include "models/timing/timing_model.hpp"
#include "sim/simulate.hpp"

#include <fmt/format.h>
#include <functional>
#include <optional>
#include <vector>

namespace fracbit::test {

using namespace models;

namespace {

class Difference {
public:
    void check(const std::string& what, std::int64_t machine, std::int64_t timing) {
        if (machine != timing) text_ += fmt::format("{}: machine {}, timing {}\n", what, machine, timing);
    }
    void layer(const LayerResult& machine, const LayerResult& timing) {
        const std::string& name = machine.name;
        if (name != timing.name) text_ += fmt::format("names: {} and {}\n", name, timing.name);
        check(name + " cycles", machine.cycles.count(), timing.cycles.count());
        check(name + " macs", machine.macs, timing.macs);
        check(name + " vectors", machine.vectors, timing.vectors);
        check(name + " decoded bits", machine.decoded_bits.count(), timing.decoded_bits.count());
        check(name + " decoded slices", machine.decoded_slices, timing.decoded_slices);
        check(name + " tiles loaded", machine.tiles_loaded, timing.tiles_loaded);
        check(name + " patches", machine.patches, timing.patches);
        check(name + " csr slots", machine.csr.slots, timing.csr.slots);
        check(name + " csr entries", machine.csr.entries, timing.csr.entries);
        check(name + " csr fillers", machine.csr.fillers, timing.csr.fillers);
        check(name + " csr starved", machine.csr.starved, timing.csr.starved);
        check(name + " csr unbalanced", machine.csr.unbalanced, timing.csr.unbalanced);
        for (std::size_t s = 0; s < machine.streams.size(); ++s) {
            const StreamTraffic &a = machine.streams[s], &b = timing.streams[s];
            const std::string stream = fmt::format("{} stream {}", name, to_string(static_cast<StreamId>(s)));
            check(stream + " bytes", a.bytes.count(), b.bytes.count());
            check(stream + " bus bytes", a.bus_bytes.count(), b.bus_bytes.count());
            check(stream + " bursts", a.bursts, b.bursts);
            check(stream + " fetches", a.fetches, b.fetches);
        }
        for (std::size_t i = 0; i < machine.blocks.size(); ++i) {
            const BlockCycles &a = machine.blocks[i], &b = timing.blocks[i];
            const std::string block = fmt::format("{} block {}", name, to_string(static_cast<BlockId>(i)));
            check(block + " busy", a.busy.count(), b.busy.count());
            check(block + " stalled on input", a.stall_in.count(), b.stall_in.count());
            check(block + " stalled on output", a.stall_out.count(), b.stall_out.count());
            check(block + " idle", a.idle.count(), b.idle.count());
        }
        if (machine != timing && text_.empty()) text_ = "a counter that the test does not name\n";
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

/// The result, or why there is none.
std::optional<std::string> attempt(const std::function<void()>& run) {
    try {
        run();
        return std::nullopt;
    } catch (const Error& error) {
        return error.what();
    }
}

std::vector<RandomCase> smaller(const RandomCase& c) {
    std::vector<RandomCase> all;
    const auto with = [&](const auto& change) {
        all.push_back(c);
        change(all.back());
    };
    const std::size_t count = c.network.layers.size();
    if (count > 1) with([](RandomCase& s) { s.network.layers.pop_back(); });
    if (count > 1)
        with([](RandomCase& s) { // every layer for itself
            s.network.layers = {s.network.layers.back()};
            s.network.layers[0].source.reset();
            s.network.layers[0].residual.reset();
        });
    for (std::size_t i = 0; i < count; ++i) {
        const auto layer = [&](const auto& change) { with([&](RandomCase& s) { change(s.network.layers[i]); }); };
        const Layer& l = c.network.layers[i];
        if (l.refetches > 1) layer([](Layer& s) { s.refetches = 1; });
        if (l.residual) layer([](Layer& s) { s.residual.reset(); });
        if (count > 1) continue;
        if (l.repeat > 1) layer([](Layer& s) { s.repeat = 1; });
        if (l.groups > 1) layer([](Layer& s) { s.groups = 1; });
        for (std::int64_t Layer::*field : {&Layer::out_channels, &Layer::kernel_height, &Layer::kernel_width})
            if (l.*field > 1) {
                layer([&](Layer& s) { s.*field /= 2; });
                layer([&](Layer& s) { s.*field -= 1; });
            }
        for (std::int64_t Layer::*field :
             {&Layer::stride_height, &Layer::stride_width, &Layer::dilation_height, &Layer::dilation_width})
            if (l.*field > 1) layer([&](Layer& s) { s.*field = 1; });
        for (std::int64_t Layer::*field : {&Layer::pad_height, &Layer::pad_width})
            if (l.*field > 0) layer([&](Layer& s) { s.*field = 0; });
        for (std::int64_t TensorShape::*field : {&TensorShape::channels, &TensorShape::height, &TensorShape::width})
            if (l.input.*field > 1) {
                layer([&](Layer& s) { s.input.*field /= 2; });
                layer([&](Layer& s) { s.input.*field -= 1; });
            }
    }
    if (c.spec.q > 1) with([](RandomCase& s) { s.spec.q -= 1; });
    if (c.architecture.keep_on_chip) with([](RandomCase& s) { s.architecture.keep_on_chip = false; });
    if (c.architecture.memory.latency > Cycles(0))
        with([](RandomCase& s) { s.architecture.memory.latency = Cycles(0); });
    if (c.architecture.memory.bytes_per_cycle != Rational(16))
        with([](RandomCase& s) { s.architecture.memory.bytes_per_cycle = Rational(16); });
    if (c.architecture.memory.outstanding < 16) with([](RandomCase& s) { s.architecture.memory.outstanding = 16; });
    if (c.architecture.weights.lanes > 1) with([](RandomCase& s) { s.architecture.weights.lanes = 1; });
    if (c.architecture.weights.fifo_depth < 8) with([](RandomCase& s) { s.architecture.weights.fifo_depth = 8; });
    if (c.architecture.output.fifo_depth < 8) with([](RandomCase& s) { s.architecture.output.fifo_depth = 8; });
    return all;
}

} // namespace

std::string differences(const SimulationResult& machine, const SimulationResult& timing) {
    Difference difference;
    difference.check("total cycles", machine.total_cycles.count(), timing.total_cycles.count());
    difference.check("layers", static_cast<std::int64_t>(machine.layers.size()),
                     static_cast<std::int64_t>(timing.layers.size()));
    for (std::size_t i = 0; i < std::min(machine.layers.size(), timing.layers.size()); ++i)
        difference.layer(machine.layers[i], timing.layers[i]);
    return difference.take();
}

Comparison compare(const RandomCase& c) {
    Comparison comparison;
    const SyntheticWorkload workload(c.network, c.spec);
    const auto machine = attempt([&] { comparison.machine = sim::simulate(c.architecture, workload, {}); });
    const auto timing = attempt([&] { comparison.timing = time_network(c.architecture, workload); });
    comparison.refused = machine && timing;
    if (machine && !timing) comparison.differences = "only the machine refuses: " + *machine + '\n';
    if (timing && !machine) comparison.differences = "only the timing model refuses: " + *timing + '\n';
    if (!machine && !timing) comparison.differences = differences(comparison.machine, comparison.timing);
    return comparison;
}

RandomCase shrink(RandomCase c) {
    for (bool again = true; again;) {
        again = false;
        for (const RandomCase& candidate : smaller(c)) {
            std::string found;
            if (attempt([&] { found = compare(candidate).differences; }) || found.empty()) continue;
            c = candidate;
            again = true;
            break;
        }
    }
    return c;
}

} // namespace fracbit::test
