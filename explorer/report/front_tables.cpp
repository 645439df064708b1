#include "explorer/report/front_report.hpp"
#include "explorer/report/stored_values.hpp"
#include "models/files/csv_field.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::explorer {
namespace {

std::string csv_header(const StoreContents& contents, const std::string& first) {
    std::string text = first;
    for (const StoredColumn& column : contents.header.columns) text += "," + models::csv_field(column.name);
    return text + "\n";
}

void add_values(std::string& text, const StoreContents& contents, const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        text += "," + models::csv_field(value_text(contents.header.columns[i], values[i]));
    text += "\n";
}

/// The columns that a point's JSON has under a key.
struct PointPart {
    const char* key;
    std::vector<std::size_t> columns;
};

std::vector<PointPart> point_parts(const StoreContents& contents) {
    return {{"parameters", columns_of_kind(contents, "parameter")},
            {"objectives", columns_of_kind(contents, "objective")},
            {"metrics", columns_of_kind(contents, "metric")},
            {"notes", columns_of_kind(contents, "note")}};
}

nlohmann::ordered_json point_json(const StoreContents& contents, const std::vector<PointPart>& parts,
                                  const FrontMember& member) {
    nlohmann::ordered_json point{{"point", member.id}, {"equals", member.equals}};
    for (const PointPart& part : parts) {
        nlohmann::ordered_json values = nlohmann::ordered_json::object();
        for (const std::size_t i : part.columns)
            values[contents.header.columns[i].name] = value_json(contents.header.columns[i], member.values[i]);
        point[part.key] = values;
    }
    return point;
}

nlohmann::ordered_json objectives_json(const StoreContents& contents) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    const std::vector<double> reference = reference_of(contents);
    std::size_t k = 0;
    for (const std::size_t i : columns_of_kind(contents, "objective")) {
        const StoredColumn& column = contents.header.columns[i];
        nlohmann::ordered_json one{{"name", column.name}, {"direction", column.maximize ? "maximize" : "minimize"}};
        if (k < reference.size()) {
            one["reference"] = column.maximize ? -reference[k] : reference[k];
            one["reference_given"] = column.reference.has_value();
        }
        ++k;
        list.push_back(one);
    }
    return list;
}

} // namespace

std::string front_csv(const StoreContents& contents) {
    std::string text = csv_header(contents, "point,equals");
    for (const FrontMember& member : contents.front) {
        text += fmt::format("{},{}", member.id, member.equals);
        add_values(text, contents, member.values);
    }
    return text;
}

std::string sample_csv(const StoreContents& contents) {
    std::string text = csv_header(contents, "point");
    for (const SamplePoint& point : contents.sample) {
        text += fmt::format("{}", point.id);
        add_values(text, contents, point.values);
    }
    return text;
}

nlohmann::ordered_json front_json(const StoreContents& contents) {
    const StoreCounts& counts = contents.counts;
    const std::int64_t points = counts.evaluated();
    nlohmann::ordered_json json{
        {"format_version", front_format_version},
        {"program_version", contents.header.program_version},
        {"space", contents.header.space_name},
        {"space_hash", contents.header.space_hash},
        {"method", contents.header.plan.method},
        {"seed", contents.header.plan.seed},
        {"shard", {{"index", contents.header.shard.index}, {"count", contents.header.shard.count}}},
        {"complete", contents.complete()},
        {"points", points}};
    for (int i = 0; i < point_status_count; ++i)
        json[to_string(static_cast<PointStatus>(i))] = counts.points[static_cast<std::size_t>(i)];
    json["seconds"] = counts.seconds;
    json["points_per_second"] = counts.seconds > 0 ? static_cast<double>(points) / counts.seconds : 0;
    json["objectives"] = objectives_json(contents);
    json["hypervolume"] = hypervolume_of(contents);
    json["front"] = nlohmann::ordered_json::array();
    const std::vector<PointPart> parts = point_parts(contents);
    for (const FrontMember& member : contents.front) json["front"].push_back(point_json(contents, parts, member));
    return json;
}

} // namespace fracbit::explorer
