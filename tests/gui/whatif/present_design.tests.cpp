#include "gui/whatif/present_design.hpp"

#include "gui/designs/pinned_figures.hpp"
#include "gui/whatif/design_state.hpp"
#include "tests/gui/whatif/small_design.hpp"

#include <functional>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

TEST_CASE("The first design is ResNet-18 on the default machine, and allowed") {
    NetworkBook book;
    const PresentDesign present(book);
    CHECK(present.problems().empty());
    REQUIRE(present.design().networks.size() == 1);
    CHECK(present.design().networks.front().name == "resnet18");
    CHECK(present.text("technology") == "nangate45");
}

TEST_CASE("What is not allowed is said at the parameter to change") {
    NetworkBook book;
    PresentDesign present(book);
    present.set_number("encoding.n_in", 12);
    present.set_number("weights.buffer_bytes", 64);
    const auto problems = present.problems();
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].path == "weights.buffer_bytes");
    CHECK(problems[0].text.startsWith("weights.buffer_bytes = 64 is too small"));
    CHECK(problems[1].path == "encoding.n_in");
    CHECK(problems[1].text.contains("n_in is 12 and n_out is 10"));
}

TEST_CASE("Bandwidth is one thing in two units") {
    NetworkBook book;
    PresentDesign present(book);
    present.set_number("memory.bytes_per_cycle", 6.4);
    present.set_number("clock.mhz", 500);
    CHECK(present.number("memory.bandwidth_gb_s") == 3.2);
    present.set_number("memory.bandwidth_gb_s", 8);
    CHECK(present.number("memory.bytes_per_cycle") == 16);
    present.set_number("clock.mhz", 1000); // GB/s stay
    CHECK(present.number("memory.bytes_per_cycle") == 8);
    present.set_number("memory.bytes_per_cycle", 4);
    CHECK(present.number("memory.bandwidth_gb_s") == 4);
    CHECK_FALSE(present.design().point.architecture.memory.bandwidth_gb_s);
}

TEST_CASE("A new format comes in its own order") {
    NetworkBook book;
    PresentDesign present(book);
    CHECK(present.text("encoding.order") == "k-major");
    present.set_text("encoding.order", "row-major");
    present.set_text("encoding.format", "csr");
    CHECK(present.text("encoding.order") == "tiled");
    CHECK(present.problems().empty());
}

TEST_CASE("A point of a store whose parameter is moved is that point no longer") {
    NetworkBook book;
    PresentDesign present(book);
    const std::vector<std::function<void()>> moves{
        [&] { present.set_number("array.rows", 48); }, [&] { present.set_text("encoding.mask", "relative-index"); },
        [&] { present.set_text("network", "lenet5"); }, [&] { present.set_text("technology", "scaled_7nm"); },
        [&] { present.open_architecture({}); }};
    for (const auto& move : moves) {
        Design stored = tests::small_design("point 3", 2);
        stored.stored = StoredPlace{"a.sqlite", 3};
        present.open(stored);
        REQUIRE(present.design().stored);
        move();
        CHECK_FALSE(present.design().stored);
    }
}

TEST_CASE("All values survive the way through a session's text") {
    NetworkBook book;
    PresentDesign present(book);
    present.set_text("encoding.format", "sparse");
    present.set_number("encoding.sparsity", 0.85);
    present.set_number("encoding.n_in", 20);
    present.set_number("encoding.n_out", 100);
    present.set_text("encoding.mask", "relative-index");
    present.set_number("memory.bandwidth_gb_s", 12.8);
    present.set_number("clock.mhz", 650);
    present.set_text("array.mode", "xnor");
    present.set_number("keep_on_chip", 1);
    present.set_text("technology", "scaled_7nm");
    present.set_text("network", "lenet5");
    PresentDesign again(book);
    again.restore(present.state());
    CHECK(same_design(again.design(), present.design()));
    CHECK(again.state() == present.state());
}

TEST_CASE("A session of another program's version is taken as far as it is understood") {
    NetworkBook book;
    PresentDesign present(book);
    const QJsonObject before = present.state();
    present.restore({{"weights.lanes", "1000"},
                     {"array.rows", "many"},
                     {"array.columns", 12},
                     {"no.such.key", "1"},
                     {"network", "not there"},
                     {"technology", "not there"},
                     {"encoding.format", "not there"}});
    CHECK(present.state() == before);
    CHECK(present.restore({{"weights.lanes", "7"}}).isEmpty());
    CHECK(present.number("weights.lanes") == 7);
}

TEST_CASE("Pinned designs made by hand survive a restart, points of stores are left to their stores") {
    NetworkBook book;
    DesignList list;
    list.add(tests::small_design("mine", 7));
    Design stored = tests::small_design("point 3", 2);
    stored.stored = StoredPlace{"a.sqlite", 3};
    list.add(stored);
    Design changed = tests::small_design("other layers", 2);
    changed.networks.front().network.layers.pop_back();
    list.add(changed);
    const QJsonArray kept = pinned_state(list, book);
    REQUIRE(kept.size() == 2);
    DesignList again;
    CHECK(restore_pinned(kept, book, again) == QStringList{"pinned design other layers (of network lenet5)"});
    REQUIRE(again.designs().size() == 1);
    CHECK(again.designs().front().name == "mine");
    CHECK(same_design(again.designs().front(), list.designs().front()));
}

TEST_CASE("All networks of a design survive a restart with their runs, and one that is gone is named") {
    NetworkBook book;
    PresentDesign present(book);
    Design design = tests::small_design("two", 3);
    design.networks.front().runs = 2.5;
    design.networks.push_back(tests::small_design("", 3, "resnet18").networks.front());
    present.open(design);
    PresentDesign again(book);
    CHECK(again.restore(present.state()).isEmpty());
    CHECK(same_design(again.design(), present.design()));
    REQUIRE(again.design().networks.size() == 2);
    CHECK(again.design().networks.front().runs == 2.5);
    design.networks.front().name = "gone";
    present.open(design);
    CHECK(again.restore(present.state()) == QStringList{"network gone"});
    REQUIRE(again.design().networks.size() == 1);
    CHECK(again.design().networks.front().name == "resnet18");
}

TEST_CASE("A technology that does not come with the program is named after a restart") {
    NetworkBook book;
    PresentDesign present(book), again(book);
    Design design = tests::small_design("own", 3);
    design.technology.name = "own_5nm"; // under a shipped one's name, as a space file may have it
    present.open(design);
    CHECK(again.restore(present.state()) == QStringList{"technology own_5nm"});
    CHECK(again.text("technology") == "nangate45");
    CHECK(again.restore({{"technology", "vacuum tubes"}}) == QStringList{"technology vacuum tubes"});
}

TEST_CASE("A design without a name is described") {
    CHECK(describe(tests::small_design("", 7)) == "lenet5, flexor 8/10, 7 lanes");
}
