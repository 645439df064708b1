#include "cli/weight_options.hpp"

#include "cli/option_checks.hpp"
#include "models/compression/plane_code.hpp"
#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/inference/synthetic_storage.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

constexpr const char *weights_group = "Weights", *network_group = "XOR network";

} // namespace

void XorOptions::add_to(CLI::App& command, const std::string& seed_name, bool pruned_too) {
    const char* group = network_group;
    const auto defaults = [&](const char* plain, const char* pruned) {
        return std::string(". Default: ") + plain + (pruned_too ? std::string("; sparse: ") + pruned : "");
    };
    command.add_option("--n-in", n_in, "Stored bits of a slice, 1 to 64" + defaults("8", "20"))
        ->type_name("INT")
        ->group(group);
    command
        .add_option("--n-out", n_out,
                    "Weights (shift-xor: bits) of a slice, n-in to 1024" + defaults("10", "the cheapest, by trial"))
        ->type_name("INT")
        ->group(group);
    auto* ones =
        command
            .add_option("--taps", taps, "Ones in each row of the matrix, 1 to n-in; 0: dense" + defaults("2", "dense"))
            ->type_name("INT")
            ->group(group);
    command.add_flag("--dense", dense, "Random dense matrix: each entry a fair coin")->excludes(ones)->group(group);
    command.add_option(seed_name, seed, "Seed of the matrix; plane i uses seed + i")
        ->check(seed_problem)
        ->capture_default_str()
        ->group(group);
}

models::XorSpec XorOptions::xor_spec() const {
    models::XorSpec spec;
    spec.n_in = n_in.value_or(spec.n_in);
    spec.n_out = n_out.value_or(spec.n_out);
    spec.taps = dense ? 0 : taps.value_or(spec.taps);
    spec.seed = seed;
    models::validate(spec);
    return spec;
}

void WeightOptions::add_to(CLI::App& command) {
    const char* group = weights_group;
    command
        .add_option(
            "--format", format,
            "Weights in memory: flexor (XOR-encrypted planes), sparse (pruned: XOR-encoded planes with patches "
            "and a mask), csr (pruned: signs and distances), binary (plain planes), dense8 (signed 8 bit), shift "
            "(signed powers of two), shift-xor (the same, XOR-encrypted). Default: flexor; with --model as stored")
        ->check(CLI::IsMember({"flexor", "sparse", "csr", "binary", "dense8", "shift", "shift-xor", "stored"}))
        ->type_name("NAME")
        ->group(group);
    command.add_option("--q", q, "Bit planes of a weight, 1 to 8; shift, shift-xor: its bits, 1 to 4 (drawn weights)")
        ->capture_default_str()
        ->group(group);
    command
        .add_option(
            "--storage,--order", storage,
            "Order of the bits in memory: row-major, k-major, tiled (drawn weights, and csr). Default: k-major; "
            "csr: tiled")
        ->check(CLI::IsMember({"row-major", "k-major", "tiled"}))
        ->type_name("NAME")
        ->group(group);
    command.add_option("--sparsity", sparsity, "Share of zero weights (drawn sparse and csr weights)")
        ->check(CLI::Range(0.0, 1.0))
        ->check(nan_problem)
        ->type_name("S")
        ->capture_default_str()
        ->group(group);
    command.add_option("--mask", mask, "Mask of drawn sparse weights: bitmap, relative-index, low-rank")
        ->check(CLI::IsMember({"bitmap", "relative-index", "low-rank"}))
        ->type_name("NAME")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--registers", registers,
                    "Earlier slices whose stored bits the network of drawn sparse weights sees too")
        ->check(CLI::Range(0, 63))
        ->type_name("INT")
        ->capture_default_str()
        ->group(group);
    command.add_option("--seed", seed, "Seed of the drawn weights")
        ->check(seed_problem)
        ->capture_default_str()
        ->group(group);
    xor_network.add_to(command, "--xor-seed", true);
}

void WeightOptions::note_given(const CLI::App& command) {
    for (const CLI::Option* option : command.get_options())
        if (option->count() > 0 && (option->get_group() == weights_group || option->get_group() == network_group))
            given.push_back(option->get_name());
}

void WeightOptions::check_stored() const {
    const bool reordered = weight_format(format) == models::WeightFormat::csr;
    for (const std::string& option : given)
        if (option != "--format" && option != "--seed" && !(option == "--storage" && reordered))
            throw ConfigError(fmt::format("{} is about drawn weights{}, and those of --model are as the file has them; "
                                          "leave it out",
                                          option, option == "--storage" ? " and csr" : ""));
}

std::optional<models::WeightFormat> weight_format(const std::string& text) {
    for (const auto format : {models::WeightFormat::flexor, models::WeightFormat::sparse, models::WeightFormat::csr,
                              models::WeightFormat::binary, models::WeightFormat::dense8, models::WeightFormat::shift,
                              models::WeightFormat::shift_xor})
        if (text == to_string(format)) return format;
    return std::nullopt;
}

models::StorageOrder storage_order(const std::string& text, std::optional<models::WeightFormat> format) {
    for (const auto order : {models::StorageOrder::row_major, models::StorageOrder::tiled})
        if (text == to_string(order)) return order;
    return text.empty() && format == models::WeightFormat::csr ? models::StorageOrder::tiled
                                                               : models::StorageOrder::k_major;
}

models::MaskFormat mask_format(const std::string& text) {
    for (const auto format : {models::MaskFormat::relative_index, models::MaskFormat::low_rank})
        if (text == to_string(format)) return format;
    return models::MaskFormat::bitmap;
}

void choose_drawn_code(const XorOptions& given, models::SyntheticSpec& spec) {
    constexpr std::int64_t rows_of_columns = 8192; // columns of a drawn row group, enough to tell
    models::CompressionOptions how;
    how.n_in = given.n_in.value_or(20);
    how.n_out = given.n_out.value_or(0);
    how.taps = given.dense ? 0 : given.taps.value_or(0);
    how.registers = spec.pruned.registers;
    how.seed = given.seed;
    how.sparsity = spec.pruned.sparsity;
    how.group_rows = spec.group_rows;
    models::validate(how);
    Random random(spec.seed);
    const std::vector<std::int64_t> lengths(4, spec.group_rows * rows_of_columns / 4);
    models::BitVector codes(spec.group_rows * rows_of_columns / 4 * 4), care(codes.size());
    for (std::int64_t i = 0; i < codes.size(); ++i) {
        codes.set(i, random.next() >> 63 != 0);
        care.set(i, random.uniform() >= spec.pruned.sparsity);
    }
    const models::PlaneCode code = models::choose_code(codes, care, lengths, how, 0);
    spec.xor_spec = {how.columns(), code.network->n_out(), how.taps, given.seed};
    spec.pruned.patches = patch_format(how);
    if (code.block_slices > 0) spec.pruned.block_slices = code.block_slices;
}

models::SyntheticSpec WeightOptions::synthetic_spec(const models::Architecture& architecture) const {
    models::SyntheticSpec spec;
    spec.format = weight_format(format).value_or(models::WeightFormat::flexor);
    spec.q = q;
    if (is_xor_encrypted(spec.format)) spec.xor_spec = xor_network.xor_spec();
    spec.order = storage_order(storage, spec.format);
    models::store_for(architecture, spec);
    spec.seed = seed;
    spec.pruned.sparsity = sparsity;
    spec.pruned.mask = mask_format(mask);
    spec.pruned.registers = registers;
    if (spec.format == models::WeightFormat::sparse) choose_drawn_code(xor_network, spec);
    return spec;
}

} // namespace fracbit::cli
