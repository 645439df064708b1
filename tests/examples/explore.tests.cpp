// The space of examples/explore and its answer in docs/explore.md. Built without sanitizers only: they would make
// minutes of it, and other tests run the same code with them.
#include "explorer/report/front_report.hpp"
#include "explorer/report/stored_values.hpp"
#include "explorer/run/exploration.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

const std::shared_ptr<const DesignSpace>& lpddr() {
    static const auto space =
        std::make_shared<const DesignSpace>(read_space(FRACBIT_SOURCE_DIR "/examples/explore/lpddr.toml"));
    return space;
}

const Exploration& whole() {
    static const Exploration found = explore(lpddr(), {});
    return found;
}

std::string page(const std::string& name) {
    std::ifstream file(FRACBIT_SOURCE_DIR "/docs/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string value_of(const FrontMember& member, const std::string& name) {
    const auto& columns = whole().contents.header.columns;
    const std::size_t column = column_index(columns, name);
    return rounded_text(columns[column], member.values[column], 4);
}

} // namespace

TEST_CASE("the page answers the question of the example as the program does") {
    const auto& front = whole().contents.front;
    const FrontMember& best = *std::min_element(
        front.begin(), front.end(), [](const auto& a, const auto& b) { return a.objectives[0] < b.objectives[0]; });
    const std::string text = page("explore.md");
    const auto says = [&](const std::string& words) {
        INFO(words);
        CHECK(text.find(words) != std::string::npos);
    };
    says("--point " + std::to_string(best.id));
    says("| n_in/n_out | " + value_of(best, "encoding.n_in") + "/" + value_of(best, "encoding.n_out") + ":");
    says("| lanes | " + value_of(best, "weights.lanes") + " |");
    says("| array | " + value_of(best, "array.rows") + " x " + value_of(best, "array.columns") + ", add/sub, " +
         value_of(best, "clock.mhz") + " MHz |");
    says("| memory | " + value_of(best, "memory.bytes_per_cycle") + " bytes a cycle");
    says("| throughput per area | " + value_of(best, "runs_per_second / placed_mm2") + " runs a second");
    CHECK(value_of(best, "accuracy_ratio") == "0.9146");
}

TEST_CASE("the picture of the example is the program's") {
    CHECK(models::to_svg(front_chart(whole().contents, "placed_mm2", "runs_per_second")) == page("explore_lpddr.svg"));
}

TEST_CASE("an evolutionary search with 1 % of the evaluations reaches 97 % of the example's hypervolume") {
    for (const std::uint64_t seed : {1, 2, 3}) {
        ExplorationOptions options;
        options.method = "nsga2";
        options.evaluations = whole().contents.counts.evaluated() / 100;
        options.seed = seed;
        const Exploration found = explore(lpddr(), options);
        INFO("seed " << seed);
        CHECK(found.contents.counts.total() <= options.evaluations);
        CHECK(hypervolume_of(found.contents) >= 0.97 * hypervolume_of(whole().contents));
    }
}
