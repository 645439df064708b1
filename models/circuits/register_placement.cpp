#include "models/circuits/register_placement.hpp"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

namespace fracbit::models {
namespace {

std::size_t at(Signal signal) { return static_cast<std::size_t>(signal); }

/// A flow network whose minimum cut is a row of registers.
class CutGraph {
    using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
    struct Edge {
        long capacity = 0;
        long residual = 0;
        Traits::edge_descriptor reverse;
    };
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Edge>;

public:
    explicit CutGraph(std::size_t vertices) : graph_(vertices) {}
    static constexpr long uncuttable = 1L << 40;

    void connect(std::size_t from, std::size_t to, long capacity) {
        const auto there = add_edge(from, to, graph_).first;
        const auto back = add_edge(to, from, graph_).first;
        graph_[there].capacity = capacity;
        graph_[there].reverse = back;
        graph_[back].reverse = there;
    }

    /// The vertices on the source's side of a minimum cut.
    std::vector<bool> source_side(std::size_t source, std::size_t sink) {
        boost::push_relabel_max_flow(graph_, source, sink, get(&Edge::capacity, graph_), get(&Edge::residual, graph_),
                                     get(&Edge::reverse, graph_), get(boost::vertex_index, graph_));
        std::vector<bool> side(num_vertices(graph_), false);
        std::vector<std::size_t> open{source};
        side[source] = true;
        while (!open.empty()) {
            const std::size_t v = open.back();
            open.pop_back();
            for (auto [edge, end] = out_edges(v, graph_); edge != end; ++edge) {
                const std::size_t next = target(*edge, graph_);
                if (graph_[*edge].residual == 0 || side[next]) continue;
                side[next] = true;
                open.push_back(next);
            }
        }
        return side;
    }

private:
    Graph graph_;
};

} // namespace

RegisterPlacement::RegisterPlacement(const XorNetlist& netlist, const PlacementDelays& delays)
    : netlist_(netlist), delays_(delays), readers_(at(netlist.signals())), is_output_(at(netlist.signals()), false) {
    for (int g = 0; g < netlist.xor2(); ++g) {
        readers_[at(netlist.gates()[at(g)].a)].push_back(netlist.n_in() + g);
        readers_[at(netlist.gates()[at(g)].b)].push_back(netlist.n_in() + g);
    }
    for (const Signal output : netlist.outputs())
        if (output != constant_zero) is_output_[at(output)] = true;
    earliest_ = earliest();
    latest_from_end_ = latest_from_end();
    for (const int stage : earliest_) fewest_stages_ = std::max(fewest_stages_, stage);
}

std::vector<int> RegisterPlacement::earliest() const {
    std::vector<int> stage(at(netlist_.signals()), 1);
    std::vector<std::int64_t> arrival = delays_.launch;
    std::vector<int> of_gates;
    for (int g = 0; g < netlist_.xor2(); ++g) {
        const XorGate& gate = netlist_.gates()[at(g)];
        const std::size_t own = at(netlist_.n_in() + g);
        stage[own] = std::max(stage[at(gate.a)], stage[at(gate.b)]);
        std::int64_t start = 0;
        for (const Signal s : {gate.a, gate.b})
            start = std::max(start, stage[at(s)] == stage[own] ? arrival[at(s)] : delays_.launch[at(s)]);
        if (start + delays_.gate[at(g)] + delays_.setup > delays_.clock) {
            ++stage[own];
            start = std::max(delays_.launch[at(gate.a)], delays_.launch[at(gate.b)]);
        }
        arrival[own] = start + delays_.gate[at(g)];
        of_gates.push_back(stage[own]);
    }
    return of_gates;
}

std::vector<int> RegisterPlacement::latest_from_end() const {
    std::vector<int> from_end(at(netlist_.xor2()), 1);
    std::vector<std::int64_t> tail(at(netlist_.xor2()), 0);
    for (int g = netlist_.xor2() - 1; g >= 0; --g) {
        const auto& readers = readers_[at(netlist_.n_in() + g)];
        for (const Signal r : readers) from_end[at(g)] = std::max(from_end[at(g)], from_end[at(r - netlist_.n_in())]);
        std::int64_t after = delays_.setup;
        for (const Signal r : readers)
            if (from_end[at(r - netlist_.n_in())] == from_end[at(g)])
                after = std::max(after, tail[at(r - netlist_.n_in())]);
        const XorGate& gate = netlist_.gates()[at(g)];
        const std::int64_t launch = std::max(delays_.launch[at(gate.a)], delays_.launch[at(gate.b)]);
        if (launch + delays_.gate[at(g)] + after > delays_.clock) {
            ++from_end[at(g)];
            after = delays_.setup;
        }
        tail[at(g)] = delays_.gate[at(g)] + after;
    }
    return from_end;
}

/// What the stage after `before` can have made at its end.
RegisterPlacement::Done RegisterPlacement::reachable(const Done& before) const {
    Done done = before;
    std::vector<std::int64_t> arrival = delays_.launch;
    for (int g = 0; g < netlist_.xor2(); ++g) {
        const std::size_t own = at(netlist_.n_in() + g);
        const XorGate& gate = netlist_.gates()[at(g)];
        if (before[own] || !done[at(gate.a)] || !done[at(gate.b)]) continue;
        arrival[own] = std::max(arrival[at(gate.a)], arrival[at(gate.b)]) + delays_.gate[at(g)];
        done[own] = arrival[own] + delays_.setup <= delays_.clock;
    }
    return done;
}

/// What must be made before the stage at whose end `after` is made.
RegisterPlacement::Done RegisterPlacement::unavoidable(const Done& after) const {
    Done done(at(netlist_.signals()), false);
    std::vector<std::int64_t> tail(at(netlist_.signals()), delays_.setup);
    for (int g = netlist_.xor2() - 1; g >= 0; --g) {
        const std::size_t own = at(netlist_.n_in() + g);
        if (!after[own]) continue;
        std::int64_t behind = delays_.setup;
        for (const Signal r : readers_[own]) {
            if (!after[at(r)]) continue;
            if (done[at(r)]) done[own] = true;
            behind = std::max(behind, tail[at(r)]);
        }
        tail[own] = behind + delays_.gate[at(g)];
        const XorGate& gate = netlist_.gates()[at(g)];
        if (std::max(delays_.launch[at(gate.a)], delays_.launch[at(gate.b)]) + tail[own] > delays_.clock)
            done[own] = true;
    }
    for (Signal j = 0; j < netlist_.n_in(); ++j) done[at(j)] = true;
    return done;
}

int RegisterPlacement::registers(const Done& done) const {
    int count = 0;
    for (Signal s = 0; s < netlist_.signals(); ++s) {
        const auto& readers = readers_[at(s)];
        if (done[at(s)] &&
            (is_output_[at(s)] || std::any_of(readers.begin(), readers.end(), [&](Signal r) { return !done[at(r)]; })))
            ++count;
    }
    return count;
}

/// The set between the two, closed under "is read by", that needs the fewest registers behind it. Two vertices a
/// signal, made and kept until read: the edge between them is cut where a signal is made before the row and read after
/// it.
RegisterPlacement::Done RegisterPlacement::smallest_row(const Done& least, const Done& most) const {
    const std::size_t signals = at(netlist_.signals());
    const std::size_t source = 2 * signals;
    const std::size_t sink = source + 1;
    CutGraph graph(2 * signals + 2);
    for (Signal s = 0; s < netlist_.signals(); ++s) {
        const std::size_t made = at(s);
        const std::size_t kept = signals + at(s);
        graph.connect(made, kept, 1);
        if (least[at(s)]) graph.connect(source, made, CutGraph::uncuttable);
        if (!most[at(s)]) graph.connect(made, sink, CutGraph::uncuttable);
        if (is_output_[at(s)]) graph.connect(kept, sink, CutGraph::uncuttable);
        for (const Signal r : readers_[at(s)]) {
            graph.connect(kept, at(r), CutGraph::uncuttable);
            graph.connect(at(r), made, CutGraph::uncuttable);
        }
    }
    std::vector<bool> done = graph.source_side(source, sink);
    done.resize(signals);
    return done;
}

void RegisterPlacement::refine(std::vector<Done>& rows) const {
    for (bool better = true; better;) {
        better = false;
        for (std::size_t k = 1; k + 1 < rows.size(); ++k) {
            Done least = unavoidable(rows[k + 1]);
            Done most = reachable(rows[k - 1]);
            for (std::size_t s = 0; s < least.size(); ++s) {
                least[s] = least[s] || rows[k - 1][s];
                most[s] = most[s] && rows[k + 1][s];
            }
            Done moved = smallest_row(least, most);
            if (registers(moved) >= registers(rows[k])) continue;
            rows[k] = std::move(moved);
            better = true;
        }
    }
}

std::vector<int> RegisterPlacement::place(int stages) const {
    std::vector<int> best;
    int fewest = 0;
    for (const bool late : {false, true}) {
        // rows[k]: made by the end of stage k; rows[0] are the inputs.
        std::vector<Done> rows(static_cast<std::size_t>(stages) + 1, Done(at(netlist_.signals()), true));
        for (int k = 0; k < stages; ++k)
            for (int g = 0; g < netlist_.xor2(); ++g)
                rows[static_cast<std::size_t>(k)][at(netlist_.n_in() + g)] =
                    (late ? stages + 1 - latest_from_end_[at(g)] : earliest_[at(g)]) <= k;
        refine(rows);
        int count = 0;
        for (std::size_t k = 1; k < rows.size(); ++k) count += registers(rows[k]);
        if (!best.empty() && count >= fewest) continue;
        fewest = count;
        best.assign(at(netlist_.xor2()), 1);
        for (int g = 0; g < netlist_.xor2(); ++g)
            for (int k = 0; k < stages; ++k)
                if (!rows[static_cast<std::size_t>(k)][at(netlist_.n_in() + g)]) best[at(g)] = k + 1;
    }
    return best;
}

std::vector<std::int64_t> RegisterPlacement::stage_delays(const std::vector<int>& gate_stage, int stages) const {
    std::vector<std::int64_t> longest(static_cast<std::size_t>(stages), 0);
    for (Signal j = 0; j < netlist_.n_in(); ++j)
        longest[0] = std::max(longest[0], delays_.launch[at(j)] + delays_.setup);
    std::vector<std::int64_t> arrival = delays_.launch;
    for (int g = 0; g < netlist_.xor2(); ++g) {
        std::int64_t start = 0;
        for (const Signal s : {netlist_.gates()[at(g)].a, netlist_.gates()[at(g)].b}) {
            const bool here = s >= netlist_.n_in() && gate_stage[at(s - netlist_.n_in())] == gate_stage[at(g)];
            start = std::max(start, here ? arrival[at(s)] : delays_.launch[at(s)]);
        }
        arrival[at(netlist_.n_in() + g)] = start + delays_.gate[at(g)];
        auto& path = longest[static_cast<std::size_t>(gate_stage[at(g)] - 1)];
        path = std::max(path, arrival[at(netlist_.n_in() + g)] + delays_.setup);
    }
    return longest;
}

} // namespace fracbit::models
