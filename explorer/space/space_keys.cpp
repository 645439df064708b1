#include "explorer/space/space_keys.hpp"

#include "models/config/architecture_keys.hpp"
#include "models/config/decimal.hpp"
#include "models/core/nearest_name.hpp"
#include "models/cost/technology.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

using models::KeyRule;
using models::KeyType;
using models::KeyValue;
using models::Rational;

constexpr double largest_seed = 9'007'199'254'740'992; // 2^53: expressions see numbers as doubles

SpaceKey of_architecture(const models::ArchitectureKey& key) {
    SpaceKey result;
    result.rule = key.rule;
    result.role = ParameterRole::architecture;
    result.alternative = key.alternative;
    result.get = [&key](const DesignPoint& point) { return key.get(point.architecture); };
    result.set = [&key](DesignPoint& point, const KeyValue& value) { key.set(point.architecture, value); };
    return result;
}

/// `field` is a generic lambda from a DesignPoint to a reference to an integer.
template <class Access>
SpaceKey integer(const char* name, double minimum, double maximum, const char* unit, const char* meaning,
                 Access field) {
    SpaceKey result;
    result.rule = key_rule(KeyType::integer, "encoding", name, unit, meaning, minimum, maximum);
    result.role = ParameterRole::encoding;
    result.get = [field](const DesignPoint& point) { return KeyValue(static_cast<std::int64_t>(field(point))); };
    result.set = [field](DesignPoint& point, const KeyValue& value) {
        auto& target = field(point);
        target = static_cast<std::remove_reference_t<decltype(target)>>(std::get<std::int64_t>(value));
    };
    return result;
}

/// The names of an enumeration; `get` gives an optional one.
template <class Enum, class Get, class Set>
SpaceKey choice(const char* name, const char* meaning, std::vector<Enum> values, Get get, Set set) {
    SpaceKey result;
    result.rule = key_rule(KeyType::choice, "encoding", name, "", meaning);
    for (const Enum value : values) result.rule.choices.emplace_back(to_string(value));
    result.role = ParameterRole::encoding;
    result.get = [get](const DesignPoint& point) -> std::optional<KeyValue> {
        const std::optional<Enum> value = get(point);
        if (!value) return std::nullopt;
        return KeyValue(std::string(to_string(*value)));
    };
    result.set = [set, values](DesignPoint& point, const KeyValue& value) {
        for (const Enum candidate : values)
            if (to_string(candidate) == std::get<std::string>(value)) set(point, candidate);
    };
    return result;
}

/// A text of the point itself; empty is not set.
SpaceKey text(const char* name, ParameterRole role, const char* meaning, std::string DesignPoint::*field) {
    SpaceKey result;
    result.rule = key_rule(KeyType::text, "", name, "", meaning);
    result.role = role;
    result.get = [field](const DesignPoint& point) -> std::optional<KeyValue> {
        if ((point.*field).empty()) return std::nullopt;
        return KeyValue(point.*field);
    };
    result.set = [field](DesignPoint& point, const KeyValue& value) { point.*field = std::get<std::string>(value); };
    return result;
}

