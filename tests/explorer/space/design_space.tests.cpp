// Axes, numbers of points, slots.
#include "explorer/metrics/metric.hpp"
#include "tests/explorer/space/small_space.hpp"
#include "tests/support/drawer.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::small_space;

namespace {

std::vector<int> digits_of(const DesignSpace& space, PointId id) {
    std::vector<int> digits(space.axes().size());
    space.digits_of(id, digits);
    return digits;
}

std::vector<double> slots_of(const DesignSpace& space, PointId id) {
    std::vector<double> slots(static_cast<std::size_t>(space.symbols().slots()), -1.0);
    space.fill_slots(digits_of(space, id), slots);
    return slots;
}

} // namespace

TEST_CASE("the file's first axis is the most significant digit of a point's number") {
    const DesignSpace space =
        small_space("[parameters]\nweights.lanes = [4, 1, 2]\narray.mode = ['xnor', 'add_sub']\n");
    CHECK(space.size() == 6);
    CHECK(space.axes().size() == 2);
    CHECK(digits_of(space, 0) == std::vector<int>{0, 0});
    CHECK(digits_of(space, 1) == std::vector<int>{0, 1});
    CHECK(digits_of(space, 2) == std::vector<int>{1, 0});
    CHECK(digits_of(space, 5) == std::vector<int>{2, 1});
    CHECK(space.point(digits_of(space, 3)).architecture.weights.lanes == 1);
    CHECK(space.point(digits_of(space, 3)).architecture.array.mode == models::ArrayMode::add_sub);
}

TEST_CASE("axes come in the order of the file, whatever table they stand in") {
    const DesignSpace space = small_space("[[together]]\narray.rows = [8, 16]\narray.columns = [16, 8]\n"
                                          "[parameters]\nweights.lanes = [1, 2]\nencoding.q = [1, 2, 3]\n"
                                          "clock.mhz = [100]\n"
                                          "[[together]]\noutput.fifo_depth = [1, 2]\n");
    std::vector<std::string> names;
    std::vector<int> axes;
    for (const Parameter& parameter : space.parameters()) {
        names.push_back(parameter.rule.path());
        axes.push_back(parameter.axis);
    }
    CHECK(names == std::vector<std::string>{"array.rows", "array.columns", "weights.lanes", "encoding.q", "clock.mhz",
                                            "output.fifo_depth"});
    CHECK(axes == std::vector<int>{0, 0, 1, 2, 3, 4});
    CHECK(space.axes()[0].parameters == std::vector<int>{0, 1});
    CHECK(space.axes()[0].size == 2);
    CHECK(space.size() == 24);
    const DesignPoint last = space.point(digits_of(space, 23));
    CHECK(last.architecture.array.rows == 16);
    CHECK(last.architecture.array.columns == 8);
    CHECK(last.weights.q == 3);
}

TEST_CASE("a space without parameters is one point") {
    const DesignSpace space = small_space("");
    CHECK(space.size() == 1);
    CHECK(space.axes().empty());
    CHECK(space.id_of({}) == 0);
    CHECK(space.point({}).architecture.name == "edge (built in)");
    CHECK(space.point({}).technology == "nangate45");
    CHECK(space.point({}).network.empty());
}

TEST_CASE("slots are parameters, metrics, metrics of each network, then keys that do not vary") {
    const DesignSpace space =
        small_space("[parameters]\nweights.lanes = [4, 8]\narray.mode = ['xnor', 'add_sub']\n"
                    "[base]\nencoding.n_out = 20\n"
                    "[conditions]\nall = ['weights.lanes <= encoding.n_out']\n"
                    "[constraints]\nall = ['net.cycles < output.fifo_depth', 'not keep_on_chip']\n");
    const auto names = space.symbols().names();
    CHECK(names[0] == "weights.lanes");
    CHECK(names[1] == "array.mode");
    CHECK(space.metric_slot(0) == 2);
    for (int metric = 0; metric < metric_count; ++metric)
        CHECK(names[static_cast<std::size_t>(space.metric_slot(metric))] == to_string(static_cast<MetricId>(metric)));
    for (int metric = 0; metric < network_metric_count; ++metric)
        CHECK(names[static_cast<std::size_t>(space.network_metric_slot(0, metric))] ==
              std::string("net.") + to_string(static_cast<MetricId>(metric)));
    const int first = 2 + metric_count + network_metric_count;
    CHECK(space.symbols().slots() == first + 3);
    CHECK(space.symbols().find("encoding.n_out")->slot == first);
    CHECK(space.symbols().find("output.fifo_depth")->slot == first + 1);
    CHECK(space.symbols().find("keep_on_chip")->slot == first + 2);

    const auto slots = slots_of(space, 3);
    CHECK(slots[0] == 8);
    CHECK(slots[1] == space.symbols().interned("add_sub"));
    CHECK(slots[2] == -1); // metrics are not its business
    CHECK(slots[static_cast<std::size_t>(first)] == 20);
    CHECK(slots[static_cast<std::size_t>(first) + 1] == 8);
    CHECK(slots[static_cast<std::size_t>(first) + 2] == 0);
}

