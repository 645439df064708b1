#include "cli/weight_options.hpp"

#include "cli/machine_options.hpp"

namespace fracbit::cli {

void XorOptions::add_to(CLI::App& command, const std::string& seed_name) {
    const char* group = "XOR network";
    command.add_option("--n-in", spec.n_in, "Stored bits of a slice, 1 to 64")->capture_default_str()->group(group);
    command.add_option("--n-out", spec.n_out, "Weights of a slice, n-in to 1024")->capture_default_str()->group(group);
    auto* taps = command.add_option("--taps", spec.taps, "Ones in each row of the matrix, 1 to n-in; 0: dense")
                     ->capture_default_str()
                     ->group(group);
    command.add_flag("--dense", dense, "Random dense matrix: each entry a fair coin")->excludes(taps)->group(group);
    command.add_option(seed_name, spec.seed, "Seed of the matrix; plane i uses seed + i")
        ->capture_default_str()
        ->group(group);
}

models::XorSpec XorOptions::xor_spec() const {
    models::XorSpec spec_used = spec;
    if (dense) spec_used.taps = 0;
    models::validate(spec_used);
    return spec_used;
}

void WeightOptions::add_to(CLI::App& command) {
    const char* group = "Weights";
    command
        .add_option("--format", format,
                    "Weights in memory: flexor (XOR-encrypted planes), binary (plain planes), "
                    "dense8 (signed 8 bit). Default: flexor; with --model as stored")
        ->check(CLI::IsMember({"flexor", "binary", "dense8", "stored"}))
        ->type_name("NAME")
        ->group(group);
    command.add_option("--q", q, "Bit planes of a weight, 1 to 8 (drawn weights)")->capture_default_str()->group(group);
    command.add_option("--storage", storage, "Order of the bits in memory: row-major, k-major, tiled (drawn weights)")
        ->check(CLI::IsMember({"row-major", "k-major", "tiled"}))
        ->type_name("NAME")
        ->capture_default_str()
        ->group(group);
    command.add_option("--seed", seed, "Seed of the drawn weights")->capture_default_str()->group(group);
    xor_network.add_to(command, "--xor-seed");
}

std::optional<models::WeightFormat> weight_format(const std::string& text) {
    if (text == "flexor") return models::WeightFormat::flexor;
    if (text == "binary") return models::WeightFormat::binary;
    if (text == "dense8") return models::WeightFormat::dense8;
    return std::nullopt;
}

models::SyntheticSpec WeightOptions::synthetic_spec(const models::Architecture& architecture) const {
    models::SyntheticSpec spec;
    spec.format = weight_format(format).value_or(models::WeightFormat::flexor);
    spec.q = q;
    if (spec.format == models::WeightFormat::flexor) spec.xor_spec = xor_network.xor_spec();
    spec.order = storage == "row-major" ? models::StorageOrder::row_major
                 : storage == "tiled"   ? models::StorageOrder::tiled
                                        : models::StorageOrder::k_major;
    spec.group_rows = architecture.array.rows;
    spec.tile_columns = architecture.array.columns;
    spec.activation_bits = activation_bits(architecture);
    spec.seed = seed;
    return spec;
}

} // namespace fracbit::cli
