#include "models/circuits/netlist_verilog.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <bit>
#include <cctype>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

void check_name(const std::string& name) {
    const auto plain = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ||
        !std::all_of(name.begin(), name.end(), plain))
        throw ConfigError(fmt::format(
            "'{}' cannot name a Verilog module: allowed are letters, digits and _, and no digit first", name));
}

/// Everything before the body. Inputs that nothing reads are named as unused, which keeps linters quiet.
std::string module_head(const std::string& name, int n_in, int n_out, std::uint64_t used_inputs) {
    check_name(name);
    std::string text = fmt::format("module {} (\n    input  logic [{}:0] x,\n    output logic [{}:0] y\n);\n", name,
                                   n_in - 1, n_out - 1);
    const std::uint64_t unused = ~used_inputs & ~std::uint64_t{0} >> (64 - n_in);
    if (unused == 0) return text;
    text += "    wire unused = &{1'b0";
    for (std::uint64_t left = unused; left != 0; left &= left - 1)
        text += fmt::format(", x[{}]", std::countr_zero(left));
    return text + "};\n";
}

std::string signal_name(const XorNetlist& netlist, Signal signal) {
    if (signal == constant_zero) return "1'b0";
    return signal < netlist.n_in() ? fmt::format("x[{}]", signal) : fmt::format("g{}", signal - netlist.n_in());
}

std::uint64_t inputs_read(const XorNetlist& netlist) {
    std::uint64_t read = 0;
    const auto note = [&](Signal s) {
        if (s != constant_zero && s < netlist.n_in()) read |= std::uint64_t{1} << s;
    };
    for (const XorGate& gate : netlist.gates()) {
        note(gate.a);
        note(gate.b);
    }
    for (const Signal output : netlist.outputs()) note(output);
    return read;
}

} // namespace

std::string netlist_verilog(const XorNetlist& netlist, const std::string& module_name) {
    std::string text = module_head(module_name, netlist.n_in(), netlist.n_out(), inputs_read(netlist));
    for (int g = 0; g < netlist.xor2(); ++g) {
        const XorGate& gate = netlist.gates()[static_cast<std::size_t>(g)];
        text += fmt::format("    wire g{} = {} ^ {};\n", g, signal_name(netlist, gate.a), signal_name(netlist, gate.b));
    }
    for (int i = 0; i < netlist.n_out(); ++i)
        text += fmt::format("    assign y[{}] = {};\n", i,
                            signal_name(netlist, netlist.outputs()[static_cast<std::size_t>(i)]));
    return text + "endmodule\n";
}

std::string matrix_verilog(const XorNetwork& network, const std::string& module_name) {
    std::uint64_t used = 0;
    for (const std::uint64_t row : network.rows()) used |= row;
    std::string text = module_head(module_name, network.n_in(), network.n_out(), used);
    for (int i = 0; i < network.n_out(); ++i) {
        std::string inputs;
        for (std::uint64_t left = network.row(i); left != 0; left &= left - 1)
            inputs += fmt::format("{}x[{}]", inputs.empty() ? "" : ", ", std::countr_zero(left));
        text += fmt::format("    assign y[{}] = {};\n", i, inputs.empty() ? "1'b0" : fmt::format("^{{{}}}", inputs));
    }
    return text + "endmodule\n";
}

} // namespace fracbit::models