TEST_CASE("each network has slots of its own") {
    const SpaceFiles files = {
        {"", "format_version = 1\nname = 's'\n[[network]]\nname = 'one'\nfile = 'net.csv'\n[[network]]\nname = "
             "'two'\nfile = "
             "'net.csv'\nruns = 2.5\n[[objective]]\nmaximize = 'two.cycles - one.accuracy_drop'\nreference = -1\n"},
        {"net.csv", tests::small_network}};
    const DesignSpace space = parse_space(files, "s.toml");
    REQUIRE(space.networks().size() == 2);
    CHECK(space.networks()[0].runs == 1);
    CHECK(space.networks()[1].runs == 2.5);
    CHECK(space.networks()[1].network.layers.size() == 2);
    CHECK(space.network_metric_slot(0, 0) == metric_count);
    CHECK(space.network_metric_slot(1, 0) == metric_count + network_metric_count);
    const Objective& objective = space.objectives().front();
    CHECK(objective.maximize);
    CHECK(objective.reference == -1.0);
    CHECK(objective.value.used_slots() ==
          std::vector<int>{space.network_metric_slot(0, static_cast<int>(MetricId::accuracy_drop)),
                           space.network_metric_slot(1, static_cast<int>(MetricId::cycles))});
}

TEST_CASE("values stand in slots as numbers") {
    const DesignSpace space =
        small_space("[parameters]\nkeep_on_chip = [true, false]\nmemory.bytes_per_cycle = ['64/5', 3]\n"
                    "encoding.sparsity = [0.5, 1]\ntechnology = ['scaled_7nm', 'nangate45']\n"
                    "network = ['net']\n");
    const auto first = slots_of(space, 0), last = slots_of(space, space.size() - 1);
    CHECK(first[0] == 1);
    CHECK(last[0] == 0);
    CHECK(first[1] == 12.8);
    CHECK(last[1] == 3);
    CHECK(first[2] == 0.5);
    CHECK(last[2] == 1);
    CHECK(first[3] == space.symbols().interned("scaled_7nm"));
    CHECK(last[3] == space.symbols().interned("nangate45"));
    CHECK(first[4] == space.symbols().interned("net"));
    for (std::size_t i = 0; i < space.parameters().size(); ++i) {
        CHECK(space.parameters()[i].numbers.front() == first[i]);
        CHECK(space.parameters()[i].slot == static_cast<int>(i));
    }
}

TEST_CASE("a point counts if all conditions hold") {
    const DesignSpace space = small_space("[parameters]\nencoding.n_in = [4, 8, 12]\nencoding.n_out = [4, 10]\n"
                                          "array.mode = ['xnor', 'dense']\n"
                                          "[conditions]\nall = ['encoding.n_in <= encoding.n_out',\n"
                                          "  \"array.mode != 'dense' or encoding.n_in = 4\"]\n");
    std::vector<PointId> allowed;
    for (PointId id = 0; id < space.size(); ++id)
        if (space.allowed(slots_of(space, id))) allowed.push_back(id);
    // (4, 4), (4, 10) in both modes, (8, 10) in xnor
    CHECK(allowed == std::vector<PointId>{0, 1, 2, 3, 6});
    CHECK(small_space("").allowed(slots_of(small_space(""), 0)));
}

TEST_CASE("numbers of points and digits are two names of the same, in spaces of any shape") {
    constexpr std::uint64_t first_seed = 1;
    for (std::uint64_t seed = first_seed; seed < first_seed + 30; ++seed) {
        tests::Drawer drawer(seed);
        std::string text = "[parameters]\n";
        PointId size = 1;
        for (const char* name : {"encoding.seed", "encoding.matrix_seed", "array.rows", "array.columns", "clock.mhz",
                                 "weights.fifo_depth", "output.fifo_depth", "weights.patch_bytes"}) {
            const std::int64_t values =
                std::min<std::int64_t>(drawer.range(1, drawer.pick({2, 30, 200})), (PointId{1} << 62) / size);
            if (values == 0 || drawer.chance(20)) continue;
            text += name + std::string(" = { from = 10, step = 1, to = ") + std::to_string(values + 9) + " }\n";
            size *= values;
        }
        const DesignSpace space = small_space(text);
        CAPTURE(seed, text);
        REQUIRE(space.size() == size);
        for (int i = 0; i < 200; ++i) {
            const PointId id = i == 0 ? 0 : i == 1 ? size - 1 : drawer.range(0, size - 1);
            const auto digits = digits_of(space, id);
            REQUIRE(space.id_of(digits) == id);
            for (std::size_t axis = 0; axis < digits.size(); ++axis) {
                REQUIRE(digits[axis] >= 0);
                REQUIRE(digits[axis] < space.axes()[axis].size);
            }
            const auto slots = slots_of(space, id);
            for (std::size_t p = 0; p < space.parameters().size(); ++p) REQUIRE(slots[p] == 10 + digits[p]);
        }
    }
}

TEST_CASE("a technology that the space does not have is named with those that it has") {
    const DesignSpace space = small_space("[parameters]\ntechnology = ['scaled_7nm', 'scaled_16nm']\n");
    CHECK(space.technology("scaled_7nm").name == models::shipped_technology("scaled_7nm").name);
    CHECK(space.technologies().size() == 2);
    CHECK(tests::message_of<ConfigError>([&] { (void)space.technology("scaled_8nm"); }) ==
          "technology 'scaled_8nm' is not in the space; did you mean 'scaled_7nm'?");
}