void add_codes(std::vector<SpaceKey>& keys) {
    using models::StorageOrder;
    using models::WeightFormat;
    keys.push_back(choice<WeightFormat>(
        "format", "how weights are stored",
        {WeightFormat::flexor, WeightFormat::sparse, WeightFormat::csr, WeightFormat::binary, WeightFormat::dense8,
         WeightFormat::shift, WeightFormat::shift_xor},
        [](const DesignPoint& p) { return std::optional(p.weights.format); },
        [](DesignPoint& p, WeightFormat value) { p.weights.format = value; }));
    keys.push_back(integer(
        "q", 1, 8, "planes", "bit planes of a weight; shift, shift-xor: its bits, at most 4",
        [](auto& p) -> auto& { return p.weights.q; }));
    keys.push_back(integer(
        "n_in", 1, models::max_n_in, "bits", "flexor, sparse, shift-xor: stored bits of a slice",
        [](auto& p) -> auto& { return p.n_in; }));
    keys.push_back(integer(
        "n_out", 1, models::max_n_out, "weights", "flexor, sparse: weights of a slice; shift-xor: bits",
        [](auto& p) -> auto& { return p.weights.xor_spec.n_out; }));
    keys.push_back(integer(
        "taps", 0, models::max_n_in, "", "flexor, sparse, shift-xor: ones in each row of the matrix; 0: random dense",
        [](auto& p) -> auto& { return p.weights.xor_spec.taps; }));
    keys.push_back(integer(
        "matrix_seed", 0, largest_seed, "", "flexor, sparse, shift-xor: seed of the matrix; plane i uses seed + i",
        [](auto& p) -> auto& { return p.weights.xor_spec.seed; }));
    keys.push_back(choice<StorageOrder>(
        "order", "order of the bits in memory; else k-major, csr: tiled",
        {StorageOrder::row_major, StorageOrder::k_major, StorageOrder::tiled},
        [](const DesignPoint& p) { return p.order; }, [](DesignPoint& p, StorageOrder value) { p.order = value; }));
}

SpaceKey sparsity_key() {
    SpaceKey key;
    key.rule = key_rule(KeyType::number, "encoding", "sparsity", "", "sparse, csr: share of zero weights", 0, 1);
    key.role = ParameterRole::encoding;
    key.get = [](const DesignPoint& p) {
        const auto exact = models::exact_decimal(p.weights.pruned.sparsity);
        return exact ? KeyValue(*exact) : KeyValue(p.weights.pruned.sparsity);
    };
    key.set = [](DesignPoint& p, const KeyValue& value) {
        p.weights.pruned.sparsity = std::get<Rational>(value).value();
    };
    return key;
}

/// Negative in a point: not set.
SpaceKey drawn_patches_key() {
    SpaceKey key;
    key.rule = key_rule(KeyType::number, "encoding", "patches_per_slice", "patches",
                        "sparse: draws seeds and this many patches, on average; else weights are drawn and encoded", 0,
                        models::max_n_out);
    key.role = ParameterRole::encoding;
    key.get = [](const DesignPoint& p) -> std::optional<KeyValue> {
        if (p.weights.pruned.patches_per_slice < 0) return std::nullopt;
        const auto exact = models::exact_decimal(p.weights.pruned.patches_per_slice);
        return exact ? KeyValue(*exact) : KeyValue(p.weights.pruned.patches_per_slice);
    };
    key.set = [](DesignPoint& p, const KeyValue& value) {
        p.weights.pruned.patches_per_slice = std::get<Rational>(value).value();
    };
    return key;
}

void add_pruning(std::vector<SpaceKey>& keys) {
    using models::MaskFormat;
    using models::PatchFormat;
    keys.push_back(sparsity_key());
    keys.push_back(choice<MaskFormat>(
        "mask", "sparse: how the pruning mask is stored",
        {MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank},
        [](const DesignPoint& p) { return std::optional(p.weights.pruned.mask); },
        [](DesignPoint& p, MaskFormat value) { p.weights.pruned.mask = value; }));
    keys.push_back(integer(
        "rank", 1, 64, "", "low-rank mask: rank of a tile", [](auto& p) -> auto& { return p.weights.pruned.rank; }));
    keys.push_back(integer(
        "mask_columns", 1, 65'536, "columns", "low-rank mask: columns of a tile",
        [](auto& p) -> auto& { return p.weights.pruned.mask_columns; }));
    keys.push_back(choice<PatchFormat>(
        "patches", "sparse: how patches are stored; else counted, with registers gaps",
        {PatchFormat::counted, PatchFormat::gaps}, [](const DesignPoint& p) { return p.patches; },
        [](DesignPoint& p, PatchFormat value) { p.patches = value; }));
    keys.push_back(integer(
        "block_slices", 1, 65'536, "slices", "counted patches: slices whose counts are equally wide",
        [](auto& p) -> auto& { return p.weights.pruned.block_slices; }));
    keys.push_back(drawn_patches_key());
    keys.push_back(integer(
        "registers", 0, 63, "slices", "sparse: earlier slices whose stored bits the network sees too",
        [](auto& p) -> auto& { return p.weights.pruned.registers; }));
    keys.push_back(integer(
        "seed", 0, largest_seed, "", "seed of the drawn weights", [](auto& p) -> auto& { return p.weights.seed; }));
}

} // namespace

