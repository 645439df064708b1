// Stored points as people and programs read them: texts instead of their numbers.
#pragma once

#include "explorer/store/result_store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace fracbit::explorer {

/// "add_sub", "16", "12.8", "0.1": all digits that it takes to read the same number again.
std::string value_text(const StoredColumn& column, double value);
/// The same with at most `digits` significant ones, but whole numbers (cycles) whole.
std::string rounded_text(const StoredColumn& column, double value, int digits);
/// A number, a text, or null for what is not finite.
nlohmann::ordered_json value_json(const StoredColumn& column, double value);

/// The column of this name. Throws ConfigError with the nearest name.
std::size_t column_index(const std::vector<StoredColumn>& columns, const std::string& name);

/// Columns of a kind that differ between points of the front or the sample, in order; of one point all.
std::vector<std::size_t> varied_columns(const StoreContents& contents, const std::string& kind);
std::vector<std::size_t> columns_of_kind(const StoreContents& contents, const std::string& kind);

/// Reference point of the hypervolume, minimised: the space's, else the worst of the front.
std::vector<double> reference_of(const StoreContents& contents);
/// 0 without a front.
double hypervolume_of(const StoreContents& contents);

} // namespace fracbit::explorer
