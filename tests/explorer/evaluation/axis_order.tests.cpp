#include "explorer/evaluation/axis_order.hpp"

#include "explorer/evaluation/axis_effects.hpp"
#include "explorer/evaluation/evaluator.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <set>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

DesignSpace space_with(const std::string& base, const std::string& parameters) {
    SpaceFiles files;
    files[""] = "format_version = 1\nname = \"orders\"\n[base]\n" + base +
                "[[network]]\nname = \"fc\"\nfile = \"fc.csv\"\n[parameters]\n" + parameters +
                "[[objective]]\nminimize = \"cycles\"\n";
    files["fc.csv"] = "name,kind,channels,out_channels\nfc,linear,64,64\n";
    return parse_space(files, "space.toml");
}

std::vector<std::string> names_in_order(const DesignSpace& space) {
    std::vector<std::string> names;
    const AxisOrder order(space, axis_ranks(space));
    for (const AxisOrder::Level& level : order.levels()) {
        const Axis& axis = space.axes()[static_cast<std::size_t>(level.axis)];
        names.push_back(space.parameters()[static_cast<std::size_t>(axis.parameters.front())].rule.path());
    }
    return names;
}

} // namespace

TEST_CASE("stored weights change outermost, then cycles, pipelines, costs, and the clock innermost") {
    const DesignSpace space = space_with("", "\"clock.mhz\" = [400, 800]\n"
                                             "technology = [\"nangate45\", \"scaled_16nm\"]\n"
                                             "\"weights.levels_per_stage\" = [2, 4]\n"
                                             "\"weights.lanes\" = [1, 2]\n"
                                             "\"array.rows\" = [16]\n"
                                             "\"encoding.n_out\" = [10, 20, 40]\n");
    CHECK(names_in_order(space) == std::vector<std::string>{"encoding.n_out", "weights.lanes",
                                                            "weights.levels_per_stage", "technology", "clock.mhz"});
}

TEST_CASE("where memory is given in nanoseconds the clock changes cycles") {
    const DesignSpace space =
        space_with("\"memory.latency_ns\" = 50\n", "\"clock.mhz\" = [400, 800]\n"
                                                   "technology = [\"nangate45\", \"scaled_16nm\"]\n");
    CHECK(names_in_order(space) == std::vector<std::string>{"clock.mhz", "technology"});
}

TEST_CASE("positions are a permutation of the points") {
    const auto space = std::make_shared<const DesignSpace>(space_with(
        "", "\"clock.mhz\" = [400, 800]\n\"weights.lanes\" = [1, 2, 4]\n\"encoding.n_out\" = [10, 20, 40]\n"));
    const Evaluator evaluator(space);
    std::set<PointId> points;
    std::vector<int> digits(space->axes().size());
    for (Position position = 0; position < space->size(); ++position) {
        const PointId id = evaluator.point_at(position);
        points.insert(id);
        space->digits_of(id, digits);
        CHECK(digits[0] == position % 2); // the clock turns first
        CHECK(digits[2] == position / 6);
    }
    CHECK(points.size() == 18);
    CHECK(*points.begin() == 0);
    CHECK(*points.rbegin() == 17);
}

TEST_CASE("chunks hold whole turns of inner axes and end with the space") {
    const auto space = std::make_shared<const DesignSpace>(space_with(
        "", "\"clock.mhz\" = {from = 100, to = 1099, step = 1}\n\"weights.lanes\" = {from = 1, to = 64, step = 1}\n"
            "\"encoding.n_out\" = {from = 10, to = 59, step = 1}\n"));
    const Evaluator evaluator(space);
    CHECK(evaluator.chunk_size() == 16'000); // 16 lanes of 1000 clocks
    CHECK(evaluator.chunks() == 200);
    CHECK(evaluator.points_of(199) == 16'000);

    const auto slow = std::make_shared<const DesignSpace>(
        space_with("\"memory.latency_ns\" = 50\n", "\"clock.mhz\" = {from = 100, to = 1099, step = 1}\n"));
    const Evaluator each(slow); // every point has cycles of its own
    CHECK(each.chunk_size() == 64);
    CHECK(each.chunks() == 16);
    CHECK(each.points_of(15) == 40);
}

TEST_CASE("chunks are smaller where large layers are drawn") {
    const auto chunk_size = [](const std::string& format, std::int64_t features) {
        const std::string text = "format_version = 1\nname = \"s\"\n[base]\nencoding.format = \"" + format +
                                 "\"\n[[network]]\nname = \"n\"\nfile = \"n.csv\"\n[parameters]\n"
                                 "\"weights.fifo_depth\" = {from = 2, to = 1001, step = 1}\n[[objective]]\n"
                                 "minimize = \"cycles\"\n";
        const std::string layers =
            fmt::format("name,kind,channels,height,width,out_channels\nf,linear,{0},1,1,{0}\n", features);
        const Evaluator evaluator(
            std::make_shared<const DesignSpace>(parse_space({{"", text}, {"n.csv", layers}}, "s.toml")));
        return evaluator.chunk_size();
    };
    CHECK(chunk_size("flexor", 2000) == 64);
    CHECK(chunk_size("sparse", 100) == 64);
    CHECK(chunk_size("sparse", 500) == 18);
    CHECK(chunk_size("csr", 500) == 18);
    CHECK(chunk_size("sparse", 4000) == 1);
}
