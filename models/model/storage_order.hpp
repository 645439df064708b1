// Order of the weight bits of a plane in memory (docs/machine.md, "Storage orders").
#pragma once

namespace fracbit::models {

enum class StorageOrder {
    row_major, ///< [row][k] as trained; slices run on across row groups
    k_major,   ///< [row group][k][row]; slices restart at each row group
    tiled      ///< [row group][tile][row][k]; slices restart at each row group
};

const char* to_string(StorageOrder order);

} // namespace fracbit::models
