#include "cli/store_outputs.hpp"

#include "cli/console.hpp"
#include "cli/interrupt.hpp"
#include "explorer/evaluation/first_rejections.hpp"
#include "explorer/report/accuracy_sources.hpp"
#include "explorer/report/front_report.hpp"
#include "models/core/error.hpp"
#include "models/results/report_text.hpp"

#include <algorithm>
#include <memory>
#include <numeric>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

constexpr double png_scale = 2; // pixels for each unit: sharp on today's screens

void open(std::optional<models::AtomicFile>& file, const std::string& path) {
    if (!path.empty()) file.emplace(path);
}

explorer::DesignSpace space_of(const explorer::StoreContents& contents) {
    return explorer::parse_space(contents.header.files, contents.header.space_name);
}

/// Adds to each point of the front what its accuracies rest on; nothing where this program cannot read the space of the
/// store, which another version may have made.
void add_sources(nlohmann::ordered_json& json, const explorer::StoreContents& contents) {
    const auto& columns = contents.header.columns;
    const bool asked =
        std::any_of(columns.begin(), columns.end(), [](const auto& column) { return column.kind == "note"; });
    if (!asked || contents.front.empty()) return;
    try {
        const explorer::DesignSpace space = space_of(contents);
        for (auto& point : json["front"])
            point["accuracy_sources"] = explorer::accuracy_sources(space, point["point"].get<explorer::PointId>());
    } catch (const Error&) {
        for (auto& point : json["front"]) point.erase("accuracy_sources");
    }
}

/// Empty where some points are feasible, or none was looked at.
std::vector<explorer::Rejection> rejections_of(const explorer::StoreContents& contents) {
    const auto& counts = contents.counts.points;
    if (!contents.front.empty() || std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) == 0) return {};
    return explorer::first_rejections(std::make_shared<const explorer::DesignSpace>(space_of(contents)), interrupted);
}

std::string finish(std::optional<models::AtomicFile>& file, const std::string& bytes) {
    file->write(bytes);
    file->commit();
    return fmt::format("wrote {}\n", file->path());
}

} // namespace

void StoreOutputOptions::add_to(CLI::App& command) {
    command.add_option("--rows", rows, "Points of the front in the table; the best in the first objective come first")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}))
        ->type_name("INT")
        ->capture_default_str();
    add_json_option(command, json);
}

void StoreOutputOptions::add_files_to(CLI::App& command) {
    const char* group = "Files";
    command.add_option("--csv", csv, "Write the front: every parameter, metric and objective")
        ->type_name("FILE")
        ->group(group);
    command.add_option("--sample-csv", sample_csv, "Write the sample of all feasible points")
        ->type_name("FILE")
        ->group(group);
    command.add_option("--svg", svg, "Draw front and sample")->type_name("FILE")->group(group);
    command.add_option("--png", png, "The same as pixels")->type_name("FILE")->group(group);
    command.add_option("--x", x, "Column on the chart's x axis. Default: the second objective, or area_mm2")
        ->type_name("NAME")
        ->group(group);
    command.add_option("--y", y, "Column on the chart's y axis. Default: the first objective")
        ->type_name("NAME")
        ->group(group);
}

std::vector<NamedFile> StoreOutputOptions::files() const {
    return {{"--json", json}, {"--csv", csv}, {"--sample-csv", sample_csv}, {"--svg", svg}, {"--png", png}};
}

void StoreOutputOptions::check_axes(const std::vector<explorer::StoredColumn>& columns) const {
    if (svg.empty() && png.empty() && !(x.empty() && y.empty()))
        throw ConfigError(
            fmt::format("{} needs --svg or --png: the chart whose axis it names", x.empty() ? "--y" : "--x"));
    (void)explorer::chart_columns(columns, x, y);
}

StoreOutputs::StoreOutputs(const StoreOutputOptions& options) : options_(options), json_(options.json) {
    open(csv_, options.csv);
    open(sample_csv_, options.sample_csv);
    open(svg_, options.svg);
    open(png_, options.png);
}

void StoreOutputs::write(const explorer::StoreContents& contents, const std::string& before) {
    std::string wrote;
    const bool drawn = svg_ || png_;
    const models::ScatterChart chart =
        drawn ? explorer::front_chart(contents, options_.x, options_.y) : models::ScatterChart{};
    if (!chart.series.empty()) {
        const std::string picture = models::to_svg(chart);
        if (svg_) wrote += finish(svg_, picture);
        if (png_) wrote += finish(png_, explorer::png_of(picture, png_scale));
    }
    if (csv_) wrote += finish(csv_, explorer::front_csv(contents));
    if (sample_csv_) wrote += finish(sample_csv_, explorer::sample_csv(contents));
    const int width = terminal_width();
    std::string text = before + explorer::front_text(contents, width, options_.rows);
    nlohmann::ordered_json json = options_.json.empty() ? nlohmann::ordered_json() : explorer::front_json(contents);
    if (!options_.json.empty()) add_sources(json, contents);
    for (const explorer::Rejection& one : rejections_of(contents)) {
        text += models::wrapped(to_text(one), width);
        nlohmann::ordered_json told{{"point", one.point}, {"status", to_string(one.status)}, {"reason", one.reason}};
        if (!one.found.empty()) told["found"] = one.found;
        json["not_feasible"].push_back(told);
    }
    json_.write(json, text + wrote);
    if (drawn && chart.series.empty())
        throw ConfigError(fmt::format(
            "there is nothing to draw: {}; all but the chart was written",
            contents.front.empty() ? "no point of the store is feasible"
                                   : fmt::format("no point has finite {} and {}", chart.x_label, chart.y_label)));
}

} // namespace fracbit::cli
