#include "gui/designs/live_figures.hpp"

#include "tests/gui/designs/lenet5_design.hpp"
#include "tests/gui/qt_events.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

#include <memory>

using namespace fracbit;
using gui::DesignFigures;

namespace {

int lanes_of(const std::shared_ptr<const DesignFigures>& figures) {
    return figures->design.point.architecture.weights.lanes;
}

} // namespace

TEST_CASE("Live figures tell cycles first and costs when they are known, of the design that was asked for last") {
    gui::LiveFigures live;
    std::vector<int> timed, costed;
    QObject::connect(&live, &gui::LiveFigures::timed, &live, [&](const auto& figures) {
        CHECK_FALSE(figures->machine);
        timed.push_back(lanes_of(figures));
    });
    QObject::connect(&live, &gui::LiveFigures::costed, &live, [&](const auto& figures) {
        CHECK(figures->machine);
        costed.push_back(lanes_of(figures));
        if (!timed.empty()) CHECK(timed.back() <= costed.back()); // what was told does not go back to an older one
    });
    QObject::connect(&live, &gui::LiveFigures::costed_late, &live, [&](const auto& figures) {
        CHECK(figures->machine);
        CHECK(timed.back() > lanes_of(figures));
    });
    QSignalSpy spy(&live, &gui::LiveFigures::costed);
    for (int lanes = 1; lanes <= 8; ++lanes) live.request(tests::lenet5_design(lanes));
    CHECK(live.working());
    while (costed.empty() || costed.back() != 8) REQUIRE(spy.wait(tests::patience_ms));
    CHECK(timed.back() == 8);
    CHECK(std::is_sorted(timed.begin(), timed.end()));
    CHECK(std::is_sorted(costed.begin(), costed.end()));
    CHECK_FALSE(live.working());
}

TEST_CASE("Costs that come after the cycles of a newer design are told apart") {
    gui::LiveFigures live;
    QSignalSpy timed(&live, &gui::LiveFigures::timed), costed(&live, &gui::LiveFigures::costed),
        late(&live, &gui::LiveFigures::costed_late);
    const auto n_out = [](const QSignalSpy& spy) {
        const auto figures = spy.back().front().value<std::shared_ptr<const DesignFigures>>();
        return figures->design.point.weights.xor_spec.n_out;
    };
    gui::Design design = tests::lenet5_design(4);
    design.point.n_in = 24;
    design.point.weights.xor_spec.taps = 0;
    int outputs = 160; // the circuit takes longer than the cycles
    // Again if costs had not been begun when the next ones were asked for, which then took their place.
    while (late.empty()) {
        REQUIRE(outputs < 180);
        for (const int last = outputs + 2; outputs < last; ++outputs) {
            design.point.weights.xor_spec.n_out = outputs;
            explorer::resolve(design.point);
            live.request(design);
            REQUIRE(timed.wait(tests::patience_ms));
        }
        REQUIRE(tests::wait_for([&] { return live.settled(); }));
    }
    CHECK(n_out(late) == outputs - 2);
    CHECK(n_out(timed) == outputs - 1);
    CHECK(n_out(costed) == outputs - 1);
}

TEST_CASE("Live figures of a design that cannot run say why") {
    gui::LiveFigures live;
    gui::Design design = tests::lenet5_design(4);
    design.point.architecture.weights.lanes = 0;
    QSignalSpy spy(&live, &gui::LiveFigures::refused);
    live.request(design);
    REQUIRE(spy.wait(tests::patience_ms));
    CHECK(spy.front().front().toString().endsWith("weights.lanes = 0 is not allowed: use 1 to 64"));
    CHECK_FALSE(live.working());
}

TEST_CASE("What was cancelled never comes, and large layers that are being drawn are given up") {
    gui::LiveFigures live;
    QSignalSpy timed(&live, &gui::LiveFigures::timed);
    gui::Design slow = tests::lenet5_design(4);
    slow.networks = {
        {"resnet18", models::read_network(tests::repository("examples/networks/resnet18.csv")), 1, {}, {}}};
    slow.point.weights.format = models::WeightFormat::sparse;
    slow.point.n_in = 20;
    slow.point.weights.xor_spec.n_out = 100;
    slow.point.weights.xor_spec.taps = 0;
    explorer::resolve(slow.point);
    live.request(slow);
    live.cancel();
    CHECK_FALSE(live.working());
    live.request(tests::lenet5_design(2));
    REQUIRE(timed.wait(tests::patience_ms));
    REQUIRE(timed.size() == 1);
    CHECK(lanes_of(timed.front().front().value<std::shared_ptr<const DesignFigures>>()) == 2);
}

TEST_CASE("A circuit that takes long to make is given up with what asked for it") {
    gui::LiveFigures live;
    QSignalSpy timed(&live, &gui::LiveFigures::timed), costed(&live, &gui::LiveFigures::costed),
        refused(&live, &gui::LiveFigures::refused);
    gui::Design wide = tests::lenet5_design(4);
    wide.point.n_in = 64;
    wide.point.weights.xor_spec.n_out = 1000;
    wide.point.weights.xor_spec.taps = 0;
    wide.point.weights.q = 8; // a circuit for each plane: minutes
    explorer::resolve(wide.point);
    live.request(wide);
    REQUIRE(timed.wait(tests::patience_ms));
    SECTION("because it was cancelled") { live.cancel(); }
    SECTION("because what was asked for since cannot run") {
        live.request(tests::lenet5_design(0));
        REQUIRE(refused.wait(tests::patience_ms));
    }
    live.request(tests::lenet5_design(2));
    while (costed.empty()) REQUIRE(costed.wait(tests::patience_ms));
    CHECK(costed.size() == 1);
    CHECK(lanes_of(costed.front().front().value<std::shared_ptr<const DesignFigures>>()) == 2);
}
