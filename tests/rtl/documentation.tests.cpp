// The commands of docs/rtl.md, run as they stand there.
#include "models/files/text_file.hpp"
#include "models/rtl/export_weight_path.hpp"
#include "tests/rtl/tools.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <sstream>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;
using fracbit::tests::TemporaryFolder;

namespace {

/// Lines of the page's blocks that begin with ```sh.
std::vector<std::string> commands_of(const std::string& page) {
    std::vector<std::string> commands;
    std::istringstream lines(read_text_file(page));
    bool shell = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("```", 0) == 0)
            shell = line == "```sh";
        else if (shell)
            commands.push_back(line);
    }
    return commands;
}

} // namespace

TEST_CASE("The commands of the page on RTL work, and the export can be repeated after them") {
    if (!is_there(FRACBIT_VERILATOR, "verilator") || !is_there(FRACBIT_IVERILOG, "iverilog") ||
        !is_there(FRACBIT_YOSYS, "yosys"))
        return;
    WeightPathSpec spec;
    spec.layer = "conv1";
    spec.planes = {std::make_shared<XorNetwork>(XorSpec{4, 6, 2, 1})};
    spec.sizes.lanes = 2;
    spec.sizes.reader_bytes = 16;
    spec.sizes.buffer_bytes = 16;
    spec.sizes.fill_width = 8;
    spec.in_bits = 32;
    const TemporaryFolder folder;
    const RtlBundle bundle = export_weight_path(spec, random_vectors(spec, 1000, 1));
    write_bundle(bundle, folder.file("rtl"));
    const std::vector<std::string> commands = commands_of(FRACBIT_SOURCE_DIR "/docs/rtl.md");
    REQUIRE(commands.size() == 6);
    for (const std::string& command : commands) {
        const ToolRun run = run_in(folder.file("rtl"), "OBJCACHE=" FRACBIT_OBJCACHE " " + command);
        INFO(command << "\n" << run.output);
        CHECK(run.status == 0);
        if (command.find("+backpressure") != std::string::npos)
            CHECK(run.output.find("PASS: 1000 weights") != std::string::npos);
    }
    std::filesystem::remove(folder.file("rtl/tool-output.txt")); // run_in's own
    CHECK_NOTHROW(write_bundle(bundle, folder.file("rtl")));
}
