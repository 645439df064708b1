#include "tests/gui/window/real_window.hpp"

#include <csignal>
#include <fstream>

#include <catch2/catch.hpp>

using fracbit::tests::RealWindow;
namespace fs = std::filesystem;

namespace {

/// A folder that vanishes with the test.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("fracbit-window-" + std::to_string(::getpid()));
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
};

std::string whole(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Types a name into the file dialog that is open.
void name_file(const RealWindow& window, const fs::path& path) {
    (void)window.place("fileNameEdit");
    window.key("ctrl+a");
    window.type(path.string());
    window.key("Return");
}

} // namespace

TEST_CASE("A person filters, pins, compares, simulates, looks at the trace and exports, with mouse and keyboard") {
    const Folder folder;
    RealWindow window(folder.path);

    // The first start shows the example.
    REQUIRE(window.wait_for_text("explore_summary", "An example"));
    const std::string all = window.text("explore_counts");

    // Filter by a condition.
    window.click("explore_condition");
    window.type("weights.lanes >= 4 and encoding.format = 'flexor'");
    window.key("Return");
    REQUIRE(window.wait([&](const auto& now) { return now["explore_counts"]["text"] != all; }));

    // Select the front, then pin two of its points with the mouse.
    window.click("explore_select_front");
    REQUIRE(window.wait([](const auto& now) {
        return now["explore_counts"]["text"].template get<std::string>().find(", 0 selected") == std::string::npos;
    }));
    for (const char* point : {"explore_scatter/front 0", "explore_scatter/front 7"}) {
        const auto at = window.place(point);
        window.click_at(at.x, at.y);
        REQUIRE(window.wait_until_enabled("explore_compare"));
    }
    REQUIRE(window.wait([](const auto& now) { return now["explore_pins"]["rows"] == 2; }));

    // Compare them.
    window.click("explore_compare");
    REQUIRE(window.wait(
        [](const auto& now) { return now.contains("whatif_comparison") && now["whatif_comparison"]["rows"] > 5; }));

    // Simulate the first one, a run for each of its two networks, and watch them end.
    window.click("tabs/Explore");
    window.click("explore_simulate");
    REQUIRE(window.wait([](const auto& now) { return now.contains("runs_table") && now["runs_table"]["rows"] == 2; }));
    for (const char* run : {"runs_table/row 0", "runs_table/row 1"}) {
        window.click(run);
        REQUIRE(window.wait_for_text("runs_log", "as in the store"));
        REQUIRE(window.wait([](const auto& now) { return now["runs_cancel"]["enabled"] == false; }));
    }
    REQUIRE(window.wait_until_enabled("runs_show"));

    // Open its trace.
    window.click("runs_show");
    REQUIRE(window.wait([](const auto& now) { return now.contains("timeline_lanes"); }));

    // Export the scatter plot.
    window.click("tabs/Explore");
    window.click("explore_export_scatter");
    const fs::path picture = folder.path / "front.svg";
    name_file(window, picture);
    REQUIRE(window.wait([&](const auto&) { return fs::exists(picture); }));
    CHECK(whole(picture).find("<svg") != std::string::npos);
    CHECK(whole(picture).find("placed_mm2") != std::string::npos);

    CHECK(window.widgets().contains("notice") == false);
    CHECK(window.close() == 0);
}

TEST_CASE("The next start finds the session again, however the last one ended") {
    const bool by_signal = GENERATE(false, true);
    const Folder folder;
    {
        RealWindow window(folder.path);
        REQUIRE(window.wait_for_text("explore_summary", "An example"));
        window.click("explore_front_only");
        REQUIRE(window.wait([](const auto& now) { return now["explore_front_only"]["checked"] == true; }));
        window.click("tabs/Runs");
        (void)window.place("runs_start");
        if (by_signal)
            CHECK(window.terminate() == 0);
        else
            CHECK(window.close() == 0);
    }
    fs::remove(folder.path / "widgets.json");
    RealWindow again(folder.path);
    (void)again.place("runs_start");
    again.click("tabs/Explore");
    CHECK(again.wait([](const auto& now) {
        return now.contains("explore_front_only") && now["explore_front_only"]["checked"] == true;
    }));
    CHECK(again.close() == 0);
}

TEST_CASE("SIGTERM ends the program and its run, with nobody to answer a question") {
    const Folder folder;
    const std::string examples = FRACBIT_SOURCE_DIR "/examples/";
    std::ofstream(folder.path / "long.toml") // 10^9 points
        << "format_version = 1\nname = \"long\"\n[base]\narchitecture = \"" << examples
        << "arch/edge.toml\"\n[[network]]\nname = \"lenet5\"\nfile = \"" << examples
        << "networks/lenet5.csv\"\n[parameters]\n\"clock.mhz\" = { from = 1, to = 1000, step = 0.01 }\n"
           "\"encoding.matrix_seed\" = { from = 1, to = 10000, step = 1 }\n[[objective]]\nminimize = \"area_mm2\"\n";
    RealWindow window(folder.path, {(folder.path / "long.toml").string()});
    window.click("runs_start");
    REQUIRE(window.wait_until_enabled("runs_cancel"));
    const std::string process = std::to_string(window.process());
    const pid_t run = std::stoi("0" + whole("/proc/" + process + "/task/" + process + "/children"));
    REQUIRE(::kill(run, 0) == 0);
    CHECK(window.terminate() == 0);
    CHECK(::kill(run, 0) != 0);
}

TEST_CASE("Numbers are written alike in every country") {
    const Folder folder;
    RealWindow window(folder.path, {}, "1280x800x24", "de_DE.UTF-8");
    window.click("tabs/Runs");
    CHECK(window.wait_for_text("runs_sample", "2,000"));
    CHECK(window.close() == 0);
}
