#include "explorer/report/front_report.hpp"
#include "explorer/report/stored_values.hpp"
#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

constexpr int digits = 5;

std::string shard_text(const StoreContents& contents) {
    const Shard& shard = contents.header.shard;
    std::string text = shard.count > 1 ? fmt::format(", shard {}/{}", shard.index, shard.count) : "";
    if (!contents.complete())
        text += fmt::format("; not finished: {} of {} pieces of work are done", contents.done.size(),
                            chunks_of(shard, contents.header.plan.chunks));
    return text;
}

std::string counts_text(const StoreContents& contents) {
    const StoreCounts& counts = contents.counts;
    std::string text = fmt::format("{} points evaluated, {} feasible", models::grouped(counts.evaluated()),
                                   models::grouped(counts.points[static_cast<std::size_t>(PointStatus::feasible)]));
    for (int i = 1; i < point_status_count; ++i)
        if (const std::int64_t count = counts.points[static_cast<std::size_t>(i)]; count > 0)
            text += fmt::format(", {} {}", models::grouped(count), to_string(static_cast<PointStatus>(i)));
    if (counts.seconds > 0)
        text += fmt::format(
            "; {:.3g} s, {} points/s", counts.seconds,
            models::grouped(static_cast<std::int64_t>(static_cast<double>(counts.evaluated()) / counts.seconds)));
    return text;
}

std::string objectives_text(const StoreContents& contents) {
    std::string text;
    for (const std::size_t i : columns_of_kind(contents, "objective")) {
        const StoredColumn& column = contents.header.columns[i];
        text +=
            fmt::format("{}{} {}", text.empty() ? "" : ", ", column.maximize ? "maximize" : "minimize", column.name);
    }
    return text;
}

std::string hypervolume_text(const StoreContents& contents) {
    const double volume = hypervolume_of(contents);
    return std::isnan(volume) ? "hypervolume not worked out: so many points in so many objectives could take hours"
                              : fmt::format("hypervolume {:.6g}", volume);
}

/// Members of the front, best in the first objective first.
std::vector<const FrontMember*> ranked(const StoreContents& contents) {
    std::vector<const FrontMember*> members;
    for (const FrontMember& member : contents.front) members.push_back(&member);
    std::stable_sort(members.begin(), members.end(), [](const FrontMember* a, const FrontMember* b) {
        return a->objectives.front() < b->objectives.front();
    });
    return members;
}

} // namespace

std::string front_text(const StoreContents& contents, int width, std::int64_t rows) {
    std::string text =
        models::wrapped(fmt::format("{} ({} search{}): {}", contents.header.space_name, contents.header.plan.method,
                                    shard_text(contents), objectives_text(contents)),
                        width);
    text += models::wrapped(counts_text(contents), width);
    if (contents.front.empty()) return text + "no point is feasible: there is no front\n";
    text +=
        models::wrapped(fmt::format("front: {} points, {}", contents.front.size(), hypervolume_text(contents)), width);
    std::vector<std::size_t> shown = columns_of_kind(contents, "objective");
    for (const char* kind : {"parameter", "note"})
        for (const std::size_t column : varied_columns(contents, kind)) shown.push_back(column);
    std::vector<models::TextTable::Column> columns{{"point", 9, false}};
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const StoredColumn& column = contents.header.columns[shown[i]];
        columns.push_back(
            {column.name, column.kind == "objective" ? 8 : 7 - static_cast<int>(i) / 4, !column.texts.empty()});
    }
    models::TextTable table(columns);
    std::int64_t left = rows;
    for (const FrontMember* member : ranked(contents)) {
        if (left-- == 0) break;
        std::vector<std::string> cells{fmt::format("{}", member->id)};
        for (const std::size_t column : shown)
            cells.push_back(rounded_text(contents.header.columns[column], member->values[column], digits));
        table.add(cells);
    }
    text += table.text(width);
    if (static_cast<std::int64_t>(contents.front.size()) > rows)
        text += fmt::format("... and {} more\n", static_cast<std::int64_t>(contents.front.size()) - rows);
    return text;
}

} // namespace fracbit::explorer