const std::vector<SpaceKey>& space_keys() {
    static const std::vector<SpaceKey> keys = [] {
        std::vector<SpaceKey> list;
        for (const models::ArchitectureKey& key : models::architecture_keys())
            if (key.rule.path() != "format_version") list.push_back(of_architecture(key));
        add_codes(list);
        add_pruning(list);
        list.push_back(text("technology", ParameterRole::technology, "a shipped one, or the name of a .toml file",
                            &DesignPoint::technology));
        list.push_back(text("network", ParameterRole::network, "the one that runs; else all networks of the space",
                            &DesignPoint::network));
        return list;
    }();
    return keys;
}

const SpaceKey* find_space_key(const std::string& path) {
    static const std::map<std::string, const SpaceKey*> by_path = [] {
        std::map<std::string, const SpaceKey*> index;
        for (const SpaceKey& key : space_keys()) index[key.rule.path()] = &key;
        return index;
    }();
    const auto found = by_path.find(path);
    return found == by_path.end() ? nullptr : found->second;
}

std::vector<std::string> space_key_paths() {
    std::vector<std::string> paths;
    for (const SpaceKey& key : space_keys()) paths.push_back(key.rule.path());
    return paths;
}

std::vector<std::string> space_key_tables() {
    std::vector<std::string> tables;
    for (const SpaceKey& key : space_keys())
        if (!key.rule.table.empty() && std::find(tables.begin(), tables.end(), key.rule.table) == tables.end())
            tables.push_back(key.rule.table);
    return tables;
}

std::string suggest_space_key(const std::string& path, const std::vector<std::string>& others) {
    const std::size_t dot = path.rfind('.');
    const std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
    const std::string table = dot == std::string::npos ? "" : path.substr(0, dot);
    std::string elsewhere;
    std::vector<std::string> beside;
    for (const SpaceKey& key : space_keys()) {
        if (key.rule.name == name) elsewhere += (elsewhere.empty() ? "'" : " or '") + key.rule.path() + "'";
        if (key.rule.table == table) beside.push_back(key.rule.path());
    }
    if (!elsewhere.empty()) return "did you mean " + elsewhere + "?";
    std::vector<std::string> known = space_key_paths();
    known.insert(known.end(), others.begin(), others.end());
    if (const auto near = nearest_name(path, known)) return "did you mean '" + *near + "'?";
    if (!table.empty() && !beside.empty()) return suggest_name(path, beside);
    return "allowed are the keys of an architecture, encoding.*, technology and network (docs/design_spaces.md)";
}

std::string describe_space_keys() {
    const std::string row = "{:27} {:8} {:12} {:62} {}\n";
    std::string table = fmt::format(fmt::runtime(row), "key", "unit", "default", "allowed", "meaning");
    const DesignPoint defaults;
    for (const SpaceKey& key : space_keys()) {
        if (key.role == ParameterRole::architecture) continue;
        const auto value = key.get(defaults);
        std::string shown = value ? models::toml_text(*value) : "not set";
        if (key.role == ParameterRole::technology) shown = models::toml_text(models::shipped_technologies().front());
        table += fmt::format(fmt::runtime(row), key.rule.path(), key.rule.unit.empty() ? "-" : key.rule.unit, shown,
                             key.rule.allowed(), key.rule.meaning);
    }
    return table;
}

} // namespace fracbit::explorer
