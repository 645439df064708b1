#include "explorer/report/stored_values.hpp"

#include "explorer/front/hypervolume.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::explorer {
namespace {

const std::string* text_of(const StoredColumn& column, double value) {
    if (!(value >= 0 && value < static_cast<double>(column.texts.size()))) return nullptr;
    return &column.texts[static_cast<std::size_t>(value)];
}

bool is_whole(double value) { return value == std::floor(value) && std::abs(value) < 1e15; }

} // namespace

std::string value_text(const StoredColumn& column, double value) {
    if (const std::string* text = text_of(column, value)) return *text;
    return is_whole(value) ? fmt::format("{}", static_cast<std::int64_t>(value)) : fmt::format("{}", value);
}

std::string rounded_text(const StoredColumn& column, double value, int digits) {
    if (column.kind == "parameter" || !column.texts.empty() || is_whole(value)) return value_text(column, value);
    return fmt::format("{:.{}g}", value, digits);
}

nlohmann::ordered_json value_json(const StoredColumn& column, double value) {
    if (const std::string* text = text_of(column, value)) return *text;
    if (!std::isfinite(value)) return nullptr;
    if (is_whole(value)) return static_cast<std::int64_t>(value);
    return value;
}

std::size_t column_index(const std::vector<StoredColumn>& columns, const std::string& name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name) return i;
        names.push_back(columns[i].name);
    }
    throw ConfigError(fmt::format("'{}' is not stored: {}", name, suggest_name(name, names)));
}

std::vector<std::size_t> columns_of_kind(const StoreContents& contents, const std::string& kind) {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < contents.header.columns.size(); ++i)
        if (contents.header.columns[i].kind == kind) result.push_back(i);
    return result;
}

std::vector<std::size_t> varied_columns(const StoreContents& contents, const std::string& kind) {
    std::vector<std::size_t> result = columns_of_kind(contents, kind);
    if (contents.front.size() < 2) return result;
    std::erase_if(result, [&](std::size_t column) {
        const double first = contents.front.front().values[column];
        const auto same = [&](const auto& point) { return point.values[column] == first; };
        return std::all_of(contents.front.begin(), contents.front.end(), same) &&
               std::all_of(contents.sample.begin(), contents.sample.end(), same);
    });
    return result;
}

std::vector<double> reference_of(const StoreContents& contents) {
    std::vector<double> reference = worst_of(contents.front);
    std::size_t i = 0;
    for (const StoredColumn& column : contents.header.columns) {
        if (column.kind != "objective") continue;
        if (i >= reference.size()) break;
        if (column.reference) reference[i] = column.maximize ? -*column.reference : *column.reference;
        ++i;
    }
    return reference;
}

double hypervolume_of(const StoreContents& contents) {
    return contents.front.empty() ? 0 : hypervolume(contents.front, reference_of(contents));
}

} // namespace fracbit::explorer
