#include "tests/rtl/yosys.hpp"

#include "models/files/text_file.hpp"
#include "tests/rtl/tools.hpp"

#include <fmt/format.h>
#include <sstream>

namespace fracbit::test {

int YosysReading::cells(const std::string& module, const std::string& type) const {
    const auto counts = cell_counts.find(module);
    if (counts == cell_counts.end()) return -1;
    const auto count = counts->second.find(type);
    return count == counts->second.end() ? 0 : count->second;
}

YosysReading read_with_yosys(const std::string& folder, const std::string& top) {
    const ToolRun run = run_in(folder, fmt::format("{} -q -p 'read_verilog -sv rtl/*.sv; hierarchy -check -top {}; "
                                                   "proc; check -assert; tee -q -o stat.txt stat'",
                                                   FRACBIT_YOSYS, top));
    YosysReading reading{run.status, run.output, {}};
    if (run.status != 0) return reading;
    // "=== module ===", then lines "   $cell   count".
    std::istringstream lines(models::read_text_file(folder + "/stat.txt"));
    std::string line, module, type;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        int count = 0;
        if (line.rfind("=== ", 0) == 0)
            module = line.substr(4, line.size() - 8);
        else if (words >> type >> count && type.front() == '$')
            reading.cell_counts[module][type] = count;
        else if (!module.empty())
            reading.cell_counts[module];
    }
    return reading;
}

} // namespace fracbit::test
