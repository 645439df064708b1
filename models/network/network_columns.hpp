// Layers from a table in our own columns (network_csv.hpp).
#pragma once

#include "models/network/csv_table.hpp"
#include "models/network/network.hpp"

namespace fracbit::models {

/// Fills layers and `independent_layers`; does not validate. Throws FormatError.
Network network_from_columns(const CsvTable& table);

} // namespace fracbit::models
