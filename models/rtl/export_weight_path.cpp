#include "models/rtl/export_weight_path.hpp"

#include "models/circuits/pipeline.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/core/error.hpp"
#include "models/rtl/decoder_module.hpp"
#include "models/rtl/legal_name.hpp"
#include "models/rtl/network_module.hpp"
#include "models/rtl/sv_sources.hpp"
#include "models/rtl/testbench.hpp"
#include "models/rtl/weight_path_module.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models {

RtlBundle export_weight_path(const WeightPathSpec& spec) {
    validate(spec);
    const std::string layer = spec.module_prefix();
    RtlBundle bundle;
    bundle.top = layer + "_weight_path";
    const auto add = [&](const std::string& module, std::string text) {
        bundle.files.push_back({"rtl/" + module + ".sv", std::move(text)});
    };

    const DecoderStages stages = decoder_stages_of(spec);
    const int deepest =
        std::min(stages.stages * stages.levels, spec.circuits.max_depth.value_or(std::numeric_limits<int>::max()));
    bundle.lanes = spec.lanes();
    bundle.stages = stages.stages;
    const DistinctNetworks distinct(spec);
    std::vector<std::string> names;
    for (std::size_t n = 0; n < distinct.networks.size(); ++n) {
        SynthesisOptions circuit = spec.circuits;
        circuit.max_depth = deepest;
        const XorNetlist netlist = synthesize(*distinct.networks[n], circuit).netlist;
        if (!computes(netlist, *distinct.networks[n]))
            throw Error(
                fmt::format("layer '{}': the netlist of network {} does not compute its matrix", spec.layer, n));
        names.push_back(fmt::format("{}_xor_network_{}", layer, n));
        const PipelineCut cut = cut_by_levels(netlist, stages.levels, stages.stages);
        bundle.circuits.push_back({netlist.xor2(), depth(netlist), flip_flops(cut)});
        add(names.back(), network_module(names.back(), netlist, cut));
    }
    add(layer + "_xor_decoder", decoder_module(layer + "_xor_decoder", spec, names));
    add(bundle.top, weight_path_module(bundle.top, spec, layer + "_xor_decoder"));
    for (const std::string& block : weight_path_blocks(spec))
        bundle.files.push_back({"rtl/fracbit_" + block, sv_source(block)});
    return bundle;
}

RtlBundle export_weight_path(const WeightPathSpec& spec, const TestVectors& vectors) {
    RtlBundle bundle = export_weight_path(spec);
    bundle.testbench = spec.module_prefix() + "_testbench";
    for (RtlFile& file : testbench_files(bundle.testbench, bundle.top, spec, vectors))
        bundle.files.push_back(std::move(file));
    return bundle;
}

RtlBundle export_network(const Architecture& architecture, const std::string& name,
                         const std::shared_ptr<const XorNetwork>& network, const SynthesisOptions& circuits) {
    QuantizedLayer stored;
    stored.planes.push_back({network, {}});
    WeightPathSpec spec = weight_path_of(architecture, name, stored);
    spec.circuits = circuits;
    return export_weight_path(spec, random_vectors(spec, vector_weights, circuits.seed));
}

} // namespace fracbit::models
