#include "explorer/store/store_header.hpp"

#include "explorer/front/canonical.hpp"
#include "explorer/front/pareto_front.hpp"
#include "explorer/store/line_difference.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fracbit::explorer {
namespace {

constexpr std::size_t most_columns = 1900; // SQLite's tables have at most 2,000

std::string describe(const StoredColumn& column) {
    auto text = fmt::format("{} {} [{}]", column.kind, column.name, column.unit);
    if (column.kind == "objective") text += column.maximize ? ", maximised" : ", minimised";
    if (column.reference) text += fmt::format(", reference {}", *column.reference);
    if (!column.texts.empty()) text += fmt::format(", one of {}", fmt::join(column.texts, "|"));
    return text;
}

class Comparison {
public:
    template <class T>
    void item(const std::string& name, const T& found, const T& expected) {
        if (!(found == expected)) list.push_back({name, fmt::format("{}", found), fmt::format("{}", expected)});
    }
    std::vector<HeaderDifference> list;
};

void compare_files(const SpaceFiles& found, const SpaceFiles& expected, Comparison& compare) {
    SpaceFiles all = found;
    all.insert(expected.begin(), expected.end());
    for (const auto& [name, text] : all) {
        const std::string item = name.empty() ? "the space's file" : fmt::format("file '{}'", name);
        const auto a = found.find(name), b = expected.find(name);
        if (a == found.end() || b == expected.end())
            compare.item<std::string>(item, a == found.end() ? "no such file" : "a file",
                                      b == expected.end() ? "no such file" : "a file");
        else if (const auto difference = first_difference(a->second, b->second))
            compare.item(fmt::format("{}, line {}", item, difference->line), difference->found, difference->expected);
    }
}

} // namespace

void check_header(const StoreHeader& header) {
    std::vector<std::string> problems;
    const auto& [index, count] = header.shard;
    if (count < 1 || index < 0 || index >= count)
        problems.push_back(fmt::format("shard {}/{}: the index must be 0 to one less than the count", index, count));
    const auto& plan = header.plan;
    for (const auto& [name, value] : {std::pair{"evaluations", plan.evaluations},
                                      {"population", plan.population},
                                      {"chunks", plan.chunks},
                                      {"sample", plan.sample}})
        if (value < 0) problems.push_back(fmt::format("{} {}: it cannot be negative", name, value));
    if (plan.chunks > most_chunks)
        problems.push_back(
            fmt::format("{} chunks; a store holds at most {}: make them larger", plan.chunks, most_chunks));
    for (const auto& column : header.columns) {
        if (column.kind != "parameter" && column.kind != "metric" && column.kind != "note" &&
            column.kind != "objective")
            problems.push_back(fmt::format("column '{}' is of kind '{}'; allowed: parameter, metric, note, objective",
                                           column.name, column.kind));
        if (column.name.find('\0') != std::string::npos)
            problems.push_back(fmt::format("the name of column '{}' has a zero byte", column.name.c_str()));
        if (column.reference && std::isnan(*column.reference))
            problems.push_back(fmt::format("the reference of column '{}' is NaN: give a number", column.name));
    }
    const int objectives = count_objectives(header.columns);
    if (objectives < 1 || objectives > ParetoFront::most_objectives)
        problems.push_back(
            fmt::format("{} columns are objectives; allowed: 1 to {}", objectives, ParetoFront::most_objectives));
    if (header.columns.size() > most_columns)
        problems.push_back(fmt::format("{} columns; a store holds at most {}", header.columns.size(), most_columns));
    if (!problems.empty()) throw ConfigError(fmt::format("a result store: {}", fmt::join(problems, "; ")));
}

int count_objectives(const std::vector<StoredColumn>& columns) {
    return static_cast<int>(std::count_if(columns.begin(), columns.end(),
                                          [](const StoredColumn& column) { return column.kind == "objective"; }));
}

std::vector<double> objectives_of(const std::vector<StoredColumn>& columns, std::span<const double> values) {
    std::vector<double> objectives;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].kind == "objective")
            objectives.push_back(canonical(columns[i].maximize ? -values[i] : values[i]));
    return objectives;
}

std::vector<HeaderDifference> differences(const StoreHeader& found, const StoreHeader& expected, bool compare_shards) {
    Comparison compare;
    compare.item("program_version", found.program_version, expected.program_version);
    compare.item("space_hash", found.space_hash, expected.space_hash);
    const bool same_space = found.space_hash == expected.space_hash;
    if (!same_space) {
        compare.item("space_name", found.space_name, expected.space_name);
        compare_files(found.files, expected.files, compare);
    }
    compare.item("method", found.plan.method, expected.plan.method);
    compare.item("seed", found.plan.seed, expected.plan.seed);
    compare.item("evaluations", found.plan.evaluations, expected.plan.evaluations);
    compare.item("population", found.plan.population, expected.plan.population);
    compare.item("chunks", found.plan.chunks, expected.plan.chunks);
    compare.item("sample", found.plan.sample, expected.plan.sample);
    if (compare_shards)
        compare.item("shard", fmt::format("{}/{}", found.shard.index, found.shard.count),
                     fmt::format("{}/{}", expected.shard.index, expected.shard.count));
    if (!same_space) return compare.list; // columns follow from the space
    for (std::size_t i = 0; i < std::max(found.columns.size(), expected.columns.size()); ++i) {
        const auto text = [i](const StoreHeader& header) -> std::string {
            return i < header.columns.size() ? describe(header.columns[i]) : "no such column";
        };
        compare.item(fmt::format("column {}", i), text(found), text(expected));
    }
    return compare.list;
}

std::string to_text(const std::vector<HeaderDifference>& differences) {
    std::vector<std::string> items;
    items.reserve(differences.size());
    for (const auto& difference : differences)
        items.push_back(
            fmt::format("{}: found {}, expected {}", difference.item, difference.found, difference.expected));
    return fmt::format("{}", fmt::join(items, "; "));
}

} // namespace fracbit::explorer
