#include "models/rtl/network_module.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace fracbit::models {
namespace {

class NetworkText {
public:
    NetworkText(const XorNetlist& netlist, const PipelineCut& cut)
        : netlist_(netlist), cut_(cut), rows_(register_rows(netlist, cut.gate_stage, cut.stages)) {}

    std::string text(const std::string& name) {
        add("// y = M x over GF(2), {} -> {}: {} XOR2, depth {}, {} flip-flops.\n", netlist_.n_in(), netlist_.n_out(),
            netlist_.xor2(), depth(netlist_), flip_flops(cut_));
        add("module {} (\n", name);
        add("    input  logic clk,\n");
        add("    input  logic [{}:0] load, // row k of registers takes what stage k makes\n", cut_.stages - 1);
        add("    input  logic [{}:0] x,\n", netlist_.n_in() - 1);
        add("    output logic [{}:0] y\n);\n", netlist_.n_out() - 1);
        for (int stage = 1; stage <= cut_.stages; ++stage) add_stage(stage);
        add_outputs();
        add_unused();
        add("endmodule\n");
        return std::move(text_);
    }

private:
    template <class... Values>
    void add(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    }

    [[nodiscard]] bool is_input(Signal signal) const { return signal < netlist_.n_in(); }
    [[nodiscard]] std::string base(Signal signal) const {
        return is_input(signal) ? fmt::format("x{}", signal) : fmt::format("g{}", signal - netlist_.n_in());
    }
    /// The signal in row `row`.
    [[nodiscard]] std::string registered(Signal signal, int row) const {
        return fmt::format("{}_{}", base(signal), row);
    }
    /// The signal as stage `stage` sees it.
    [[nodiscard]] std::string seen(Signal signal, int stage) const {
        if (is_input(signal)) return stage == 1 ? fmt::format("x[{}]", signal) : registered(signal, stage - 1);
        const bool own = cut_.gate_stage[static_cast<std::size_t>(signal - netlist_.n_in())] == stage;
        return own ? base(signal) : registered(signal, stage - 1);
    }

    void add_stage(int stage) {
        add("\n    // stage {}\n", stage);
        for (std::size_t g = 0; g < netlist_.gates().size(); ++g)
            if (cut_.gate_stage[g] == stage)
                add("    wire g{} = {} ^ {};\n", g, seen(netlist_.gates()[g].a, stage),
                    seen(netlist_.gates()[g].b, stage));
        const std::vector<Signal>& row = rows_[static_cast<std::size_t>(stage) - 1];
        if (row.empty()) return;
        for (std::size_t first = 0; first < row.size(); first += 12) {
            add("    logic ");
            const std::size_t end = std::min(row.size(), first + 12);
            for (std::size_t i = first; i < end; ++i)
                add("{}{}", registered(row[i], stage), i + 1 < end ? ", " : ";\n");
        }
        add("    always_ff @(posedge clk)\n        if (load[{}]) begin\n", stage - 1);
        for (const Signal signal : row) add("            {} <= {};\n", registered(signal, stage), seen(signal, stage));
        add("        end\n");
    }

    void add_outputs() {
        add("\n");
        for (int i = 0; i < netlist_.n_out(); ++i) {
            const Signal signal = netlist_.outputs()[static_cast<std::size_t>(i)];
            add("    assign y[{}] = {};\n", i, signal == constant_zero ? "1'b0" : registered(signal, cut_.stages));
        }
    }

    /// Linters complain of pins that lead nowhere: a column of M may be all zero.
    void add_unused() {
        std::string pins;
        if (rows_.back().empty()) {
            pins = ", clk, load, x";
        } else {
            std::vector<bool> used(static_cast<std::size_t>(netlist_.n_in()));
            for (const Signal signal : rows_.front())
                if (is_input(signal)) used[static_cast<std::size_t>(signal)] = true;
            for (std::size_t g = 0; g < netlist_.gates().size(); ++g)
                for (const Signal signal : {netlist_.gates()[g].a, netlist_.gates()[g].b})
                    if (is_input(signal)) used[static_cast<std::size_t>(signal)] = true;
            for (std::size_t j = 0; j < used.size(); ++j)
                if (!used[j]) pins += fmt::format(", x[{}]", j);
        }
        if (!pins.empty()) add("\n    wire unused = &{{1'b0{}}};\n", pins);
    }

    const XorNetlist& netlist_;
    const PipelineCut& cut_;
    std::vector<std::vector<Signal>> rows_;
    std::string text_;
};

} // namespace

std::string network_module(const std::string& name, const XorNetlist& netlist, const PipelineCut& cut) {
    return NetworkText(netlist, cut).text(name);
}

} // namespace fracbit::models
