#include "models/cost/cost_report.hpp"

#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::models {
namespace {

using Json = nlohmann::ordered_json;

const char* const legend =
    "s: scaled from another process, e: estimated; every number's source is in the technology file";

bool exists(const PartCost& part) { return part.delay_ps > 0; }

std::string marked(const char* format, double number, Quality quality) {
    return fmt::format(fmt::runtime(format), number) + mark_of(quality);
}

Json area_json(const Area& area) {
    return {{"logic", area.logic_um2},
            {"flip_flops", area.flops_um2},
            {"sram", area.sram_um2},
            {"total", area.total_um2()}};
}

} // namespace

std::string machine_cost_text(const MachineCost& cost, const Technology& technology, int width) {
    TextTable table({{"part", 9, true},
                     {"logic um2", 4},
                     {"flops um2", 4},
                     {"SRAM um2", 4},
                     {"area um2", 8},
                     {"%", 5},
                     {"delay ps", 7},
                     {"in time", 6},
                     {"fJ", 3},
                     {"per", 3, true}});
    const double total = std::max(cost.area.total_um2(), 1e-9);
    for (int p = 0; p < part_count; ++p) {
        const PartCost& part = cost.parts[static_cast<std::size_t>(p)];
        if (!exists(part)) continue;
        table.add({to_string(static_cast<PartId>(p)), fmt::format("{:.0f}", part.area.logic_um2),
                   fmt::format("{:.0f}", part.area.flops_um2), fmt::format("{:.0f}", part.area.sram_um2),
                   marked("{:.0f}", part.area.total_um2(), part.area_quality),
                   fmt::format("{:.1f}", 100 * part.area.total_um2() / total),
                   marked("{:.0f}", part.delay_ps, part.quality), part.delay_ps <= cost.clock_ps ? "yes" : "NO",
                   marked("{:.1f}", part.energy_fj, part.quality), operation_of(static_cast<PartId>(p))});
    }
    table.rule();
    table.add({"all", fmt::format("{:.0f}", cost.area.logic_um2), fmt::format("{:.0f}", cost.area.flops_um2),
               fmt::format("{:.0f}", cost.area.sram_um2), marked("{:.0f}", cost.area.total_um2(), cost.area_quality),
               "100.0", marked("{:.0f}", cost.slowest_ps, cost.quality), cost.meets_clock() ? "yes" : "NO", "", ""});
    return table.text(width) + "\n" +
           wrapped(fmt::format("{}: {:.3f} mm2 of cells, {:.3f}e mm2 placed; leakage {:.2f}{} mW; clock {:.0f} ps",
                               technology.name, cost.area.total_um2() * 1e-6, cost.placed_um2 * 1e-6,
                               cost.leakage_nw * 1e-6, mark_of(cost.area_quality), cost.clock_ps),
                   width) +
           wrapped(legend, width);
}

std::string run_energy_text(const RunEnergy& energy, int width) {
    struct Line {
        std::string name;
        PartEnergy energy;
    };
    std::vector<Line> lines;
    for (int p = 0; p < part_count; ++p)
        if (energy.parts[static_cast<std::size_t>(p)].total_pj() > 0)
            lines.push_back({to_string(static_cast<PartId>(p)), energy.parts[static_cast<std::size_t>(p)]});
    for (int s = 0; s < stream_count; ++s)
        if (const double pj = energy.streams_pj[static_cast<std::size_t>(s)]; pj > 0)
            lines.push_back({std::string("memory: ") + to_string(static_cast<StreamId>(s)), {pj, 0, 0}});
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.energy.total_pj() > b.energy.total_pj(); });
    TextTable table({{"part", 9, true}, {"nJ", 8}, {"%", 7}, {"switching", 5}, {"clock", 5}, {"leakage", 5}});
    const double total = std::max(energy.total_pj(), 1e-12);
    const auto nj = [](double pj) { return fmt::format("{:.1f}", pj * 1e-3); };
    for (const Line& line : lines)
        table.add({line.name, nj(line.energy.total_pj()), fmt::format("{:.1f}", 100 * line.energy.total_pj() / total),
                   nj(line.energy.switching_pj), nj(line.energy.clock_pj), nj(line.energy.leakage_pj)});
    table.rule();
    table.add({"all", nj(energy.total_pj()), "100.0", "", "", ""});
    return table.text(width) + fmt::format("\nquality: {}\n", to_string(energy.quality));
}

nlohmann::ordered_json to_json(const MachineCost& cost, const Technology& technology) {
    Json parts = Json::object();
    for (int p = 0; p < part_count; ++p) {
        const PartCost& part = cost.parts[static_cast<std::size_t>(p)];
        if (!exists(part)) continue;
        const auto id = static_cast<PartId>(p);
        parts[to_string(id)] = {{"block", to_string(block_of(id))},
                                {"area_um2", area_json(part.area)},
                                {"area_quality", to_string(part.area_quality)},
                                {"delay_ps", part.delay_ps},
                                {"meets_clock", part.delay_ps <= cost.clock_ps},
                                {"energy_fj", part.energy_fj},
                                {"operation", operation_of(id)},
                                {"clock_fj_per_busy_cycle", part.clock_fj},
                                {"leakage_nw", part.leakage_nw},
                                {"quality", to_string(part.quality)}};
    }
    return {{"format_version", cost_format_version},
            {"technology", technology.name},
            {"node_nm", technology.node_nm.value},
            {"area_um2", area_json(cost.area)},
            {"area_quality", to_string(cost.area_quality)},
            {"placed_um2", cost.placed_um2},
            {"placed_quality", to_string(weakest(cost.area_quality, technology.wiring.utilization.quality))},
            {"clock_ps", cost.clock_ps},
            {"slowest_ps", cost.slowest_ps},
            {"meets_clock", cost.meets_clock()},
            {"leakage_nw", cost.leakage_nw},
            {"quality", to_string(cost.quality)},
            {"parts", parts}};
}

nlohmann::ordered_json to_json(const RunEnergy& energy) {
    Json parts = Json::object(), blocks = Json::object(), streams = Json::object();
    for (int b = 0; b < block_count; ++b)
        blocks[to_string(static_cast<BlockId>(b))] = energy.block_pj(static_cast<BlockId>(b));
    for (int p = 0; p < part_count; ++p) {
        const PartEnergy& part = energy.parts[static_cast<std::size_t>(p)];
        if (part.total_pj() > 0)
            parts[to_string(static_cast<PartId>(p))] = {
                {"switching_pj", part.switching_pj}, {"clock_pj", part.clock_pj}, {"leakage_pj", part.leakage_pj}};
    }
    for (int s = 0; s < stream_count; ++s)
        streams[to_string(static_cast<StreamId>(s))] = energy.streams_pj[static_cast<std::size_t>(s)];
    return {{"total_pj", energy.total_pj()},
            {"on_chip_pj", energy.on_chip_pj()},
            {"memory_pj", energy.memory_pj()},
            {"quality", to_string(energy.quality)},
            {"blocks_pj", blocks},
            {"parts", parts},
            {"memory_streams_pj", streams}};
}

} // namespace fracbit::models
