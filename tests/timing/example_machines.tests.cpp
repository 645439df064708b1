// Every example network runs on every example machine: pages and first steps take any of them.
#include "models/network/network_csv.hpp"
#include "models/timing/shape_workload.hpp"
#include "models/timing/timing_model.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

namespace {

std::vector<std::string> examples(const std::string& folder, const std::string& ending) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(FRACBIT_SOURCE_DIR "/examples/" + folder))
        if (entry.path().extension() == ending) files.push_back(entry.path().string());
    return files;
}

} // namespace

TEST_CASE("every example network runs on every example machine") {
    const std::vector<std::string> machines = examples("arch", ".toml"), networks = examples("networks", ".csv");
    REQUIRE(machines.size() >= 3);
    REQUIRE(networks.size() >= 10);
    WeightShape binary, flexor;
    binary.order = flexor.order = StorageOrder::k_major;
    binary.format = WeightFormat::binary;
    flexor.format = WeightFormat::flexor;
    flexor.network = std::make_shared<XorNetwork>(XorSpec{});
    for (const std::string& machine : machines) {
        const Architecture architecture = read_architecture(machine);
        for (WeightShape* shape : {&binary, &flexor}) {
            shape->group_rows = architecture.array.rows;
            shape->tile_columns = architecture.array.columns;
        }
        for (const std::string& file : networks)
            for (const WeightShape& shape : {binary, flexor}) {
                INFO(file << " on " << machine << ", " << to_string(shape.format));
                const Network network = read_network(file);
                CHECK_NOTHROW(time_network(architecture, ShapeWorkload(network, shape)));
            }
    }
}
