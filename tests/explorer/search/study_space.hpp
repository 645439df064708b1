// A space of 1,584 points on a tiny network: some excluded, some constrained, many of equal cost.
#pragma once

#include "explorer/space/design_space.hpp"

#include <memory>
#include <string>

namespace fracbit::test {

inline const char* study_text = R"(format_version = 1
name = "study"

[[network]]
name = "tiny"
file = "tiny.csv"

[parameters]
"encoding.n_in" = [4, 8]
"encoding.n_out" = [6, 8, 10]
"weights.lanes" = [1, 2, 4]
"array.rows" = [2, 4, 8, 16]
technology = ["nangate45", "scaled_7nm"]
"clock.mhz" = { from = 200, to = 1600, step = 140 }

[conditions]
all = ["encoding.n_in <= encoding.n_out"]

[constraints]
all = ["area_mm2 < 1.1"]

[[objective]]
maximize = "runs_per_second"
reference = 0

[[objective]]
minimize = "area_mm2"
reference = 2

[[objective]]
minimize = "energy_uj"
reference = 10
)";

inline const char* tiny_network = "name,kind,channels,height,width,out_channels,kernel,relu\n"
                                  "c,conv,3,6,6,8,3,1\n"
                                  "f,linear,8,4,4,10,,\n";

/// `text`: the study's own, or a variation of it.
inline std::shared_ptr<const explorer::DesignSpace> study_space(const std::string& text = study_text) {
    return std::make_shared<const explorer::DesignSpace>(
        explorer::parse_space({{"", text}, {"tiny.csv", tiny_network}}, "study.toml"));
}

} // namespace fracbit::test
