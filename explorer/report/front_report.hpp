// The front of a store: as a table for people, as CSV and JSON for programs, as a chart.
#pragma once

#include "explorer/store/result_store.hpp"
#include "models/charts/scatter_chart.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fracbit::explorer {

inline constexpr int front_format_version = 1;

/// What was explored, the counts, and a table of at most `rows` points, best in the first objective first: id,
/// objectives, kinds of accuracies, and the parameters that differ.
std::string front_text(const StoreContents& contents, int width, std::int64_t rows);

/// id, equals, and every stored column; numbers with all their digits.
std::string front_csv(const StoreContents& contents);
/// The sample likewise, without equals.
std::string sample_csv(const StoreContents& contents);

/// Keys: docs/explore.md. Values that are not finite are null.
nlohmann::ordered_json front_json(const StoreContents& contents);

/// Indices of the columns that a chart has as x and y (names; empty: the first two objectives, or the first one over
/// area_mm2). Throws ConfigError for unknown names and for texts.
std::pair<std::size_t, std::size_t> chart_columns(const std::vector<StoredColumn>& columns, const std::string& x,
                                                  const std::string& y);

/// Front and sample over two stored columns, named as above. Points of the front are drawn by what their accuracies
/// rest on; those that are not finite are left out, and without any there are no series.
models::ScatterChart front_chart(const StoreContents& contents, const std::string& x, const std::string& y);

/// A picture of an SVG text, as PNG, `scale` pixels for each of its units. Throws Error if it cannot be drawn.
std::string png_of(const std::string& svg, double scale);

} // namespace fracbit::explorer
