// A design as Yosys reads it.
#pragma once

#include <map>
#include <string>

namespace fracbit::test {

struct YosysReading {
    int status = 0;
    std::string messages; ///< warnings and errors
    std::map<std::string, std::map<std::string, int>>
        cell_counts; ///< [module][cell type], word-wide cells before mapping
    [[nodiscard]] int cells(const std::string& module, const std::string& type) const;
};

/// Reads FOLDER/rtl/*.sv with hierarchy -check, proc and check -assert.
YosysReading read_with_yosys(const std::string& folder, const std::string& top);

} // namespace fracbit::test
