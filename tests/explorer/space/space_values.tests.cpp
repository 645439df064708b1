#include "explorer/space/design_space.hpp"
#include <catch2/catch.hpp>
#include "models/core/error.hpp"
using namespace fracbit;
using namespace fracbit::explorer;

TEST_CASE("smoke") {
    SpaceFiles files;
    files[""] = R"(
format_version = 1
name = "edge-study"
[base]
"encoding.format" = "flexor"
memory.latency_cycles = 90
[[network]]
name = "tiny"
file = "tiny.csv"
accuracy = "resnet18/imagenet"
[parameters]
"weights.lanes" = { from = 1, to = 16, times = 2 }
clock.mhz = { from = 200, to = 1600, step = 100 }
"array.mode" = ["add_sub", "xnor"]
"memory.bytes_per_cycle" = ["64/5", 25.6]
"encoding.n_in" = [8, 12, 16]
technology = ["nangate45", "scaled_16nm"]
[[together]]
"array.rows" = [16, 32, 32]
"array.columns" = [64, 32, 64]
[conditions]
all = ["encoding.n_in <= encoding.n_out", "encoding.format != 'dense8' or array.mode == 'dense'"]
[constraints]
all = ["accuracy_ratio >= 0.89", "meets_clock"]
[[objective]]
maximize = "runs_per_second / area_mm2"
reference = 0
[[objective]]
minimize = "energy_uj"
)";
    files["tiny.csv"] = "name,kind,channels,out_channels\nfc,linear,64,64\n";
    try {
    const DesignSpace space = parse_space(files, "a.toml");
    CHECK(space.size() == 5 * 15 * 2 * 2 * 3 * 2 * 3);
    std::vector<int> digits(space.axes().size());
    std::vector<double> slots(space.symbols().slots());
    long n = 0;
    for (PointId id = 0; id < space.size(); ++id) {
        space.digits_of(id, digits);
        CHECK(space.id_of(digits) == id);
        space.fill_slots(digits, slots);
        n += space.allowed(slots);
    }
    CHECK(n == space.size() / 3);
    CHECK(parse_space(space.files(), "b").hash() == space.hash());
    } catch (const Error& e) { FAIL(e.what()); }
}
